#include "mgen/notices.h"

namespace mgen {

void Notices::Raise(std::uint32_t key) {
  if (key >= states_.size()) states_.resize(key + 1, State::kLow);
  State& state = states_[key];
  if (state == State::kLow) queue_.PushBack(key);
  if (state != State::kTold) state = State::kRaised;
}

void Notices::Lower(std::uint32_t key) {
  if (key >= states_.size()) return;
  State& state = states_[key];
  if (state == State::kTold) state = State::kLow;
  if (state == State::kRaised) state = State::kWithdrawn;
}

std::optional<std::uint32_t> Notices::Poll() {
  while (!queue_.empty()) {
    const std::uint32_t key = queue_.PopFront();
    if (states_[key] == State::kRaised) {
      states_[key] = State::kTold;
      return key;
    }
    states_[key] = State::kLow;
  }
  return std::nullopt;
}

}  // namespace mgen
