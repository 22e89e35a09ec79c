// The machines that a configuration names, parsed once however often it names
// them.
#ifndef TUNNEL_SHAPER_MACHINE_READER_H_
#define TUNNEL_SHAPER_MACHINE_READER_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/yaml.h"
#include "maybenot/machine.h"

namespace shaper {

inline constexpr std::size_t kMaxMachinesPerSide = 64;
inline constexpr std::size_t kMaxMachineFileBytes = 4 << 20;
// Over all that one reader parses; a state may take 1 KiB.
inline constexpr std::size_t kMaxStates = 200000;

// Reads the machines of any number of defenses. Those that say the same get the
// same ones: a file is read once, under each path that names it.
class MachineReader {
 public:
  explicit MachineReader(base::FileReader read_file,
                         std::size_t max_states = kMaxStates)
      : read_file_(std::move(read_file)), max_states_(max_states) {}

  // `node`: a list of machine strings, or the path of a file with one a line,
  // blank lines and those that begin with # skipped. Never null.
  // Errors: kInvalidArgument "FILE:LINE: KEY: PLACE: what is wrong", PLACE
  // being "machine NUMBER" or "PATH:LINE".
  absl::StatusOr<maybenot::Machines> Read(const base::Yaml& node);

 private:
  absl::StatusOr<maybenot::Machines> Parse(const base::Yaml& node);
  absl::StatusOr<maybenot::Machine> ParseOne(absl::string_view text);

  base::FileReader read_file_;
  std::size_t max_states_;
  std::size_t states_ = 0;  // Of all machines so far.
  absl::flat_hash_map<std::string, maybenot::Machines> known_;  // By Text().
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_MACHINE_READER_H_
