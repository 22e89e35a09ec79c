// What a machine is written in: states, their transitions, actions, counters.
// Plain values, as the author or the text form gives them; Machine validates.
#ifndef MAYBENOT_STATE_H_
#define MAYBENOT_STATE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "maybenot/dist.h"
#include "maybenot/event.h"

namespace maybenot {

// Pseudo states a transition may lead to. SOURCE: spec/maybenot.md 1.2.
inline constexpr std::uint64_t kStateEnd = 4294967295;
inline constexpr std::uint64_t kStateSignal = 4294967294;

// Where an event leads, and how likely.
struct Trans {
  std::uint64_t state;  // An index, kStateEnd or kStateSignal.
  float probability;    // In (0, 1]; NaN passes, and never matches.
  friend bool operator==(const Trans&, const Trans&) = default;
};

// Which of a machine's two timers; the numbers are the wire's.
enum class Timer : std::uint8_t { kAction = 0, kInternal = 1, kAll = 2 };

// The alternatives of Action, in the order of their wire tags; what each asks
// of the host is in maybenot/action.h. Timeouts and durations are in
// microseconds, limits in events.

// Forgets a timer.
struct Cancel {
  Timer timer;
  friend bool operator==(const Cancel&, const Cancel&) = default;
};
// Pads after `timeout`; no more than `limit` times, until the state changes.
struct SendPadding {
  bool bypass, replace;
  Dist timeout;
  std::optional<Dist> limit;
  friend bool operator==(const SendPadding&, const SendPadding&) = default;
};
// Blocks after `timeout`, for `duration`; as often as `limit` allows.
struct BlockOutgoing {
  bool bypass, replace;
  Dist timeout, duration;
  std::optional<Dist> limit;
  friend bool operator==(const BlockOutgoing&, const BlockOutgoing&) = default;
};
// Sets the machine's internal timer to `duration`.
struct UpdateTimer {
  bool replace;
  Dist duration;
  std::optional<Dist> limit;
  friend bool operator==(const UpdateTimer&, const UpdateTimer&) = default;
};
// What a state asks for when it is entered.
using Action = std::variant<Cancel, SendPadding, BlockOutgoing, UpdateTimer>;

// What a counter does when its state is entered.
enum class Operation : std::uint8_t {
  kIncrement = 0,
  kDecrement = 1,
  kSet = 2
};

// What entering a state does to one of its machine's two counters. One that
// becomes 0 raises kCounterZero.
struct Counter {
  Operation operation;
  std::optional<Dist> dist;  // None: 1.
  bool copy = false;         // By the other counter's value; beats `dist`.
  friend bool operator==(const Counter&, const Counter&) = default;
};

// What entering it does, and where each event leads from it.
struct State {
  std::optional<Action> action;
  std::array<std::optional<Counter>, 2> counters;  // A, B.
  // By Event. Absent: the event does nothing here; present and empty: invalid.
  std::array<std::optional<std::vector<Trans>>, kEventCount> transitions;
  friend bool operator==(const State&, const State&) = default;
};

}  // namespace maybenot

#endif  // MAYBENOT_STATE_H_
