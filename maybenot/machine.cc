#include "maybenot/machine.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "maybenot/bincode.h"
#include "maybenot/machine_spec.h"
#include "maybenot/program.h"
#include "maybenot/text_form.h"

namespace maybenot {

Machine::Machine(std::shared_ptr<const MachineSpec> spec,
                 std::shared_ptr<const Program> program)
    : spec_(std::move(spec)), program_(std::move(program)) {}

absl::StatusOr<Machine> Machine::Create(MachineSpec spec) {
  RETURN_IF_ERROR(spec.Validate());
  auto program = std::make_shared<const Program>(spec);
  return Machine(std::make_shared<const MachineSpec>(std::move(spec)),
                 std::move(program));
}

absl::StatusOr<Machine> Machine::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(const std::string payload, UnwrapText(text));
  ASSIGN_OR_RETURN(MachineSpec spec, MachineFromBincode(payload));
  return Create(std::move(spec));
}

absl::StatusOr<std::string> Machine::Serialize() const {
  return WrapText(ToBincode(*spec_));
}

absl::StatusOr<std::string> Machine::Name() const {
  ASSIGN_OR_RETURN(const std::string text, Serialize());
  return NameOfText(text);
}

}  // namespace maybenot
