#include "maybenot/cli/name_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/given_machines.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
A name is the first 32 hex digits of the SHA-256 of the machine's text form, as
the reference writes it: a machine has the same name however it was compressed,
and whether it came as text or as JSON.

Examples:
  maybenot name 02eNpjYEAHjOgCAAA0AAI=
  maybenot name machines.txt | sort | uniq -d)";

class NameCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("name", "Name machines.");
    command->footer(kFooter);
    command
        ->add_option("MACHINE", machines_,
                     "A machine, a file of machines, or -.")
        ->required();
    return command;
  }

  int Run(const Terminal& terminal) override {
    return ExitCode(PrintNames(terminal), terminal);
  }

 private:
  absl::Status PrintNames(const Terminal& terminal) const {
    ASSIGN_OR_RETURN(const std::vector<GivenMachine> given,
                     FindAllMachines(machines_));
    for (const GivenMachine& machine : given) {
      ASSIGN_OR_RETURN(const std::string name, machine.machine.Name());
      terminal.out << name << "\n";
    }
    return absl::OkStatus();
  }

  std::vector<std::string> machines_;
};

}  // namespace

std::unique_ptr<Command> MakeNameCommand() {
  return std::make_unique<NameCommand>();
}

}  // namespace maybenot::cli
