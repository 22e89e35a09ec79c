// What a host tells the framework, and what a machine's transitions go by.
#ifndef MAYBENOT_EVENT_H_
#define MAYBENOT_EVENT_H_

#include <cstddef>
#include <cstdint>

namespace maybenot {

// The index of a machine in its framework. A host may name one that does not
// exist; spec/maybenot.md 2.2 says what each event then does.
enum class MachineId : std::uint32_t {};

// The numbers are the wire's: the index in a state's transition array.
// SOURCE: spec/maybenot.md 1.2.
enum class Event : std::uint8_t {
  kNormalRecv = 0,
  kPaddingRecv = 1,
  kTunnelRecv = 2,
  kNormalSent = 3,
  kPaddingSent = 4,
  kTunnelSent = 5,
  kBlockingBegin = 6,
  kBlockingEnd = 7,
  kLimitReached = 8,  // Internal, like kCounterZero and kSignal.
  kCounterZero = 9,
  kTimerBegin = 10,
  kTimerEnd = 11,
  kSignal = 12,
};
inline constexpr std::size_t kEventCount = 13;

// One event as a host reports it. `machine` counts for kPaddingSent,
// kBlockingBegin, kTimerBegin and kTimerEnd only. kLimitReached, kCounterZero
// and kSignal cannot be triggered from outside: the framework ignores them.
struct TriggerEvent {
  Event event;
  MachineId machine = MachineId{0};

  friend bool operator==(const TriggerEvent&, const TriggerEvent&) = default;
};

}  // namespace maybenot

#endif  // MAYBENOT_EVENT_H_
