// Machines as a command is given them: as an argument, in a file, or on the
// standard input.
#ifndef MAYBENOT_CLI_GIVEN_MACHINES_H_
#define MAYBENOT_CLI_GIVEN_MACHINES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maybenot/machine.h"

namespace maybenot::cli {

// A machine, and where it was given.
struct GivenMachine {
  std::string where;  // "machines.txt:3"; empty for a string.
  std::string text;   // As given: its text form, or JSON.
  Machine machine;
};

// The machines of `content`, one a line: each its text form, or JSON. Blank
// lines and lines that begin with # are passed over. `name` is that of the
// file. Errors: kInvalidArgument with name and line; for no machine at all,
// too.
absl::StatusOr<std::vector<GivenMachine>> ReadMachines(
    absl::string_view content, absl::string_view name);

// The machines that `argument` means: the standard input's for "-", a file's if
// there is one of that name, else itself.
absl::StatusOr<std::vector<GivenMachine>> FindMachines(
    const std::string& argument);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_GIVEN_MACHINES_H_
