#include "maybenot/defender.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/status_macros.h"

namespace maybenot {

absl::StatusOr<Defender> Defender::Create(Machines machines, Options options,
                                          base::Random random,
                                          base::Instant now) {
  if (options.queue_packets < 1) {
    return absl::InvalidArgumentError(
        "queue_packets is 0: a defender's queue holds at least 1");
  }
  if (options.close_limit < base::Duration(0)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("close_limit is %d ns: it must be at least 0",
                        options.close_limit.count()));
  }
  ASSIGN_OR_RETURN(
      Framework framework,
      Framework::Create(machines, options.limits, std::move(random), now));
  return Defender(std::move(machines), options, std::move(framework), now);
}

Defender::Defender(Machines machines, const Options& options,
                   Framework framework, base::Instant now)
    : machines_(std::move(machines)),
      options_(options),
      framework_(std::move(framework)),
      now_(now),
      timers_(framework_.num_machines()),
      queue_(options.queue_packets) {}

bool Defender::Enqueue(std::uint32_t bytes, base::Instant now) {
  if (Room() > 0) CatchUp(now);
  if (Room() == 0) {  // Perhaps padding that was due has taken the last place.
    ++statistics_.refused;
    return false;
  }
  RestartIfEnded();
  Tell({Event::kNormalSent});
  BASE_CHECK(queue_.Push({PacketKind::kNormal, bytes, now_}));
  EndBlockingIfFull();
  return true;
}

std::size_t Defender::Room() const {
  return close_limit_at_ ? 0 : queue_.room();
}

void Defender::HandleReceived(PacketKind kind, std::uint32_t bytes,
                              base::Instant now) {
  const bool normal = kind == PacketKind::kNormal;
  Statistics::Traffic& received =
      normal ? statistics_.normal_received : statistics_.padding_received;
  ++received.packets;
  received.bytes += bytes;
  CatchUp(now);
  if (closed_) return;
  Tell({Event::kTunnelRecv}, kind);
  Tell({normal ? Event::kNormalRecv : Event::kPaddingRecv});
}

std::optional<Defender::Packet> Defender::PollPacket(base::Instant now) {
  Advance(now);
  const std::optional<QueuedPacket> packet = queue_.Pop(blocking_.active());
  if (!packet) {
    Settle();
    return std::nullopt;
  }
  const base::Duration waited = now_ - packet->since;
  const bool normal = packet->kind == PacketKind::kNormal;
  Statistics::Traffic& sent =
      normal ? statistics_.normal_sent : statistics_.padding_sent;
  ++sent.packets;
  sent.bytes += packet->bytes;
  if (normal) {
    statistics_.normal_waited =
        base::SaturatingAdd(statistics_.normal_waited, waited);
    statistics_.normal_waited_max =
        std::max(statistics_.normal_waited_max, waited);
  }
  Tell({Event::kTunnelSent}, packet->kind);
  if (close_limit_at_ && queue_.empty()) Finish();
  return Packet{packet->kind, packet->bytes, waited};
}

std::optional<base::Instant> Defender::NextDeadline() const {
  const std::optional<Due> due = FirstDue();
  if (begun_.empty() && !due) return std::nullopt;
  return std::max(begun_.empty() ? due->at : now_, budget_.resumes());
}

void Defender::HandleDeadline(base::Instant now) {
  Enter(now);
  const std::optional<Due> due = FirstDue();
  if (due && due->at <= now_) Handle(*due);
}

void Defender::Close(base::Instant now) {
  Enter(now);
  if (close_limit_at_) return;
  close_limit_at_ = base::SaturatingAdd(now_, options_.close_limit);
  if (queue_.empty()) Finish();
}

std::vector<Defender::Recorded> Defender::TakeEvents() {
  return std::exchange(events_, {});
}

std::optional<Defender::Due> Defender::FirstDue() const {
  std::optional<Due> first;
  const auto take = [&first](std::optional<base::Instant> at, DueKind kind) {
    if (at && (!first || *at < first->at)) first = Due{*at, kind};
  };
  take(blocking_.until(), DueKind::kBlockingEnd);
  take(timers_.Next(), DueKind::kTimer);
  if (!closed_) take(close_limit_at_, DueKind::kCloseLimit);
  return first;
}

bool Defender::Handle(const Due& due) {
  if (!SpendEvent()) return false;
  switch (due.kind) {
    case DueKind::kBlockingEnd:
      EndBlocking();
      break;
    case DueKind::kTimer:
      HandleExpired(timers_.PopFirst());
      break;
    case DueKind::kCloseLimit:
      Finish();
      break;
  }
  return true;
}

