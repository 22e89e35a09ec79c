#include "maybenot/cli/given_machines.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "maybenot/cli/read_file.h"
#include "maybenot/machine.h"
#include "maybenot/machine_json.h"
#include "maybenot/machine_spec.h"

namespace maybenot::cli {
namespace {

absl::StatusOr<Machine> ReadMachine(absl::string_view text) {
  if (!absl::StartsWith(text, "{")) return Machine::Parse(text);
  ASSIGN_OR_RETURN(MachineSpec spec, MachineFromJson(text));
  return Machine::Create(std::move(spec));
}

}  // namespace

absl::StatusOr<std::vector<GivenMachine>> ReadMachines(
    absl::string_view content, absl::string_view name) {
  std::vector<GivenMachine> machines;
  std::size_t number = 0;
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    const std::string where = absl::StrCat(name, ":", number);
    absl::StatusOr<Machine> machine = ReadMachine(line);
    if (!machine.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, ": ", machine.status().message()));
    }
    machines.push_back({where, std::string(line), *std::move(machine)});
  }
  if (machines.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": has no machine: must have one a line"));
  }
  return machines;
}

absl::StatusOr<std::vector<GivenMachine>> FindMachines(
    const std::string& argument) {
  const absl::StatusOr<std::string> content = ReadFile(argument);
  if (content.ok()) {
    return ReadMachines(*content,
                        argument == "-" ? "standard input" : argument);
  }
  if (!absl::IsNotFound(content.status())) return content.status();
  absl::StatusOr<Machine> machine = ReadMachine(argument);
  if (!machine.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("neither a file nor a machine: ", argument.substr(0, 40),
                     argument.size() > 40 ? "..." : "",
                     "\n  as a machine: ", machine.status().message()));
  }
  return std::vector<GivenMachine>{{"", argument, *std::move(machine)}};
}

}  // namespace maybenot::cli
