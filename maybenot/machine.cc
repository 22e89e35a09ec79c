#include "maybenot/machine.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "maybenot/bincode.h"
#include "maybenot/event.h"
#include "maybenot/machine_spec.h"
#include "maybenot/program.h"
#include "maybenot/state.h"
#include "maybenot/state_rules.h"
#include "maybenot/text_form.h"

namespace maybenot {
namespace {

// One for all states: what is in it has its memory already.
struct Parts {
  Action action;
  Counter counter;
  std::vector<Trans> list;
};

absl::Status CompileState(PayloadReader& reader, Parts& parts,
                          Program& program) {
  reader.BeginState();
  program.BeginState();
  if (reader.ReadAction(parts.action)) {
    RETURN_IF_ERROR(ValidateAction(parts.action));
    program.SetAction(parts.action);
  }
  for (std::size_t which = 0; which < 2; ++which) {
    if (!reader.ReadCounter(which, parts.counter)) continue;
    RETURN_IF_ERROR(ValidateCounter(which, parts.counter));
    program.SetCounter(which, parts.counter);
  }
  while (const std::optional<Event> event = reader.ReadList(parts.list)) {
    RETURN_IF_ERROR(ValidateList(*event, parts.list, reader.num_states()));
    program.AddList(*event, parts.list);
  }
  return absl::OkStatus();
}

absl::Status CompileStates(PayloadReader& reader, Program& program) {
  // Most states have two distributions, or fewer.
  const std::size_t num_states = reader.num_states();
  program.Reserve(num_states, std::min(reader.max_dists(), 2 * num_states));
  Parts parts;
  for (std::size_t i = 0; i < num_states; ++i) {
    const absl::Status status = CompileState(reader, parts, program);
    RETURN_IF_ERROR(reader.status());
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("state ", i, ", ", status.message()));
    }
  }
  reader.ReadEnd();
  return reader.status();
}

}  // namespace

Machine::Machine(std::shared_ptr<const std::string> payload,
                 std::shared_ptr<const Program> program)
    : payload_(std::move(payload)), program_(std::move(program)) {}

absl::StatusOr<Machine> Machine::Create(const MachineSpec& spec) {
  RETURN_IF_ERROR(spec.Validate());
  return Machine(std::make_shared<const std::string>(ToBincode(spec)),
                 std::make_shared<const Program>(spec));
}

absl::StatusOr<Machine> Machine::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(std::string payload, UnwrapText(text));
  PayloadReader reader(payload);
  const MachineSpec limits = reader.ReadLimits();
  RETURN_IF_ERROR(reader.status());
  RETURN_IF_ERROR(limits.ValidateLimits(reader.num_states()));
  auto program = std::make_shared<Program>(limits);
  RETURN_IF_ERROR(CompileStates(reader, *program));
  if (!reader.is_canonical()) payload = ToBincode(*MachineFromBincode(payload));
  return Machine(std::make_shared<const std::string>(std::move(payload)),
                 std::move(program));
}

MachineSpec Machine::spec() const {
  absl::StatusOr<MachineSpec> spec = MachineFromBincode(*payload_);
  BASE_CHECK(spec.ok());
  return *std::move(spec);
}

std::size_t Machine::num_states() const { return program_->num_states(); }

absl::StatusOr<std::string> Machine::Serialize() const {
  return WrapText(*payload_);
}

absl::StatusOr<std::string> Machine::Name() const {
  ASSIGN_OR_RETURN(const std::string text, Serialize());
  return NameOfText(text);
}

}  // namespace maybenot
