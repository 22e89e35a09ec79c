// A validated machine: the unit a defense is made of.
#ifndef MAYBENOT_MACHINE_H_
#define MAYBENOT_MACHINE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maybenot/state.h"

namespace maybenot {

class Program;  // maybenot/program.h: what the framework runs.

// A machine's limits and states as written. A fraction of 0 means no limit.
struct MachineSpec {
  std::uint64_t allowed_padding_packets = 0;   // Free of max_padding_frac.
  double max_padding_frac = 0;                 // Of its packets, in [0, 1].
  std::uint64_t allowed_blocked_microsec = 0;  // Free of max_blocking_frac.
  double max_blocking_frac = 0;  // Of the time since the start, in [0, 1].
  std::vector<State> states;     // The first is where it starts.

  // Errors: kInvalidArgument naming field ("state 3, NormalSent, ..."), value
  // and bound, exactly where the reference refuses.
  // SOURCE: spec/maybenot.md 1.4.
  absl::Status Validate() const;

  friend bool operator==(const MachineSpec&, const MachineSpec&) = default;
};

// Immutable, and cheap to copy: copies share one compiled program, and so do
// all frameworks that run it.
class Machine {
 public:
  // Limits of the text form. SOURCE: spec/maybenot.md 1.1.
  static constexpr std::size_t kMaxPayloadBytes = 1 << 20;
  static constexpr std::size_t kMaxCompressedBytes = 32768;
  static constexpr std::size_t kMaxStates = 100000;

  // Errors: those of MachineSpec::Validate.
  static absl::StatusOr<Machine> Create(MachineSpec spec);

  // From the text form "02...": version, base64, zlib, bincode. Accepts and
  // refuses exactly what the reference does, its lenience with the end of the
  // zlib stream included. Never holds more than 2 MiB beside the result.
  // Errors: kInvalidArgument saying which layer, field, value and bound.
  static absl::StatusOr<Machine> Parse(absl::string_view text);

  // The text form. A string that Parse reads back as an equal machine.
  // Errors: kResourceExhausted, with the size, for what could not be read back.
  absl::StatusOr<std::string> Serialize() const;

  // The first 32 hex digits of the SHA-256 of Serialize().
  // Errors: those of Serialize.
  absl::StatusOr<std::string> Name() const;

  const MachineSpec& spec() const { return *spec_; }
  const Program& program() const { return *program_; }

 private:
  Machine(std::shared_ptr<const MachineSpec> spec,
          std::shared_ptr<const Program> program);

  std::shared_ptr<const MachineSpec> spec_;
  std::shared_ptr<const Program> program_;
};

// The machines of one side of one defense, shared by all its frameworks.
using Machines = std::shared_ptr<const std::vector<Machine>>;

}  // namespace maybenot

#endif  // MAYBENOT_MACHINE_H_
