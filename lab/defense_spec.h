// One defense of an experiment, as its file says. Keys: docs/experiments.md.
#ifndef LAB_DEFENSE_SPEC_H_
#define LAB_DEFENSE_SPEC_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/yaml.h"
#include "maybenot/defender.h"
#include "maybenot/machine.h"

namespace lab {

struct DefenseSpec {
  std::string name;  // Unique; "none" is undefended and takes no other key.
  bool none = false;
  maybenot::Machines client, server;    // May be empty lists, never null.
  maybenot::Defender::Options options;  // Limits, restart, queue.
  std::size_t cell_size = 512;

  static DefenseSpec None();
};

// Bounds on what one experiment loads.
inline constexpr std::size_t kMaxMachinesPerSide = 64;
inline constexpr std::size_t kMaxStates = 200000;
inline constexpr std::size_t kMaxMachineFileBytes = 4 << 20;

// Reads the machines of defenses, within kMaxStates over all of them.
class DefenseReader {
 public:
  // `read_file` outlives this. `cell_size` is for those that say none.
  DefenseReader(const base::FileReader& read_file, std::size_t cell_size)
      : read_file_(read_file), cell_size_(cell_size) {}

  // An element of `defenses`. Errors: kInvalidArgument "FILE:LINE: ...", for a
  // machine file with its own name and line too.
  absl::StatusOr<DefenseSpec> Read(const base::Yaml& node);

 private:
  // `node`: a list of machine strings, or the path of a file with one a line.
  absl::StatusOr<maybenot::Machines> ReadMachines(const base::Yaml& node);
  absl::StatusOr<maybenot::Machine> ReadMachine(absl::string_view text);

  const base::FileReader& read_file_;
  std::size_t cell_size_;
  std::size_t states_ = 0;  // Of all machines so far.
};

// Whether `name` may name a defense or an experiment: 1 to 64 of letters,
// digits, ".", "_" and "-", the first a letter or digit. It becomes part of
// file names.
bool IsLabel(absl::string_view name);

}  // namespace lab

#endif  // LAB_DEFENSE_SPEC_H_
