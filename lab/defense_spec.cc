#include "lab/defense_spec.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "base/yaml.h"
#include "maybenot/defender.h"
#include "maybenot/machine.h"
#include "tunnel/shaper/cell.h"

namespace lab {
namespace {

using maybenot::Defender;
using maybenot::Machine;
using maybenot::Machines;

constexpr std::uint64_t kMaxQueuePackets = 1'000'000;

// A text of machines and where it stands, for messages.
struct Line {
  std::string place;  // "front.txt:3" or "machine 2".
  std::string text;
};

// At most one more than may be.
std::vector<Line> LinesOf(absl::string_view path, absl::string_view text) {
  std::vector<Line> lines;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    lines.push_back({absl::StrCat(path, ":", number), std::string(line)});
    if (lines.size() > kMaxMachinesPerSide) break;
  }
  return lines;
}

Machines NoMachines() { return std::make_shared<const std::vector<Machine>>(); }

Defender::Restart ReadRestart(base::YamlMap& map) {
  const std::string restart = map.StringOr("restart", "never");
  if (restart == "when_ended") return Defender::Restart::kWhenEnded;
  if (restart != "never") {
    map.Fail(map.Node("restart").Expected("never or when_ended"));
  }
  return Defender::Restart::kNever;
}

}  // namespace

DefenseSpec DefenseSpec::None() {
  DefenseSpec spec;
  spec.name = "none";
  spec.none = true;
  spec.client = NoMachines();
  spec.server = NoMachines();
  return spec;
}

bool IsLabel(absl::string_view name) {
  const auto is_alnum = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c));
  };
  return !name.empty() && name.size() <= 64 && is_alnum(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) {
           return is_alnum(c) || c == '.' || c == '_' || c == '-';
         });
}

absl::StatusOr<Machine> DefenseReader::ReadMachine(absl::string_view text) {
  ASSIGN_OR_RETURN(Machine machine, Machine::Parse(text));
  states_ += machine.spec().states.size();
  if (states_ > kMaxStates) {
    return absl::InvalidArgumentError(
        absl::StrCat("states of all machines so far ", states_,
                     ", expected at most ", kMaxStates));
  }
  return machine;
}

absl::StatusOr<Machines> DefenseReader::ReadMachines(const base::Yaml& node) {
  std::vector<Line> lines;
  if (node.is_list()) {
    ASSIGN_OR_RETURN(const std::vector<base::Yaml> list, node.AsList());
    for (const base::Yaml& element : list) {
      ASSIGN_OR_RETURN(std::string text, element.AsString());
      lines.push_back(
          {absl::StrCat("machine ", lines.size() + 1), std::move(text)});
    }
  } else if (node.is_scalar()) {
    ASSIGN_OR_RETURN(const std::string path, node.AsString());
    const absl::StatusOr<std::string> text = read_file_(path);
    if (!text.ok()) {
      return node.Error(absl::StrCat(path, ": ", text.status().message()));
    }
    if (text->size() > kMaxMachineFileBytes) {
      return node.Error(absl::StrCat(path, ": ", text->size(),
                                     " bytes, expected at most ",
                                     kMaxMachineFileBytes));
    }
    lines = LinesOf(path, *text);
  } else {
    return node.Expected("a list of machines or the path of a file");
  }
  if (lines.size() > kMaxMachinesPerSide) {
    return node.Error(
        absl::StrCat("more than ", kMaxMachinesPerSide, " machines"));
  }
  std::vector<Machine> machines;
  for (const Line& line : lines) {
    absl::StatusOr<Machine> machine = ReadMachine(line.text);
    if (!machine.ok()) {
      return node.Error(
          absl::StrCat(line.place, ": ", machine.status().message()));
    }
    machines.push_back(*std::move(machine));
  }
  return std::make_shared<const std::vector<Machine>>(std::move(machines));
}

absl::StatusOr<DefenseSpec> DefenseReader::Read(const base::Yaml& node) {
  base::YamlMap map(node);
  DefenseSpec spec = DefenseSpec::None();
  spec.name = map.String("name");
  if (map.ok() && !IsLabel(spec.name)) {
    map.Fail(map.Node("name").Expected(
        "1 to 64 letters, digits, '.', '_' and '-', the first a letter or "
        "digit"));
  }
  spec.none = spec.name == "none";
  if (spec.none) {
    RETURN_IF_ERROR(map.Finish());
    return spec;
  }
  Defender::Options& options = spec.options;
  options.restart = ReadRestart(map);
  options.limits.max_padding_frac =
      map.DoubleOr("max_padding_frac", 0, {.min = 0, .max = 1});
  options.limits.max_blocking_frac =
      map.DoubleOr("max_blocking_frac", 0, {.min = 0, .max = 1});
  options.queue_packets =
      map.UintOr("queue", options.queue_packets, {1, kMaxQueuePackets});
  spec.cell_size = map.UintOr("cell_size", cell_size_,
                              {shaper::kMinCellSize, shaper::kMaxCellSize});
  const std::optional<base::Yaml> client = map.NodeOr("client");
  const std::optional<base::Yaml> server = map.NodeOr("server");
  RETURN_IF_ERROR(map.Finish());
  if (client.has_value()) {
    ASSIGN_OR_RETURN(spec.client, ReadMachines(*client));
  }
  if (server.has_value()) {
    ASSIGN_OR_RETURN(spec.server, ReadMachines(*server));
  }
  return spec;
}

}  // namespace lab
