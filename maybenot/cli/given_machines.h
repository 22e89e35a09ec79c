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
  std::string where;  // "machines.txt:3", "machine.json"; empty: an argument.
  std::string text;   // As given: its text form, or JSON.
  Machine machine;
};

// A line, or an argument, that should be a machine.
struct Candidate {
  std::string where;  // As of GivenMachine.
  std::string text;
  absl::StatusOr<Machine> machine;  // An error is without `where`.
};

// The lines of `content`: see ReadMachines.
std::vector<Candidate> ReadCandidates(absl::string_view content,
                                      absl::string_view name);

// What `argument` means: see FindMachines. An argument that is no file is one
// candidate. Errors: those of reading the file.
absl::StatusOr<std::vector<Candidate>> FindCandidates(
    const std::string& argument);

// The machines of `content`, one a line: each its text form, or JSON. Blank
// lines and lines that begin with # are passed over. JSON over several lines is
// one machine, and alone. `name` is that of the file. Errors: kInvalidArgument
// with name and line; for no machine at all, too.
absl::StatusOr<std::vector<GivenMachine>> ReadMachines(
    absl::string_view content, absl::string_view name);

// The machines that `argument` means: the standard input's for "-", a file's if
// there is one of that name, else itself.
absl::StatusOr<std::vector<GivenMachine>> FindMachines(
    const std::string& argument);

// Those of all `arguments`, in their order. Errors: that of the first argument
// which has one.
absl::StatusOr<std::vector<GivenMachine>> FindAllMachines(
    const std::vector<std::string>& arguments);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_GIVEN_MACHINES_H_
