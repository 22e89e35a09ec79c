#include "maybenot/cli/show.h"

#include <cstddef>
#include <ostream>
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
#include "maybenot/cli/describe.h"
#include "maybenot/cli/read_file.h"
#include "maybenot/machine.h"
#include "maybenot/machine_json.h"
#include "maybenot/machine_spec.h"
#include "maybenot/text_form.h"

namespace maybenot::cli {
namespace {

bool IsJson(absl::string_view text) { return absl::StartsWith(text, "{"); }

absl::StatusOr<Machine> ReadMachine(absl::string_view text) {
  if (!IsJson(text)) return Machine::Parse(text);
  ASSIGN_OR_RETURN(MachineSpec spec, MachineFromJson(text));
  return Machine::Create(std::move(spec));
}

// The name is the hash of the text as the reference writes it. Of JSON we have
// none, and ours may differ.
std::string Heading(const GivenMachine& given) {
  const std::string where =
      given.where.empty() ? "" : absl::StrCat(given.where, ": ");
  const std::size_t states = given.machine.spec().states.size();
  return absl::StrCat(
      where, "machine",
      IsJson(given.text) ? "" : absl::StrCat(" ", NameOfText(given.text)), ", ",
      states, states == 1 ? " state\n" : " states\n");
}

absl::StatusOr<std::string> Show(const GivenMachine& given, ShowAs as) {
  switch (as) {
    case ShowAs::kJson:
      return ToJson(given.machine.spec()) + "\n";
    case ShowAs::kText: {
      ASSIGN_OR_RETURN(const std::string text, given.machine.Serialize());
      return text + "\n";
    }
    default:
      return Heading(given) + DescribeMachine(given.machine.spec());
  }
}

absl::Status ShowArgument(const std::string& argument, ShowAs as,
                          std::ostream& out) {
  ASSIGN_OR_RETURN(const std::vector<GivenMachine> machines,
                   FindMachines(argument));
  std::vector<std::string> shown;
  for (const GivenMachine& given : machines) {
    ASSIGN_OR_RETURN(shown.emplace_back(), Show(given, as));
  }
  for (const std::string& text : shown) out << text;
  return absl::OkStatus();
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

int RunShow(const std::vector<std::string>& arguments, ShowAs as,
            std::ostream& out, std::ostream& err) {
  int code = 0;
  for (const std::string& argument : arguments) {
    const absl::Status status = ShowArgument(argument, as, out);
    if (!status.ok()) {
      err << status.message() << "\n";
      code = 1;
    }
  }
  return code;
}

}  // namespace maybenot::cli
