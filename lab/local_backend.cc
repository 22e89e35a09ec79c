#include "lab/local_backend.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "base/units.h"
#include "lab/child_process.h"
#include "lab/local_timeline.h"
#include "lab/log_follower.h"
#include "lab/message_log.h"
#include "lab/program_config.h"
#include "lab/scratch_folder.h"
#include "lab/stats_reader.h"
#include "net/clock.h"
#include "net/self_signed.h"

namespace lab {
namespace {

constexpr base::Duration kTick = base::Seconds(1);  // Progress.
// Until what the programs logged has been read: they flush each second.
constexpr base::Duration kLogDelay = base::Seconds(2);
constexpr base::Duration kStopLimit = base::Seconds(30);

constexpr const char* kClientStats = "client_stats.json";
constexpr const char* kServerStats = "server_stats.json";
constexpr const char* kCertificate = "server.crt";
constexpr const char* kKey = "server.key";

class LocalRun {
 public:
  // The run's time begins. `folder` has the files that both programs share.
  LocalRun(const Experiment& experiment, const DefenseSpec& defense,
           std::uint64_t seed, const LocalOptions& options,
           const ScratchFolder& folder)
      : experiment_(experiment),
        defense_(defense),
        seed_(seed),
        options_(options),
        folder_(folder),
        timeline_(experiment, clock_.UnixNs(clock_.Now())),
        log_(experiment, defense, timeline_) {}

  absl::StatusOr<Observations> Run();

 private:
  base::Instant Now() const {
    return timeline_.At(clock_.UnixNs(clock_.Now()));
  }
  absl::Status StartServer();
  absl::Status StartClient();
  absl::Status WriteUsers() const;
  // Waits for the programs until `until` or, after something happened, `done`.
  absl::Status Follow(base::Instant until, const std::function<bool()>& done);
  absl::Status TakeLines();
  absl::Status Stop(ChildProcess& program, absl::string_view name);
  absl::StatusOr<Observations> Observe();

