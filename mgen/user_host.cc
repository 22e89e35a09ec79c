#include "mgen/user_host.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace mgen {

UserHost::UserHost(User::Options options, std::uint64_t seed,
                   base::EntropySource* source, Environment* environment)
    : environment_(environment),
      core_(std::move(options), seed, source, environment->now()) {
  talks_.reserve(core_.conversations());  // They are pointed to.
  for (std::size_t i = 0; i < core_.conversations(); ++i) {
    talks_.emplace_back(this, i);
  }
}

void UserHost::HandleTimer() {
  timer_at_.reset();
  core_.HandleDeadline(environment_->now());
  Settle();
}

void UserHost::HandleFailed(std::size_t conversation,
                            absl::string_view reason) {
  talks_[conversation].end = nullptr;
  core_.HandleClosed(conversation, reason, environment_->now());
  Settle();
}

void UserHost::Talk::HandleUp(shaper::StreamEnd& up) {
  end = &up;
  host_->core_.HandleConnected(number_, host_->environment_->now());
  host_->Settle();
}

void UserHost::Talk::Refill(shaper::StreamEnd& up) {
  while (true) {
    const absl::Span<const std::uint8_t> bytes =
        host_->core_.PendingBytes(number_);
    if (bytes.empty()) return;
    const std::size_t taken = up.Write(bytes);
    if (taken == 0) return;
    host_->core_.Consume(number_, taken);
  }
}

void UserHost::Talk::HandleReadable(shaper::StreamEnd& up) {
  const absl::Span<const std::uint8_t> bytes = up.readable();
  const absl::Status status =
      host_->core_.HandleReceived(number_, bytes, host_->environment_->now());
  up.Consume(bytes.size());
  if (!status.ok()) {
    end = nullptr;
    up.Close();
  }
  host_->Settle();
}

void UserHost::Talk::HandleClosed(shaper::StreamEnd&,
                                  absl::string_view reason) {
  host_->HandleFailed(number_, reason);
}

void UserHost::Settle() {
  while (const std::optional<User::Event> event = core_.PollEvent()) {
    environment_->HandleEvent(*event);
  }
  while (const std::optional<std::size_t> conversation =
             core_.PollConnect(environment_->now())) {
    talks_[*conversation].end = nullptr;
    environment_->Dial(*conversation);
  }
  while (const std::optional<std::size_t> conversation = core_.PollWritable()) {
    shaper::StreamEnd* const end = talks_[*conversation].end;
    if (end != nullptr) end->Pump();
  }
  const std::optional<base::Instant> due = core_.NextDeadline();
  if (due == timer_at_) return;
  timer_at_ = due;
  environment_->SetTimer(due);
}

}  // namespace mgen
