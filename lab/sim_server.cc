#include "lab/sim_server.h"

#include <cstdint>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace lab {
namespace {

constexpr SimConnection::End kEnd = SimConnection::End::kServer;

}  // namespace

SimServer::SimServer(sim::Scheduler* scheduler,
                     mgen::MessageServer::Options options)
    : scheduler_(scheduler), core_(options, scheduler->now()) {
  Settle();
}

void SimServer::HandleUp(Session& session) {
  const absl::StatusOr<Id> id = core_.HandleAccepted(scheduler_->now());
  if (!id.ok()) {
    session.connection->Close(kEnd);
    return;
  }
  session.id = *id;
  sessions_[*id] = &session;
  Settle();
}

void SimServer::Refill(Session& session) {
  while (session.id) {
    const absl::Span<const std::uint8_t> bytes =
        core_.PendingBytes(*session.id);
    if (bytes.empty()) return;
    const std::size_t taken = session.connection->Write(kEnd, bytes);
    if (taken == 0) return;
    core_.Consume(*session.id, taken);
  }
}

void SimServer::HandleReadable(Session& session) {
  Read(session);
  Settle();
}

void SimServer::HandleClosed(Session& session) {
  if (!session.id) return;
  core_.HandleClosed(*session.id, scheduler_->now());
  Forget(session);
  Settle();
}

void SimServer::Read(Session& session) {
  if (!session.id || !session.connection->up(kEnd) ||
      !core_.WantsBytes(*session.id)) {
    return;
  }
  const absl::Span<const std::uint8_t> bytes =
      session.connection->readable(kEnd);
  if (bytes.empty()) return;
  const absl::Status status =
      core_.HandleReceived(*session.id, bytes, scheduler_->now());
  session.connection->Consume(kEnd, bytes.size());
  if (status.ok()) return;
  Forget(session);
  session.connection->Close(kEnd);
}

void SimServer::Forget(Session& session) {
  sessions_.erase(*session.id);
  session.id.reset();
}

void SimServer::Settle() {
  while (const std::optional<mgen::MessageServer::Event> event =
             core_.PollEvent()) {
    using Server = mgen::MessageServer;
    if (std::holds_alternative<Server::Register>(event->what)) ++registered_;
    if (!std::holds_alternative<Server::RegistrationComplete>(event->what)) {
      continue;
    }
    // What the window left unread; reading may end sessions.
    const std::map<Id, Session*> sessions = sessions_;
    for (const auto& [id, session] : sessions) Read(*session);
  }
  while (const std::optional<Id> id = core_.PollClose()) {
    const auto found = sessions_.find(*id);
    if (found == sessions_.end()) continue;
    Session& session = *found->second;
    Forget(session);
    session.connection->Close(kEnd);
  }
  while (const std::optional<Id> id = core_.PollWritable()) {
    const auto found = sessions_.find(*id);
    if (found != sessions_.end()) found->second->connection->Pump(kEnd);
  }
  if (timer_) scheduler_->Cancel(*timer_);
  timer_.reset();
  if (const std::optional<base::Instant> due = core_.NextDeadline()) {
    timer_ = scheduler_->At(*due, [this] {
      timer_.reset();
      core_.HandleDeadline(scheduler_->now());
      Settle();
    });
  }
}

}  // namespace lab
