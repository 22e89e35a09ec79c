#include "mgen/programs/client_program.h"

#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "mgen/log_line.h"
#include "mgen/programs/conversation_meters.h"
#include "mgen/programs/program_metrics.h"
#include "mgen/user_host.h"
#include "net/address.h"
#include "net/connection.h"
#include "net/timers.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/stream.h"

namespace mgen {

// A user of the process, and the connections of its conversations.
class ClientProgram::OneUser final : private UserHost::Environment {
 public:
  OneUser(ClientProgram* program, ClientConfig config);
  ~OneUser() { Stop(); }

  void Start() { host_.Start(); }
  void Stop();
  void Pump();
  std::size_t open() const;

 private:
  struct Talk {
    net::Address server;
    std::optional<shaper::Defense> defense;
    ConversationMeters::Conversation* record;
    net::Connection* connection = nullptr;
    std::uint64_t attempts = 0;
  };

  User::Options UserOptions(const ClientConfig& config) const;
  void Connect(std::size_t k, const net::Resolved& resolved);
  shaper::Stream MakeStream(std::size_t k);

  base::Instant now() const override { return runtime_.Now(); }
  void SetTimer(std::optional<base::Instant> at) override { timer_.Set(at); }
  void Dial(std::size_t k) override;
  void HandleEvent(const User::Event& event) override;