void Defender::HandleExpired(const Timers::Expired& expired) {
  if (!expired.action) {
    Tell({Event::kTimerEnd, expired.machine});
    return;
  }
  if (expired.action->kind == TriggerAction::Kind::kSendPadding) {
    Pad(*expired.action);
  } else {
    blocking_.Apply(*expired.action, now_);
    Tell({Event::kBlockingBegin, expired.machine});
  }
  EndBlockingIfFull();
}

// SOURCE: spec/maybenot.md section 4, the table. Without blocking, a packet
// waits only for the transport's room, and padding with `replace` needs no
// second one.
void Defender::Pad(const TriggerAction& action) {
  Tell({Event::kPaddingSent, action.machine});
  const bool bypass = action.bypass && blocking_.bypassable();
  if (action.replace && !queue_.empty()) {
    if (bypass) queue_.ReleaseHead();
    ++statistics_.padding_replaced;
    return;
  }
  const QueuedPacket padding = {PacketKind::kPadding, options_.padding_bytes,
                                now_};
  const bool queued =
      bypass ? queue_.PushReleased(padding) : queue_.Push(padding);
  if (!queued) ++statistics_.padding_dropped;
}

void Defender::EndBlocking() {
  blocking_.End();
  Tell({Event::kBlockingEnd});
}

void Defender::EndBlockingIfFull() {
  if (options_.on_full != OnFull::kEndBlocking || queue_.room() > 0 ||
      !blocking_.bypassable()) {
    return;
  }
  ++statistics_.blocking_ended_by_full_queue;
  EndBlocking();
}

void Defender::RestartIfEnded() {
  if (options_.restart != Restart::kWhenEnded || machines_->empty() ||
      !framework_.all_machines_ended() || timers_.has_action()) {
    return;
  }
  absl::StatusOr<Framework> successor =
      Framework::Create(machines_, options_.limits, framework_.random(), now_);
  BASE_CHECK(successor.ok());  // As the first one was.
  framework_ = *std::move(successor);
  timers_.CancelAll();
  begun_.clear();
  ++statistics_.restarts;
}

void Defender::Finish() {
  statistics_.given_up += queue_.Clear();
  timers_.CancelAll();
  begun_.clear();
  blocking_.End();
  closed_ = true;
}

void Defender::Tell(TriggerEvent event, std::optional<PacketKind> kind) {
  if (options_.record_events) events_.push_back({now_, event, kind});
  for (const TriggerAction& action :
       framework_.TriggerEvents(absl::MakeConstSpan(&event, 1), now_)) {
    Install(action);
  }
}

void Defender::Install(const TriggerAction& action) {
  switch (action.kind) {
    case TriggerAction::Kind::kCancel:
      timers_.Cancel(action.machine, action.timer);
      return;
    case TriggerAction::Kind::kSendPadding:
    case TriggerAction::Kind::kBlockOutgoing:
      timers_.SetAction(action, now_);
      return;
    case TriggerAction::Kind::kUpdateTimer:
      break;
  }
  const bool changed = timers_.UpdateInternal(action, now_);
  if (!changed && options_.timer_begin == TimerBegin::kWhenChanged) return;
  // Longer than what one instant reports: a machine that never lets time pass,
  // and must not grow this.
  if (begun_.size() < machines_->size() + kMaxEventsAtAnInstant) {
    begun_.push_back(action.machine);
  }
}

bool Defender::SpendEvent() {
  const bool granted = budget_.Spend(now_);
  statistics_.stalled = budget_.pauses();
  return granted;
}

void Defender::Advance(base::Instant now) {
  if (now <= now_) return;
  if (blocking_.active()) statistics_.blocked += now - now_;
  now_ = now;
}

void Defender::Settle() {
  while (!begun_.empty() && SpendEvent()) {
    const MachineId machine = begun_.front();
    begun_.pop_front();
    Tell({Event::kTimerBegin, machine});
  }
}

void Defender::Enter(base::Instant now) {
  Settle();
  if (now <= now_) return;
  Advance(now);
  Settle();  // What was too much for the last instant.
}

void Defender::CatchUp(base::Instant now) {
  Enter(now);
  for (std::optional<Due> due = FirstDue(); due; due = FirstDue()) {
    const bool first_of_now =
        due->at == now_ && due->kind == DueKind::kBlockingEnd;
    if (!(due->at < now_ || first_of_now) || !Handle(*due)) return;
    Settle();
  }
}

}  // namespace maybenot
