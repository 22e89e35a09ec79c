#include "mgen/server_host.h"

#include <cstdint>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace mgen {

ServerHost::ServerHost(MessageServer::Options options, Environment* environment)
    : environment_(environment), core_(options, environment->now()) {}

void ServerHost::HandleTimer() {
  timer_at_.reset();
  core_.HandleDeadline(environment_->now());
  Settle();
}

void ServerHost::HandleUp(Session& session, shaper::StreamEnd& end) {
  const absl::StatusOr<Id> id = core_.HandleAccepted(environment_->now());
  if (id.ok()) {
    session.end_ = &end;
    session.id_ = *id;
    session.is_member_ = false;
    sessions_[*id] = &session;
  } else {
    end.Close();
  }
  Settle();
}

void ServerHost::Refill(Session& session) {
  while (session.id_) {
    const absl::Span<const std::uint8_t> bytes =
        core_.PendingBytes(*session.id_);
    if (bytes.empty()) return;
    const std::size_t taken = session.end_->Write(bytes);
    if (taken == 0) return;
    core_.Consume(*session.id_, taken);
  }
}

void ServerHost::HandleReadable(Session& session) {
  Read(session);
  Settle();
}

void ServerHost::HandleClosed(Session& session, absl::string_view reason) {
  if (!session.id_) return;
  core_.HandleClosed(*session.id_, reason, environment_->now());
  Forget(session);
  Settle();
}

void ServerHost::Read(Session& session) {
  if (!session.id_ || !session.end_->up() || !core_.WantsBytes(*session.id_)) {
    return;
  }
  const absl::Span<const std::uint8_t> bytes = session.end_->readable();
  if (bytes.empty()) return;
  const absl::Status status =
      core_.HandleReceived(*session.id_, bytes, environment_->now());
  session.end_->Consume(bytes.size());
  if (!status.ok()) {
    Forget(session);
    session.end_->Close();
    return;
  }
  if (session.is_member_) return;
  const std::optional<Handshake> member = core_.MemberOf(*session.id_);
  if (!member) return;
  session.is_member_ = true;
  TellEvents();
  CloseUnwanted();
  if (!session.id_) return;
  environment_->HandleMember(*session.end_, *member);
}

void ServerHost::Forget(Session& session) {
  sessions_.erase(*session.id_);
  session.id_.reset();
}

void ServerHost::TellEvents() {
  while (const std::optional<MessageServer::Event> event = core_.PollEvent()) {
    environment_->HandleEvent(*event);
    if (!std::holds_alternative<MessageServer::RegistrationComplete>(
            event->what)) {
      continue;
    }
    // What the window left unread; reading may end sessions.
    const std::map<Id, Session*> sessions = sessions_;
    for (const auto& [id, session] : sessions) Read(*session);
  }
}

void ServerHost::CloseUnwanted() {
  while (const std::optional<Id> id = core_.PollClose()) {
    const auto found = sessions_.find(*id);
    if (found == sessions_.end()) continue;
    Session& session = *found->second;
    Forget(session);
    session.end_->Close();
  }
}

void ServerHost::Settle() {
  TellEvents();
  CloseUnwanted();
  while (const std::optional<Id> id = core_.PollWritable()) {
    const auto found = sessions_.find(*id);
    if (found != sessions_.end()) found->second->end_->Pump();
  }
  const std::optional<base::Instant> due = core_.NextDeadline();
  if (due == timer_at_) return;
  timer_at_ = due;
  environment_->SetTimer(due);
}

}  // namespace mgen