  ClientProgram* program_;
  Runtime& runtime_;
  std::optional<std::uint64_t> seed_;
  net::Timer timer_;
  bool stopped_ = false;
  std::vector<Talk> talks_;
  UserHost host_;
};

ClientProgram::OneUser::OneUser(ClientProgram* program, ClientConfig config)
    : program_(program),
      runtime_(*program->runtime_),
      seed_(config.seed ? config.seed : program->options_.seed),
      timer_(&runtime_.timers, [this] { host_.HandleTimer(); }),
      host_(UserOptions(config), seed_.value_or(0),
            seed_ ? nullptr : &runtime_.entropy, this) {
  for (ClientConfig::Conversation& conversation : config.conversations) {
    ConversationMeters::Conversation& record =
        program->measurement_.meters().FindOrAdd(config.user,
                                                 conversation.group);
    record.defense = program->Describe(conversation.defense);
    absl::StatusOr<net::Address> server =
        net::Address::Parse(conversation.message_server);
    BASE_CHECK(server.ok());  // By CheckUsers.
    talks_.push_back({.server = *std::move(server),
                      .defense = std::move(conversation.defense),
                      .record = &record});
  }
}

User::Options ClientProgram::OneUser::UserOptions(
    const ClientConfig& config) const {
  const Options& options = program_->options_;
  User::Options user;
  user.name = config.user;
  for (const ClientConfig::Conversation& conversation : config.conversations) {
    ConversationOptions& one = user.conversations.emplace_back();
    one.group = conversation.group;
    one.distributions = conversation.distributions;
    one.wait_mode = config.wait_mode;
    one.bootstrap = conversation.bootstrap;
    one.retry = conversation.retry;
    one.stagger = Stagger(config.user, conversation.group, options.stagger);
    if (options.stop_sending_ns) {
      one.stop_sending = runtime_.clock.AtUnix(*options.stop_sending_ns);
    }
  }
  return user;
}

void ClientProgram::OneUser::Stop() {
  stopped_ = true;
  timer_.Set(std::nullopt);
  for (Talk& talk : talks_) {
    if (talk.connection != nullptr) talk.connection->Release();
    talk.connection = nullptr;
  }
}

void ClientProgram::OneUser::Pump() {
  for (const Talk& talk : talks_) {
    if (talk.connection != nullptr) talk.connection->end().Pump();
  }
}

std::size_t ClientProgram::OneUser::open() const {
  std::size_t open = 0;
  for (const Talk& talk : talks_) {
    open += talk.connection != nullptr && talk.connection->end().up() ? 1 : 0;
  }
  return open;
}

void ClientProgram::OneUser::Dial(std::size_t k) {
  Talk& talk = talks_[k];
  if (talk.connection != nullptr) talk.connection->Release();
  talk.connection = nullptr;
  ++talk.attempts;
  net::Resolve(
      runtime_.io_context, talk.server,
      [this, k](const net::Resolved& resolved) { Connect(k, resolved); });
}

void ClientProgram::OneUser::Connect(std::size_t k,
                                     const net::Resolved& resolved) {
  if (stopped_) return;
  if (!resolved.ok()) {
    host_.HandleFailed(k, resolved.status().message());
    return;
  }
  Talk& talk = talks_[k];
  const net::Endpoint& to = (*resolved)[(talk.attempts - 1) % resolved->size()];
  talk.connection = runtime_.connections.Dial(
      program_->tls_, to,
      talk.server.literal() ? std::string() : talk.server.host(),
      {.application = host_.application(k),
       .make_stream = [this, k] { return MakeStream(k); },
       .on_finished = [this, k] { talks_[k].connection = nullptr; }});
  talk.connection->end().SetMeter(&talk.record->meter);
}

// Named as the simulation names it, but for the defense's name; a connection
// after the first does not repeat its predecessor's draws.
shaper::Stream ClientProgram::OneUser::MakeStream(std::size_t k) {
  const Talk& talk = talks_[k];
  base::Random random = base::Random::FromSource(&runtime_.entropy);
  if (seed_) {
    std::string name = absl::StrCat("defense/client/", host_.core().name(), "/",
                                    host_.core().group(k));
    if (talk.attempts > 1) absl::StrAppend(&name, "/", talk.attempts);
    random = base::Random::FromStream(*seed_, name);
  }
  absl::StatusOr<shaper::Stream> stream = shaper::Stream::Create(
      {.role = shaper::Stream::Role::kClient, .defense = talk.defense}, random,
      now());
  BASE_CHECK(stream.ok());  // The configuration was checked.
  return *std::move(stream);
}

void ClientProgram::OneUser::HandleEvent(const User::Event& event) {
  program_->Count(event);
  const WallClock wall_clock = runtime_.wall_clock();
  const std::string& group = host_.core().group(event.conversation);
  runtime_.log.Write(
      UserLogLine(wall_clock, host_.core().name(), group, event));
  if (!std::holds_alternative<User::Handshaked>(event.what)) return;
  const Talk& talk = talks_[event.conversation];
  program_->defended_ += talk.defense ? 1 : 0;
  runtime_.log.Write(
      UserLogLine(wall_clock, event.at,
                  DefenseInForce{.name = host_.core().name(),
                                 .group = group,
                                 .description = talk.record->defense}));
}

absl::Status CheckUsers(const std::vector<ClientConfig>& users) {
  absl::flat_hash_set<std::pair<std::string, std::string>> seen;
  for (const ClientConfig& user : users) {
    if (user.socks) {
      return absl::InvalidArgumentError(absl::StrCat(
          "user ", user.user,
          ": socks: a proxy is not supported yet, and to go without it would "
          "show the server who connects; leave the key out to do so"));
    }
    for (const ClientConfig::Conversation& conversation : user.conversations) {
      RETURN_IF_ERROR(
          net::Address::Parse(conversation.message_server).status());
      if (!seen.emplace(user.user, conversation.group).second) {
        return absl::InvalidArgumentError(
            absl::StrCat("user ", user.user, ": group ", conversation.group,
                         ": twice; the server knows a user in a group once"));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<ClientProgram>> ClientProgram::Create(
    Runtime* runtime, net::TlsContext tls, std::vector<ClientConfig> users,
    Options options) {
  RETURN_IF_ERROR(CheckUsers(users));
  std::unique_ptr<ClientProgram> program(
      new ClientProgram(runtime, std::move(tls), options));
  for (ClientConfig& user : users) {
    program->users_.push_back(
        std::make_unique<OneUser>(program.get(), std::move(user)));
  }
  for (const auto& user : program->users_) user->Start();
  return program;
}

ClientProgram::ClientProgram(Runtime* runtime, net::TlsContext tls,
                             Options options)
    : runtime_(runtime),
      tls_(std::move(tls)),
      options_(options),
      measurement_(runtime, options.measure, [this] { PumpAll(); }) {}

ClientProgram::~ClientProgram() = default;

void ClientProgram::Stop() {
  measurement_.Finish();
  for (const auto& user : users_) user->Stop();
}

std::string ClientProgram::Describe(
    const std::optional<shaper::Defense>& defense) {
  if (!defense) return shaper::DescribeDefense(defense);
  std::string& description =
      descriptions_[{defense->machines.get(), defense->cell_size}];
  if (description.empty()) description = shaper::DescribeDefense(defense);
  return description;
}

void ClientProgram::PumpAll() {
  for (const auto& user : users_) user->Pump();
}

void ClientProgram::Count(const User::Event& event) {
  if (std::holds_alternative<User::Send>(event.what)) {
    messages_.set_sent(messages_.sent() + 1);
  } else if (std::holds_alternative<User::Receive>(event.what)) {
    messages_.set_received(messages_.received() + 1);
    messages_.set_receipts_sent(messages_.receipts_sent() + 1);
  } else if (std::holds_alternative<User::ReceiveReceipt>(event.what)) {
    messages_.set_receipts_received(messages_.receipts_received() + 1);
  } else if (std::holds_alternative<User::Dropped>(event.what)) {
    messages_.set_dropped(messages_.dropped() + 1);
  }
}

stats::Stats ClientProgram::Stats() const {
  stats::Stats stats = Summary();
  measurement_.WriteTo(stats);
  return stats;
}

std::vector<net::Metric> ClientProgram::Metrics() const {
  return MetricsOf(Summary(), measurement_.meters().Sum());
}

stats::Stats ClientProgram::Summary() const {
  stats::Stats stats;
  stats.set_program("mgen-client");
  std::size_t open = 0;
  for (const auto& user : users_) open += user->open();
  *stats.mutable_connections() = measurement_.Connections(open, defended_);
  *stats.mutable_messages() = messages_;
  return stats;
}

}  // namespace mgen
