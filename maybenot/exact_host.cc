#include "maybenot/exact_host.h"

#include <optional>

namespace maybenot {

bool ExactHost::Enqueue(std::uint32_t bytes, base::Instant at) {
  RunBefore(at);
  const bool taken = defender_->Enqueue(bytes, at);
  Write(at);
  return taken;
}

void ExactHost::HandleReceived(PacketKind kind, std::uint32_t bytes,
                               base::Instant at) {
  RunBefore(at);
  defender_->HandleReceived(kind, bytes, at);
  Write(at);
}

void ExactHost::Run(base::Instant until) {
  while (!stopped()) {
    const std::optional<base::Instant> next = defender_->NextDeadline();
    if (!next || *next > until) return;
    Handle(*next);
  }
}

void ExactHost::RunBefore(base::Instant at) {
  Run(at - base::Duration(1));
  if (!stopped() && defender_->blocked_until() == at) Handle(at);
}

void ExactHost::Handle(base::Instant deadline) {
  --deadlines_left_;
  defender_->HandleDeadline(deadline);
  Write(deadline);
}

void ExactHost::Write(base::Instant now) {
  while (defender_->PollPacket(now)) {
  }
}

}  // namespace maybenot
