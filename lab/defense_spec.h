// One defense of an experiment, as its file says. Keys: docs/experiments.md.
#ifndef LAB_DEFENSE_SPEC_H_
#define LAB_DEFENSE_SPEC_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/yaml.h"
#include "maybenot/defender.h"
#include "maybenot/machine.h"
#include "tunnel/shaper/machine_reader.h"

namespace lab {

struct DefenseSpec {
  std::string name;  // Unique; "none" is undefended and takes no other key.
  bool none = false;
  maybenot::Machines client, server;    // May be empty lists, never null.
  maybenot::Defender::Options options;  // Limits, restart, queue.
  std::size_t cell_size = 512;

  static DefenseSpec None();
};

// Reads the defenses of one experiment.
class DefenseReader {
 public:
  // `cell_size` is for those that say none.
  DefenseReader(base::FileReader read_file, std::size_t cell_size)
      : machines_(std::move(read_file)), cell_size_(cell_size) {}

  // An element of `defenses`. Errors: kInvalidArgument "FILE:LINE: ...", for a
  // machine file with its own name and line too.
  absl::StatusOr<DefenseSpec> Read(const base::Yaml& node);

 private:
  shaper::MachineReader machines_;  // Its bounds are for all defenses together.
  std::size_t cell_size_;
};

// Whether `name` may name a defense or an experiment: 1 to 64 of letters,
// digits, ".", "_" and "-", the first a letter or digit. It becomes part of
// file names.
bool IsLabel(absl::string_view name);

}  // namespace lab

#endif  // LAB_DEFENSE_SPEC_H_
