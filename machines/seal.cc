#include "machines/seal.h"

#include "machines/parts.h"
#include "maybenot/event.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace machines {

maybenot::MachineSpec MakeSeal() {
  using maybenot::Event;
  return AllUnlimited({
      MakeState({{Event::kNormalSent, 1}}),
      MakeState({{Event::kBlockingBegin, maybenot::kStateEnd}},
                {.action = BlockForGood()}),
  });
}

}  // namespace machines
