#include "maybenot/testing/rig.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/random.h"
#include "maybenot/event_code.h"
#include "maybenot/testing/specs.h"

namespace maybenot {

Defender CreateDefender(std::vector<MachineSpec> specs,
                        Defender::Options options) {
  options.record_events = true;
  absl::StatusOr<Defender> defender =
      Defender::Create(specs::Compile(std::move(specs)), options,
                       base::Random::FromSeed(1), At(0));
  BASE_CHECK(defender.ok());
  return *std::move(defender);
}

std::vector<std::string> TakeEventTexts(Defender& defender) {
  std::vector<std::string> texts;
  for (const Defender::Recorded& recorded : defender.TakeEvents()) {
    std::string text =
        absl::StrCat((recorded.at - At(0)) / base::Microseconds(1), " ",
                     EventCode(recorded.event));
    if (recorded.kind) {
      absl::StrAppend(&text, *recorded.kind == PacketKind::kNormal
                                 ? " normal"
                                 : " padding");
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

Rig::Rig(std::vector<MachineSpec> specs, Defender::Options options)
    : defender_(CreateDefender(std::move(specs), options)), host_(&defender_) {}

}  // namespace maybenot
