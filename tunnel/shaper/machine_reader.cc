#include "tunnel/shaper/machine_reader.h"

#include <cstddef>
#include <memory>
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
#include "maybenot/machine.h"

namespace shaper {
namespace {

using maybenot::Machine;
using maybenot::Machines;

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

absl::StatusOr<std::vector<Line>> LinesOfFile(
    const base::Yaml& node, const base::FileReader& read_file) {
  ASSIGN_OR_RETURN(const std::string path, node.AsString());
  const absl::StatusOr<std::string> text = read_file(path);
  if (!text.ok()) {
    return node.Error(absl::StrCat(path, ": ", text.status().message()));
  }
  if (text->size() > kMaxMachineFileBytes) {
    return node.Error(absl::StrCat(path, ": ", text->size(),
                                   " bytes, expected at most ",
                                   kMaxMachineFileBytes));
  }
  return LinesOf(path, *text);
}

absl::StatusOr<std::vector<Line>> LinesOfList(const base::Yaml& node) {
  std::vector<Line> lines;
  ASSIGN_OR_RETURN(const std::vector<base::Yaml> list, node.AsList());
  for (const base::Yaml& element : list) {
    ASSIGN_OR_RETURN(std::string text, element.AsString());
    lines.push_back(
        {absl::StrCat("machine ", lines.size() + 1), std::move(text)});
  }
  return lines;
}

}  // namespace

absl::StatusOr<Machine> MachineReader::ParseOne(absl::string_view text) {
  ASSIGN_OR_RETURN(Machine machine, Machine::Parse(text));
  states_ += machine.num_states();
  if (states_ > max_states_) {
    return absl::InvalidArgumentError(
        absl::StrCat("states of all machines so far ", states_,
                     ", expected at most ", max_states_));
  }
  return machine;
}

absl::StatusOr<Machines> MachineReader::Parse(const base::Yaml& node) {
  if (!node.is_list() && !node.is_scalar()) {
    return node.Expected("a list of machines or the path of a file");
  }
  ASSIGN_OR_RETURN(
      const std::vector<Line> lines,
      node.is_list() ? LinesOfList(node) : LinesOfFile(node, read_file_));
  if (lines.size() > kMaxMachinesPerSide) {
    return node.Error(
        absl::StrCat("more than ", kMaxMachinesPerSide, " machines"));
  }
  std::vector<Machine> machines;
  for (const Line& line : lines) {
    absl::StatusOr<Machine> machine = ParseOne(line.text);
    if (!machine.ok()) {
      return node.Error(
          absl::StrCat(line.place, ": ", machine.status().message()));
    }
    machines.push_back(*std::move(machine));
  }
  return std::make_shared<const std::vector<Machine>>(std::move(machines));
}

absl::StatusOr<Machines> MachineReader::Read(const base::Yaml& node) {
  const std::string key = node.Text();
  if (const auto found = known_.find(key); found != known_.end()) {
    return found->second;
  }
  ASSIGN_OR_RETURN(Machines machines, Parse(node));
  known_.emplace(key, machines);
  return machines;
}

}  // namespace shaper
