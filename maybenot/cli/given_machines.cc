#include "maybenot/cli/given_machines.h"

#include <cstddef>
#include <iterator>
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
  ASSIGN_OR_RETURN(const MachineSpec spec, MachineFromJson(text));
  return Machine::Create(spec);
}

// JSON that people indent, which ends in a line after that of its first brace.
bool IsOneJsonOverLines(absl::string_view content) {
  const absl::string_view first_line =
      absl::StripTrailingAsciiWhitespace(content.substr(0, content.find('\n')));
  return absl::StartsWith(first_line, "{") && !absl::EndsWith(first_line, "}");
}

// All of `candidates`, of the file `name`, or the error of the first bad one.
absl::StatusOr<std::vector<GivenMachine>> Accept(
    std::vector<Candidate> candidates, absl::string_view name) {
  if (candidates.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": has no machine: must have one a line"));
  }
  std::vector<GivenMachine> machines;
  for (Candidate& candidate : candidates) {
    if (!candidate.machine.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(candidate.where, candidate.where.empty() ? "" : ": ",
                       candidate.machine.status().message()));
    }
    machines.push_back({std::move(candidate.where), std::move(candidate.text),
                        *std::move(candidate.machine)});
  }
  return machines;
}

}  // namespace

std::vector<Candidate> ReadCandidates(absl::string_view content,
                                      absl::string_view name) {
  const absl::string_view whole = absl::StripAsciiWhitespace(content);
  if (IsOneJsonOverLines(whole)) {
    return {{std::string(name), std::string(whole), ReadMachine(whole)}};
  }
  std::vector<Candidate> candidates;
  std::size_t number = 0;
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    candidates.push_back({absl::StrCat(name, ":", number), std::string(line),
                          ReadMachine(line)});
  }
  return candidates;
}

absl::StatusOr<std::vector<Candidate>> FindCandidates(
    const std::string& argument) {
  const absl::StatusOr<std::string> content = ReadFile(argument);
  if (content.ok()) {
    return ReadCandidates(*content,
                          argument == "-" ? "standard input" : argument);
  }
  if (!absl::IsNotFound(content.status())) return content.status();
  absl::StatusOr<Machine> machine = ReadMachine(argument);
  if (!machine.ok()) {
    machine = absl::InvalidArgumentError(
        absl::StrCat("neither a file nor a machine: ", argument.substr(0, 40),
                     argument.size() > 40 ? "..." : "",
                     "\n  as a machine: ", machine.status().message()));
  }
  return std::vector<Candidate>{{"", argument, std::move(machine)}};
}

absl::StatusOr<std::vector<GivenMachine>> ReadMachines(
    absl::string_view content, absl::string_view name) {
  return Accept(ReadCandidates(content, name), name);
}

absl::StatusOr<std::vector<GivenMachine>> FindMachines(
    const std::string& argument) {
  ASSIGN_OR_RETURN(std::vector<Candidate> candidates, FindCandidates(argument));
  return Accept(std::move(candidates),
                argument == "-" ? "standard input" : argument);
}

absl::StatusOr<std::vector<GivenMachine>> FindAllMachines(
    const std::vector<std::string>& arguments) {
  std::vector<GivenMachine> machines;
  for (const std::string& argument : arguments) {
    ASSIGN_OR_RETURN(std::vector<GivenMachine> found, FindMachines(argument));
    std::move(found.begin(), found.end(), std::back_inserter(machines));
  }
  return machines;
}

}  // namespace maybenot::cli
