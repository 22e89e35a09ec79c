// Machines as text, as JSON and as bytes, told by how the input begins.
//
// Property: whatever is accepted can be written and read back in each form, as
// an equal machine of the same name and text; only what is too large cannot be
// written. And text is judged by its payload: bytes are a machine with and
// without the envelope.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "maybenot/bincode.h"
#include "maybenot/json_value.h"
#include "maybenot/machine.h"
#include "maybenot/machine_json.h"
#include "maybenot/machine_spec.h"
#include "maybenot/text_form.h"

namespace {

using maybenot::Machine;
using maybenot::MachineSpec;

// Specs are compared as bytes, in which NaN equals itself.
void CheckBytes(const MachineSpec& spec) {
  const std::string bytes = maybenot::ToBincode(spec);
  const absl::StatusOr<MachineSpec> back = maybenot::MachineFromBincode(bytes);
  BASE_CHECK(back.ok());
  BASE_CHECK(maybenot::ToBincode(*back) == bytes);
}

void CheckText(const Machine& machine) {
  const absl::StatusOr<std::string> text = machine.Serialize();
  if (!text.ok()) {
    BASE_CHECK(absl::IsResourceExhausted(text.status()));
    return;
  }
  const absl::StatusOr<Machine> back = Machine::Parse(*text);
  BASE_CHECK(back.ok());
  BASE_CHECK(maybenot::ToBincode(back->spec()) ==
             maybenot::ToBincode(machine.spec()));
  BASE_CHECK(back->Serialize().value() == *text);
  BASE_CHECK(back->Name().value() == maybenot::NameOfText(*text));
}

// Equal JSON is equal numbers, but that null stands for NaN and infinities.
void CheckJson(const MachineSpec& spec) {
  const std::string json = maybenot::ToJson(spec);
  if (json.size() > maybenot::kMaxJsonBytes) return;
  const absl::StatusOr<MachineSpec> back = maybenot::MachineFromJson(json);
  BASE_CHECK(back.ok());
  BASE_CHECK(maybenot::ToJson(*back) == json);
}

absl::StatusOr<Machine> CreateFrom(absl::StatusOr<MachineSpec> spec) {
  if (!spec.ok()) return spec.status();
  return Machine::Create(*spec);
}

absl::StatusOr<Machine> Read(absl::string_view input) {
  if (absl::StartsWith(input, "02")) return Machine::Parse(input);
  if (absl::StartsWith(input, "{")) {
    return CreateFrom(maybenot::MachineFromJson(input));
  }
  absl::StatusOr<Machine> machine =
      CreateFrom(maybenot::MachineFromBincode(input));
  const absl::StatusOr<std::string> text = maybenot::WrapText(input);
  if (text.ok()) BASE_CHECK(Machine::Parse(*text).ok() == machine.ok());
  return machine;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const absl::StatusOr<Machine> machine =
      Read(absl::string_view(reinterpret_cast<const char*>(data), size));
  if (!machine.ok()) {
    BASE_CHECK(absl::IsInvalidArgument(machine.status()));
    BASE_CHECK(!machine.status().message().empty());
    return 0;
  }
  CheckBytes(machine->spec());
  CheckText(*machine);
  CheckJson(machine->spec());
  return 0;
}
