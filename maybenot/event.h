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
  kNormalRecv = 0,     // What came turned out to be a normal packet.
  kPaddingRecv = 1,    // What came turned out to be padding.
  kTunnelRecv = 2,     // A packet came; before it is known which.
  kNormalSent = 3,     // A normal packet was queued.
  kPaddingSent = 4,    // Padding was queued, or a packet served instead.
  kTunnelSent = 5,     // A packet was written.
  kBlockingBegin = 6,  // A kBlockOutgoing fell due, whatever it changed.
  kBlockingEnd = 7,    // What was blocked may go out.
  kLimitReached = 8,   // Internal: a state's action has been taken enough.
  kCounterZero = 9,    // Internal: one of the machine's counters became 0.
  kTimerBegin = 10,    // The machine's internal timer was set or changed.
  kTimerEnd = 11,      // It expired.
  kSignal = 12,        // Internal: another machine signals.
};
inline constexpr std::size_t kEventCount = 13;  // Of Event.

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