  const Experiment& experiment_;
  const DefenseSpec& defense_;
  const std::uint64_t seed_;
  const LocalOptions& options_;
  const ScratchFolder& folder_;
  const net::Clock clock_;
  const LocalTimeline timeline_;
  LogFollower log_;
  // The client goes before its server.
  std::unique_ptr<ChildProcess> server_, client_;
};

absl::Status LocalRun::StartServer() {
  std::vector<std::string> arguments = {
      kCertificate,  kKey,
      "127.0.0.1:0", absl::StrCat(timeline_.registration_s()),
      "--stats",     kServerStats,
      "--measure",   timeline_.Measure(),
      "--seed",      absl::StrCat(seed_)};
  if (!defense_.none) {
    arguments.insert(arguments.end(), {"--defense", kServerDefenseFile});
  }
  ASSIGN_OR_RETURN(server_,
                   ChildProcess::Start({.program = options_.programs.server,
                                        .arguments = std::move(arguments),
                                        .folder = folder_.path()}));
  return absl::OkStatus();
}

absl::Status LocalRun::WriteUsers() const {
  if (!log_.listening()) {
    return absl::DeadlineExceededError(
        "mgen-server does not listen yet: the machine is overloaded");
  }
  ASSIGN_OR_RETURN(const base::Duration bootstrap,
                   timeline_.BootstrapFrom(clock_.UnixNs(clock_.Now())));
  const ClientRun run{.experiment = experiment_,
                      .defense = defense_,
                      .seed = seed_,
                      .server = *log_.listening(),
                      .bootstrap = bootstrap};
  const std::vector<Seat> seats = Seats(experiment_);
  for (auto first = seats.begin(); first != seats.end();) {
    const auto last = std::find_if(first, seats.end(), [&](const Seat& s) {
      return s.user != first->user;
    });
    RETURN_IF_ERROR(base::WriteFile(
        folder_.File(
            absl::StrCat("users/", Experiment::UserName(first->user), ".yaml")),
        ClientYaml(run, absl::MakeConstSpan(
                            &*first, static_cast<std::size_t>(last - first)))));
    first = last;
  }
  return absl::OkStatus();
}

absl::Status LocalRun::StartClient() {
  RETURN_IF_ERROR(WriteUsers());
  ASSIGN_OR_RETURN(
      client_,
      ChildProcess::Start(
          {.program = options_.programs.client,
           .arguments = {"users/*.yaml", "--stagger", "1", "--stats",
                         kClientStats, "--measure", timeline_.Measure(),
                         "--stop-sending", timeline_.StopSending(), "--seed",
                         absl::StrCat(seed_)},
           .folder = folder_.path()}));
  return absl::OkStatus();
}

absl::Status LocalRun::TakeLines() {
  while (const auto line = server_->PollLine()) {
    RETURN_IF_ERROR(log_.HandleServerLine(*line));
  }
  if (client_ == nullptr) return absl::OkStatus();
  while (const auto line = client_->PollLine()) {
    RETURN_IF_ERROR(log_.HandleClientLine(*line));
  }
  return absl::OkStatus();
}

absl::Status LocalRun::Follow(base::Instant until,
                              const std::function<bool()>& done) {
  std::vector<ChildProcess*> programs = {server_.get()};
  if (client_ != nullptr) programs.push_back(client_.get());
  const int wake =
      options_.interrupt == nullptr ? -1 : options_.interrupt->fd();
  for (base::Instant now = Now(); now < until && !done(); now = Now()) {
    if (options_.on_progress) options_.on_progress(now);
    ChildProcess::Await(
        programs, wake,
        std::chrono::steady_clock::now() + std::min(kTick, until - now));
    RETURN_IF_ERROR(TakeLines());
    if (wake >= 0 && options_.interrupt->signal() != 0) {
      return absl::CancelledError("interrupted");
    }
  }
  return absl::OkStatus();
}

absl::Status LocalRun::Stop(ChildProcess& program, absl::string_view name) {
  program.Terminate();
  RETURN_IF_ERROR(
      Follow(Now() + kStopLimit, [&] { return !program.running(); }));
  if (!program.running()) return program.Result();
  return absl::UnavailableError(absl::StrCat(name, " did not end within ",
                                             base::FormatDuration(kStopLimit),
                                             " of SIGTERM"));
}

absl::StatusOr<Observations> LocalRun::Run() {
  const auto one_ended = [this] {
    return !server_->running() || (client_ != nullptr && !client_->running());
  };
  RETURN_IF_ERROR(StartServer());
  RETURN_IF_ERROR(Follow(base::Instant{}, [&] {
    return log_.listening().has_value() || one_ended();
  }));
  if (!one_ended()) {
    RETURN_IF_ERROR(StartClient());
    // Both have measured, and said what they saw of it.
    const base::Instant told = timeline_.end() + kLogDelay;
    RETURN_IF_ERROR(Follow(std::max(timeline_.last(), told), [&] {
      return one_ended() || (Now() >= told && log_.outstanding() == 0);
    }));
  }
  if (one_ended()) {
    const ChildProcess& ended = server_->running() ? *client_ : *server_;
    RETURN_IF_ERROR(ended.Result());
    return absl::UnavailableError(
        absl::StrCat(&ended == client_.get() ? "mgen-client" : "mgen-server",
                     " ended before it was told to"));
  }
  const base::Instant stopped = std::min(Now(), timeline_.last());
  log_.StopAt(stopped);
  RETURN_IF_ERROR(Stop(*client_, "mgen-client"));
  RETURN_IF_ERROR(Stop(*server_, "mgen-server"));
  if (stopped < timeline_.last() && log_.outstanding() > 0) {
    return absl::DeadlineExceededError(absl::StrCat(
        "mgen-client's log came over ", base::FormatDuration(kLogDelay),
        " late: the machine is overloaded"));
  }
  if (!log_.registration_complete()) {
    return absl::InternalError(
        "mgen-server did not say that its registration phase is complete");
  }
  return Observe();
}

absl::StatusOr<Observations> LocalRun::Observe() {
  const auto read =
      [this](const char* file) -> absl::StatusOr<MeasuredConversations> {
    ASSIGN_OR_RETURN(const std::string json,
                     base::ReadFile(folder_.File(file)));
    return ReadStats(json, file);
  };
  ASSIGN_OR_RETURN(MeasuredConversations up, read(kClientStats));
  ASSIGN_OR_RETURN(MeasuredConversations down, read(kServerStats));
  Observations observed;
  observed.defense = defense_.name;
  observed.seed = seed_;
  observed.measured = experiment_.duration;
  observed.events = log_.lines();
  for (const Seat& seat : Seats(experiment_)) {
    const std::pair<std::string, std::string> key = {
        Experiment::UserName(seat.user), experiment_.groups[seat.group].name};
    if (!up.contains(key) || !down.contains(key)) {
      return absl::InternalError(
          absl::StrCat(up.contains(key) ? kServerStats : kClientStats, ": ",
                       key.first, " in ", key.second, " is not in it"));
    }
    ConversationObservations& conversation =
        observed.conversations.emplace_back();
    conversation.up = std::move(up[key]);
    conversation.down = std::move(down[key]);
  }
  log_.MoveTo(observed.conversations);
  return observed;
}

absl::StatusOr<Observations> RunInFolder(const Experiment& experiment,
                                         const DefenseSpec& defense,
                                         std::uint64_t seed,
                                         const LocalOptions& options) {
  ASSIGN_OR_RETURN(const ScratchFolder folder, ScratchFolder::Make());
  RETURN_IF_ERROR(
      net::WriteSelfSigned(folder.File(kCertificate), folder.File(kKey)));
  ASSIGN_OR_RETURN(const auto files, SharedFiles(experiment, defense));
  for (const auto& [name, content] : files) {
    RETURN_IF_ERROR(base::WriteFile(folder.File(name), content));
  }
  return LocalRun(experiment, defense, seed, options, folder).Run();
}

}  // namespace

absl::StatusOr<Observations> RunLocal(const Experiment& experiment,
                                      const DefenseSpec& defense,
                                      std::uint64_t seed,
                                      const LocalOptions& options) {
  absl::StatusOr<Observations> observed =
      RunInFolder(experiment, defense, seed, options);
  if (observed.ok()) return observed;
  return absl::Status(observed.status().code(),
                      absl::StrCat(defense.name, ", seed ", seed, ": ",
                                   observed.status().message()));
}

}  // namespace lab
