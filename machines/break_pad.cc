#include "machines/break_pad.h"

#include <cmath>
#include <vector>

#include "absl/status/statusor.h"
#include "machines/parts.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"

namespace machines {
namespace {

using maybenot::Dist;
using maybenot::Event;

// As Tor's circuit padding has it.
struct GeneralizedPareto {
  double sigma, xi;
};

Dist BurstLength(GeneralizedPareto gpd) {
  const double xi = std::fabs(gpd.xi);
  return {.type = maybenot::Pareto{.scale = gpd.sigma / xi, .shape = 1 / xi},
          .start = 1};
}

struct BreakPad {
  Event first;  // What wakes the machine.
  maybenot::Weibull threshold;
  GeneralizedPareto length;
};

absl::StatusOr<std::vector<maybenot::Machine>> Build(const BreakPad& side) {
  return Compile({{
      .allowed_padding_packets = 1500,
      .max_padding_frac = 0.5,
      .states =
          {
              MakeState({{side.first, 1}}),
              MakeState({{Event::kNormalRecv, 2}},
                        {.counter_a = Set(Dist{.type = side.threshold})}),
              MakeState({{Event::kNormalSent, 1},
                         {Event::kTunnelRecv, 2},
                         {Event::kCounterZero, 3}},
                        {.counter_a = Decrement()}),
              MakeState({{Event::kPaddingSent, 3}, {Event::kLimitReached, 0}},
                        {.action = Pad(Offset(1), BurstLength(side.length))}),
          },
  }});
}

}  // namespace

absl::StatusOr<std::vector<maybenot::Machine>> BuildBreakPadClient() {
  return Build({.first = Event::kNormalSent,
                .threshold = {1.3832926042292748, 8.766888541863576},
                .length = {1.9667283364576538, 0.05282296143414936}});
}

absl::StatusOr<std::vector<maybenot::Machine>> BuildBreakPadServer() {
  return Build({.first = Event::kNormalRecv,
                .threshold = {1.1939537311219628, 2.2388583813756533},
                .length = {7.009539453953314, -1.7523848634883286}});
}

}  // namespace machines
