#include "machines/scrambler_client.h"

#include <vector>

#include "absl/status/statusor.h"
#include "machines/parts.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"

namespace machines {

absl::StatusOr<std::vector<maybenot::Machine>> BuildScramblerClient() {
  using maybenot::Event;
  constexpr double kIntervalUs = 4000;
  return Compile(
      {{.states = {
            MakeState({{Event::kNormalSent, 1}, {Event::kNormalRecv, 1}}),
            MakeState({{Event::kBlockingBegin, 2}}, {.action = BlockForGood()}),
            MakeState({{Event::kPaddingSent, 2}},
                      {.action = PadThrough(Exactly(kIntervalUs))}),
        }}});
}

}  // namespace machines
