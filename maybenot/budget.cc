#include "maybenot/budget.h"

namespace maybenot {
namespace {

bool IsAtFraction(std::uint64_t padding, std::uint64_t total, double max) {
  return static_cast<double>(padding) / static_cast<double>(total) >= max;
}

}  // namespace

void Budget::BeginBlocking(base::Instant now) {
  if (blocking_active_) return;
  blocking_active_ = true;
  blocking_started_ = now;
}

void Budget::EndBlocking(base::Instant now) {
  if (!blocking_active_) return;
  blocking_active_ = false;
  blocked_ = base::SaturatingAdd(blocked_,
                                 base::SaturatingSince(now, blocking_started_));
}

bool Budget::AllowsPadding(const Share& share) const {
  const Program::Limits& own = share.limits;
  if (share.padding_sent < own.allowed_padding_packets) {
    return share.state_limit > 0;
  }
  if (own.max_padding_frac > 0) {
    const std::uint64_t total = normal_sent_ + share.padding_sent;
    if (total == 0) return true;
    if (IsAtFraction(share.padding_sent, total, own.max_padding_frac)) {
      return false;
    }
  }
  if (limits_.max_padding_frac > 0) {
    const std::uint64_t total = normal_sent_ + padding_sent_;
    if (total == 0) return true;
    if (IsAtFraction(padding_sent_, total, limits_.max_padding_frac)) {
      return false;
    }
  }
  return share.state_limit > 0;
}

bool Budget::AllowsBlocking(const Share& share, bool replace,
                            base::Instant now) const {
  if (replace && blocking_active_) return share.state_limit > 0;
  base::Duration blocked = blocked_;
  if (blocking_active_) {
    blocked = base::SaturatingAdd(
        blocked, base::SaturatingSince(now, blocking_started_));
  }
  const Program::Limits& own = share.limits;
  if (blocked < own.allowed_blocked) return share.state_limit > 0;
  // No time blocked of no time at all is NaN, and under every limit.
  const double fraction =
      static_cast<double>(blocked.count()) /
      static_cast<double>(base::SaturatingSince(now, start_).count());
  if (own.max_blocking_frac > 0 && fraction >= own.max_blocking_frac) {
    return false;
  }
  if (limits_.max_blocking_frac > 0 && fraction >= limits_.max_blocking_frac) {
    return false;
  }
  return share.state_limit > 0;
}

}  // namespace maybenot
