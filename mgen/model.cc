#include "mgen/model.h"

#include <algorithm>
#include <utility>

namespace mgen {

Conversation::Conversation(std::shared_ptr<const Distributions> distributions,
                           WaitMode wait_mode, base::Random random,
                           base::Instant now)
    : distributions_(std::move(distributions)),
      random_(random),
      wait_mode_(wait_mode),
      send_at_(After(distributions_->i, now)) {}

base::Instant Conversation::NextDeadline() const {
  return state_ == State::kActive ? std::min(send_at_, idle_at_) : send_at_;
}

std::optional<Conversation::Sent> Conversation::HandleDeadline(
    base::Instant now) {
  if (now < NextDeadline()) return std::nullopt;
  if (state_ == State::kActive && send_at_ >= idle_at_) {
    state_ = State::kIdle;
    send_at_ = After(distributions_->i, now);
    return std::nullopt;
  }
  Sent sent{.from = state_, .to = state_, .blocks = 0, .id = next_id_++};
  sent.blocks = distributions_->m.Sample(random_);
  if (state_ == State::kActive) {
    send_at_ = After(distributions_->a_s, now);
    if (wait_mode_ == WaitMode::kInactivity) {
      idle_at_ = After(distributions_->w, now);
    }
  } else if (Happens(distributions_->s)) {
    state_ = State::kActive;
    send_at_ = After(distributions_->a_s, now);
    idle_at_ = After(distributions_->w, now);
  } else {
    send_at_ = After(distributions_->i, now);
  }
  sent.to = state_;
  return sent;
}

Conversation::Transition Conversation::HandleMessage(base::Instant now) {
  const State from = state_;
  if (from == State::kIdle) {
    if (!Happens(distributions_->r)) return {.from = from, .to = from};
    state_ = State::kActive;
    idle_at_ = After(distributions_->w, now);
  } else if (wait_mode_ == WaitMode::kInactivity) {
    idle_at_ = After(distributions_->w, now);
  }
  send_at_ = After(distributions_->a_r, now);
  return {.from = from, .to = state_};
}

bool Conversation::Happens(double probability) {
  return base::UnitDouble(random_) < probability;
}

base::Instant Conversation::After(const TimeDistribution& distribution,
                                  base::Instant now) {
  return base::SaturatingAdd(now, distribution.Sample(random_));
}

}  // namespace mgen
