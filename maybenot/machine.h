// A validated machine: the unit a defense is made of.
#ifndef MAYBENOT_MACHINE_H_
#define MAYBENOT_MACHINE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maybenot/compression.h"
#include "maybenot/machine_spec.h"

namespace maybenot {

class Program;  // maybenot/program.h: what the framework runs.

// Immutable, and cheap to copy: copies share one compiled program, and so do
// all frameworks that run it. Beside it the machine is kept in bincode.
class Machine {
 public:
  // Limits of the text form, in bytes: before and after compression.
  // SOURCE: spec/maybenot.md 1.1.
  static constexpr std::size_t kMaxPayloadBytes = maybenot::kMaxPayloadBytes;
  static constexpr std::size_t kMaxCompressedBytes =
      maybenot::kMaxCompressedBytes;
  static constexpr std::size_t kMaxStates = MachineSpec::kMaxStates;

  // Checks what was written by hand or drawn, and compiles it.
  // Errors: those of MachineSpec::Validate.
  static absl::StatusOr<Machine> Create(const MachineSpec& spec);

  // From the text form "02...": version, base64, zlib, bincode. Accepts and
  // refuses exactly what the reference does, its lenience with the end of the
  // zlib stream included. The largest machine takes 13 MiB, and its text may be
  // 6 KiB; what else is held meanwhile is less than `text` again and 4 MiB.
  // Errors: kInvalidArgument saying which layer, field, value and bound.
  static absl::StatusOr<Machine> Parse(absl::string_view text);

  // The text form. A string that Parse reads back as an equal machine.
  // Errors: kResourceExhausted, with the size, for what could not be read back.
  absl::StatusOr<std::string> Serialize() const;

  // The first 32 hex digits of the SHA-256 of Serialize().
  // Errors: those of Serialize.
  absl::StatusOr<std::string> Name() const;

  // As it is written; what it is made of can be read here. Made anew by each
  // call, and large: 752 bytes a state, and its lists.
  MachineSpec spec() const;

  std::size_t num_states() const;
  // As the framework runs it.
  const Program& program() const { return *program_; }

 private:
  Machine(std::shared_ptr<const std::string> payload,
          std::shared_ptr<const Program> program);

  std::shared_ptr<const std::string> payload_;  // As ToBincode writes it.
  std::shared_ptr<const Program> program_;
};

// The machines of one side of one defense, shared by all its frameworks.
using Machines = std::shared_ptr<const std::vector<Machine>>;

}  // namespace maybenot

#endif  // MAYBENOT_MACHINE_H_
