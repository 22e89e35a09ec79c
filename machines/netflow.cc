#include "machines/netflow.h"

#include <vector>

#include "absl/status/statusor.h"
#include "machines/parts.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"

namespace machines {

absl::StatusOr<std::vector<maybenot::Machine>> BuildNetflow() {
  using maybenot::Event;
  const maybenot::Dist silence = {.type = maybenot::Uniform{1.5e6, 9.5e6},
                                  .start = 1};
  return Compile({PaddingUnlimited({
      MakeState({{Event::kTunnelSent, 1}, {Event::kTunnelRecv, 1}}),
      MakeState({{Event::kTunnelSent, 1}}, {.action = Pad(silence)}),
  })});
}

}  // namespace machines
