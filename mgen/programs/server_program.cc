#include "mgen/programs/server_program.h"

#include <sstream>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "mgen/log_line.h"
#include "mgen/programs/program_metrics.h"

namespace mgen {
// What a connection is to the server: its session, and what the log is told
// before there is one.
class ServerProgram::Peer final : public shaper::StreamEnd::Application {
 public:
  explicit Peer(ServerProgram* program)
      : program_(program), session_(&program->host_) {}

  void HandleUp(shaper::StreamEnd& end) override {
    up_ = true;
    session_.HandleUp(end);
  }
  void Refill(shaper::StreamEnd& end) override { session_.Refill(end); }
  void HandleReadable(shaper::StreamEnd& end) override {
    session_.HandleReadable(end);
  }
  void HandleClosed(shaper::StreamEnd& end, absl::string_view reason) override {
    if (!up_) {
      program_->HandleEvent(
          {.at = program_->now(),
           .what = MessageServer::FailedConnection{
               .step = "tls", .reason = std::string(reason)}});
    }
    session_.HandleClosed(end, reason);
  }

  net::Connection* connection = nullptr;

 private:
  ServerProgram* program_;
  ServerHost::Session session_;
  bool up_ = false;
};

absl::StatusOr<std::unique_ptr<ServerProgram>> ServerProgram::Create(
    Runtime* runtime, net::TlsContext tls, Options options) {
  std::unique_ptr<ServerProgram> program(
      new ServerProgram(runtime, std::move(tls), std::move(options)));
  ServerProgram* const self = program.get();
  ASSIGN_OR_RETURN(
      program->listener_,
      net::Listener::Create(
          runtime->io_context, &runtime->timers, program->options_.listen,
          [self](net::TcpSocket socket) { self->Accept(std::move(socket)); },
          [runtime](const absl::Status& trouble) {
            runtime->diagnostics.Warning(trouble.message());
          }));
  std::ostringstream address;
  address << program->endpoint();
  runtime->log.Write(ServerLogLine(runtime->wall_clock(), runtime->Now(),
                                   Listening{.address = address.str()}));
  runtime->log.Flush();  // Who waits for it need not wait longer.
  program->host_.Start();
  return program;
}

ServerProgram::ServerProgram(Runtime* runtime, net::TlsContext tls,
                             Options options)
    : runtime_(runtime),
      tls_(std::move(tls)),
      options_(std::move(options)),
      defense_(shaper::DescribeDefense(options_.defense)),
      timer_(&runtime->timers, [this] { host_.HandleTimer(); }),
      host_(options_.core, this),
      measurement_(runtime, options_.measure, [this] { PumpAll(); }) {}

ServerProgram::~ServerProgram() { Release(); }

void ServerProgram::Stop() {
  listener_.reset();
  timer_.Set(std::nullopt);
  measurement_.Finish();
  Release();
}

void ServerProgram::Release() {
  for (const auto& [peer, owned] : peers_) peer->connection->Release();
  peers_.clear();
}

void ServerProgram::Accept(net::TcpSocket socket) {
  if (peers_.size() >= options_.core.max_connections) return;  // Closes it.
  runtime_->log.Write(ServerLogLine(
      runtime_->wall_clock(), now(),
      Accepted{.peer = runtime_->diagnostics.Scrubbed(net::PeerOf(socket))}));
  auto owned = std::make_unique<Peer>(this);
  Peer* const peer = owned.get();
  peers_.emplace(peer, std::move(owned));
  peer->connection = runtime_->connections.Accept(
      tls_, std::move(socket),
      {.application = peer,
       .make_stream = [this] { return MakeStream(); },
       .on_finished = [this, peer] { peers_.erase(peer); }});
}

shaper::Stream ServerProgram::MakeStream() {
  ++streams_;
  base::Random random =
      options_.seed
          ? base::Random::FromStream(*options_.seed,
                                     absl::StrCat("defense/server/", streams_))
          : base::Random::FromSource(&runtime_->entropy);
  absl::StatusOr<shaper::Stream> stream = shaper::Stream::Create(
      {.role = shaper::Stream::Role::kServer, .defense = options_.defense},
      random, now());
  BASE_CHECK(stream.ok());  // The defense was read by ParseDefense.
  return *std::move(stream);
}

void ServerProgram::PumpAll() {
  for (const auto& [peer, owned] : peers_) peer->connection->end().Pump();
}

void ServerProgram::HandleEvent(const MessageServer::Event& event) {
  using Server = MessageServer;
  if (std::holds_alternative<Server::Received>(event.what)) {
    messages_.set_received(messages_.received() + 1);
  } else if (std::holds_alternative<Server::Receipt>(event.what)) {
    messages_.set_receipts_received(messages_.receipts_received() + 1);
  } else if (std::holds_alternative<Server::SentTo>(event.what)) {
    messages_.set_sent(messages_.sent() + 1);
  } else if (std::holds_alternative<Server::DroppedMessage>(event.what)) {
    messages_.set_dropped(messages_.dropped() + 1);
  }
  runtime_->log.Write(ServerLogLine(runtime_->wall_clock(), event));
}

void ServerProgram::HandleMember(shaper::StreamEnd& end,
                                 const Handshake& member) {
  const bool defended = end.stream()->mode() == shaper::Stream::Mode::kDefended;
  defended_ += defended ? 1 : 0;
  ConversationMeters::Conversation& conversation =
      measurement_.meters().FindOrAdd(member.sender, member.group);
  conversation.defense = defended ? defense_ : "none";
  end.SetMeter(&conversation.meter);
  runtime_->log.Write(
      ServerLogLine(runtime_->wall_clock(), now(),
                    DefenseInForce{.name = member.sender,
                                   .group = member.group,
                                   .description = conversation.defense}));
}

stats::Stats ServerProgram::Stats() const {
  stats::Stats stats = Summary();
  measurement_.WriteTo(stats);
  return stats;
}

std::vector<net::Metric> ServerProgram::Metrics() const {
  return MetricsOf(Summary(), measurement_.meters().Sum());
}

stats::Stats ServerProgram::Summary() const {
  stats::Stats stats;
  stats.set_program("mgen-server");
  *stats.mutable_connections() =
      measurement_.Connections(host_.connections(), defended_);
  *stats.mutable_messages() = messages_;
  return stats;
}

}  // namespace mgen
