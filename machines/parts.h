// What the builders of defenses put their machines together from.
#ifndef MACHINES_PARTS_H_
#define MACHINES_PARTS_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace machines {

// The reference writes a fixed value in two ways, which give other bytes and so
// other names: as the offset of zero,
maybenot::Dist Offset(double value);
// and as both ends of an interval.
maybenot::Dist Exactly(double value);

struct Edge {
  maybenot::Event event;
  std::uint64_t to;  // A sure transition to this state.
};

// What a state has beside its edges.
struct Extras {
  std::optional<maybenot::Action> action = std::nullopt;
  std::optional<maybenot::Counter> counter_a = std::nullopt;
};
maybenot::State MakeState(std::initializer_list<Edge> edges,
                          Extras extras = {});

// Padding that waits behind a block and is never left out.
maybenot::Action Pad(maybenot::Dist timeout,
                     std::optional<maybenot::Dist> limit = std::nullopt);

// Padding that a block with bypass lets through, and that a waiting packet may
// stand in for: how a defense sends at its own rate.
maybenot::Action PadThrough(maybenot::Dist timeout,
                            std::optional<maybenot::Dist> limit = std::nullopt);

// Blocking that replaces another and lets PadThrough through.
struct BlockTimes {
  maybenot::Dist timeout, duration;
};
maybenot::Action Block(BlockTimes times,
                       std::optional<maybenot::Dist> limit = std::nullopt);
// At once, for as long as the framework can.
maybenot::Action BlockForGood();
// Ends blocking at once: a block of zero length in place of the other.
maybenot::Action Unblock();

// Sets the machine's own timer anew.
maybenot::Action StartTimer(maybenot::Dist duration);

maybenot::Counter Set(maybenot::Dist value);
maybenot::Counter Increment();
maybenot::Counter Decrement();

// The machines as the framework runs them.
// Errors: those of maybenot::Machine::Create.
absl::StatusOr<std::vector<maybenot::Machine>> Compile(
    std::vector<maybenot::MachineSpec> specs);

// Allowances of machines that are to be limited by their states alone.
maybenot::MachineSpec PaddingUnlimited(std::vector<maybenot::State> states);
maybenot::MachineSpec AllUnlimited(std::vector<maybenot::State> states);

}  // namespace machines

#endif  // MACHINES_PARTS_H_
