#include "maybenot/cli/json_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/given_machines.h"
#include "maybenot/machine_json.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
The JSON is that of the Rust crate's serde, numbers exact: one machine a line.
`maybenot show --text` turns it into the text form again.

Examples:
  maybenot json 02eNpjYEAHjOgCAAA0AAI=
  maybenot json --indent machines.txt > machines.json
  maybenot json machines.txt | jq '.states | length')";

constexpr int kIndent = 2;

class JsonCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("json", "Write machines as JSON.");
    command->footer(kFooter);
    command
        ->add_option("MACHINE", machines_,
                     "A machine, a file of machines, or -.")
        ->required();
    command->add_flag("--indent", indent_, "Over several lines, for people.");
    return command;
  }

  int Run(const Terminal& terminal) override {
    const absl::StatusOr<std::vector<GivenMachine>> given =
        FindAllMachines(machines_);
    if (!given.ok()) return ExitCode(given.status(), terminal);
    for (const GivenMachine& machine : *given) {
      const std::string json = ToJson(machine.machine.spec());
      terminal.out << (indent_
                           ? nlohmann::ordered_json::parse(json).dump(kIndent)
                           : json)
                   << "\n";
    }
    return kDone;
  }

 private:
  std::vector<std::string> machines_;
  bool indent_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeJsonCommand() {
  return std::make_unique<JsonCommand>();
}

}  // namespace maybenot::cli
