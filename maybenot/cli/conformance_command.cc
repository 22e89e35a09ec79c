#include "maybenot/cli/conformance_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "maybenot/cli/command.h"
#include "maybenot/cli/conformance.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
Each file is of one kind, told by its first line:
  machines      TEXT, NAME, JSON        read alike, and written as TEXT again
  named         DEFENSE, TEXT, NAME     likewise
  parse         TEXT, err or ok NAME    accepted or refused alike
  dists         JSON, seed, samples     equal to the last bit
  traces        calls of the framework  the same actions
  defenders     events of one side      the same packets and timers
  sims          runs of the simulator   the same events at the same times

Examples:
  maybenot conformance tests/golden/machines.tsv
  maybenot conformance tests/golden/*.tsv tests/golden/*.txt

A name is the hash of a machine's text, so it passes only if the machine is
written byte for byte as the reference writes it.)";

class ConformanceCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand(
        "conformance", "Replay files of what the reference does.");
    command->footer(kFooter);
    command->add_option("FILE", files_, "A file of the reference, or -.")
        ->required();
    return command;
  }

  int Run(const Terminal& terminal) override {
    return RunConformance(files_, terminal.out, terminal.err);
  }

 private:
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Command> MakeConformanceCommand() {
  return std::make_unique<ConformanceCommand>();
}

}  // namespace maybenot::cli
