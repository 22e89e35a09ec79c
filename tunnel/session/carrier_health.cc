#include "tunnel/session/carrier_health.h"

#include <algorithm>

#include "base/earlier.h"

namespace session {

void CarrierHealth::Update(const kcp::CarrierState& state, const Others& others,
                           base::Instant now) {
  if (state_ != State::kOneWay && IsOneWay(state, others, now)) {
    state_ = State::kOneWay;
  } else if (state_ == State::kLive && IsSilent(state, others, now)) {
    state_ = State::kSilent;
  }
  replaced_ = state_ == State::kOneWay ||
              (silent() && others.heard && *others.heard > heard_);
}

bool CarrierHealth::IsSilent(const kcp::CarrierState& state,
                             const Others& others, base::Instant now) const {
  if (asked_ && now >= *asked_ + AtLeast(options_.answer_within, state)) {
    return true;
  }
  if (!state.oldest_unanswered) return false;
  const base::Instant since = std::max(*state.oldest_unanswered, heard_);
  return others.heard && *others.heard > since &&
         now >= since + AtLeast(options_.silence, state);
}

bool CarrierHealth::IsOneWay(const kcp::CarrierState& state,
                             const Others& others, base::Instant now) const {
  if (!state.oldest_unanswered) return false;
  const base::Instant since = *state.oldest_unanswered;
  return others.answered && *others.answered > since &&
         now >= since + AtLeast(options_.one_way, state);
}

std::optional<base::Instant> CarrierHealth::NextDeadline(
    const kcp::CarrierState& state, base::Instant now) const {
  std::optional<base::Instant> next;
  const auto consider = [&](base::Instant at) {
    if (at > now) next = base::Earlier(next, at);
  };
  if (silent()) return next;
  if (asked_) consider(*asked_ + AtLeast(options_.answer_within, state));
  if (state.oldest_unanswered) {
    consider(std::max(*state.oldest_unanswered, heard_) +
             AtLeast(options_.silence, state));
    consider(*state.oldest_unanswered + AtLeast(options_.one_way, state));
  }
  return next;
}

}  // namespace session
