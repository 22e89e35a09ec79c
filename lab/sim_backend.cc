#include "lab/sim_backend.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/units.h"
#include "lab/message_log.h"
#include "lab/sim_server.h"
#include "lab/sim_user.h"
#include "mgen/user.h"
#include "sim/scheduler.h"
#include "tunnel/shaper/meter.h"

namespace lab {
namespace {

constexpr base::Duration kStagger = base::Seconds(1);  // Of all first attempts.
constexpr base::Duration kMinRegistration = base::Seconds(5);
constexpr base::Duration kTick = base::Seconds(10);  // Progress and cells.

class SimRun {
 public:
  SimRun(const Experiment& experiment, const DefenseSpec& defense,
         std::uint64_t seed, const SimOptions& options);

  absl::StatusOr<Observations> Run();

 private:
  void AddUsers();
  void AddUser(absl::Span<const Seat> seats, std::size_t first_seat);
  void ScheduleResets();
  void CheckRegistration();
  void Tick();
  absl::Status RunUntil(base::Instant end);
  Observations Observe();

  const Experiment& experiment_;
  const DefenseSpec& defense_;
  const std::uint64_t seed_;
  const SimOptions& options_;
  const base::Instant begin_, end_;  // Of the measured time.
  const base::Duration registration_;
  const std::vector<Seat> seats_;

  sim::Scheduler scheduler_;
  SimServer server_;
  MessageLog log_;
  std::deque<SimUser> users_;  // Those with a conversation.
  absl::Status status_;
};

SimRun::SimRun(const Experiment& experiment, const DefenseSpec& defense,
               std::uint64_t seed, const SimOptions& options)
    : experiment_(experiment),
      defense_(defense),
      seed_(seed),
      options_(options),
      begin_(base::Instant{} + experiment.warmup),
      end_(begin_ + experiment.duration),
      registration_(std::max(experiment.bootstrap, kMinRegistration)),
      seats_(Seats(experiment)),
      server_(&scheduler_, {.registration = registration_}),
      log_(experiment, begin_, end_) {
  AddUsers();
  ScheduleResets();
  scheduler_.At(base::Instant{} + registration_ + base::Duration(1),
                [this] { CheckRegistration(); });
  Tick();
}

void SimRun::AddUsers() {
  for (std::size_t first = 0; first < seats_.size();) {
    std::size_t last = first + 1;
    while (last < seats_.size() && seats_[last].user == seats_[first].user) {
      ++last;
    }
    AddUser(absl::MakeConstSpan(seats_).subspan(first, last - first), first);
    first = last;
  }
}

void SimRun::AddUser(absl::Span<const Seat> seats, std::size_t first_seat) {
  SimUser::Options options;
  options.seed = seed_;
  options.link = experiment_.link;
  options.user.name = Experiment::UserName(seats.front().user);
  for (std::size_t i = 0; i < seats.size(); ++i) {
    const Group& group = experiment_.groups[seats[i].group];
    options.user.conversations.push_back(
        {.group = group.name,
         .distributions = experiment_.distributions,
         .wait_mode = experiment_.wait_mode,
         .bootstrap = experiment_.bootstrap,
         .retry = experiment_.retry,
         .stagger = kStagger * static_cast<std::int64_t>(first_seat + i) /
                    static_cast<std::int64_t>(seats_.size()),
         .stop_sending = end_,
         .others = group.members.size() - 1});
  }
  if (options_.on_cells) {
    options.on_cells = [this, seats](
                           std::size_t conversation,
                           absl::Span<const shaper::CellEvent> cells) {
      options_.on_cells(seats[conversation].user, seats[conversation].group,
                        cells);
    };
  }
  users_.emplace_back(&scheduler_, std::move(options), defense_, &server_,
                      &log_, first_seat);
}

void SimRun::ScheduleResets() {
  for (const SimOptions::Reset& reset : options_.resets) {
    scheduler_.At(reset.at, [this, reset] {
      std::size_t seat = 0;
      for (SimUser& user : users_) {
        for (std::size_t i = 0; i < user.conversations(); ++i, ++seat) {
          if (seats_[seat].user == reset.user &&
              seats_[seat].group == reset.group) {
            user.Reset(i);
          }
        }
      }
    });
  }
}

void SimRun::CheckRegistration() {
  if (server_.registered() == seats_.size()) return;
  status_ = absl::FailedPreconditionError(absl::StrCat(
      defense_.name, ", seed ", seed_, ": ", server_.registered(), " of ",
      seats_.size(), " conversations registered with the server within ",
      base::FormatDuration(registration_),
      "; the link is too slow or too lossy for that: raise mgen.bootstrap"));
}

void SimRun::Tick() {
  for (SimUser& user : users_) user.FlushCells();
  if (options_.on_progress) options_.on_progress(scheduler_.now());
  scheduler_.At(scheduler_.now() + kTick, [this] { Tick(); });
}

absl::Status SimRun::RunUntil(base::Instant end) {
  while (status_.ok() && *scheduler_.NextEvent() <= end) scheduler_.Step();
  if (status_.ok()) scheduler_.RunUntil(end);  // Sets the clock.
  return status_;
}

absl::StatusOr<Observations> SimRun::Run() {
  for (SimUser& user : users_) user.Start();
  for (const base::Instant until : {begin_, end_}) {
    if (absl::Status status = RunUntil(until); !status.ok()) return status;
    for (SimUser& user : users_) {
      user.Pump();
      for (std::size_t i = 0; i < user.conversations(); ++i) {
        for (shaper::Meter* meter : {&user.up(i), &user.down(i)}) {
          until == begin_ ? meter->Begin() : meter->End();
        }
      }
    }
  }
  const base::Instant last = EndOf(experiment_);
  while (status_.ok() && log_.outstanding() > 0 &&
         *scheduler_.NextEvent() <= last) {
    scheduler_.Step();
  }
  if (!status_.ok()) return status_;
  for (SimUser& user : users_) user.FlushCells();
  return Observe();
}

Observations SimRun::Observe() {
  Observations observed;
  observed.defense = defense_.name;
  observed.seed = seed_;
  observed.measured = experiment_.duration;
  observed.events = scheduler_.events_run();
  for (SimUser& user : users_) {
    for (std::size_t i = 0; i < user.conversations(); ++i) {
      ConversationObservations& conversation =
          observed.conversations.emplace_back();
      conversation.up = user.up(i).Result();
      conversation.down = user.down(i).Result();
    }
  }
  log_.MoveTo(observed.conversations);
  return observed;
}

}  // namespace

absl::StatusOr<Observations> RunSim(const Experiment& experiment,
                                    const DefenseSpec& defense,
                                    std::uint64_t seed,
                                    const SimOptions& options) {
  return SimRun(experiment, defense, seed, options).Run();
}

base::Instant EndOf(const Experiment& experiment) {
  return base::Instant{} + experiment.warmup + experiment.duration +
         experiment.drain;
}

}  // namespace lab
