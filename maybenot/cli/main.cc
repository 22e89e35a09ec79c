// The command maybenot: looks at machines and defenses, and at whether this
// engine does what the reference does.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "maybenot/cli/budget_command.h"
#include "maybenot/cli/combo_command.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/conformance_command.h"
#include "maybenot/cli/derive_command.h"
#include "maybenot/cli/draw_command.h"
#include "maybenot/cli/fixed_command.h"
#include "maybenot/cli/json_command.h"
#include "maybenot/cli/name_command.h"
#include "maybenot/cli/overhead_command.h"
#include "maybenot/cli/release_command.h"
#include "maybenot/cli/search_command.h"
#include "maybenot/cli/show_command.h"
#include "maybenot/cli/sim_command.h"
#include "maybenot/cli/validate_command.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
Examples:
  maybenot show 02eNpjYEAHjOgCAAA0AAI=      a machine in words
  maybenot draw machines.txt -o out.svg     machines as a picture
  maybenot validate machines.txt            what is a machine, and what not
  maybenot fixed --list                     the published defenses
  maybenot sim trace.log -c front.txt       a trace, defended
  maybenot overhead trace.log defended.log  what that costs
  maybenot conformance tests/golden/*.tsv   the engine against the reference

Exit codes: 0 it went well, 1 something was refused or failed, 2 a bad call.)";

std::vector<std::unique_ptr<Command>> AllCommands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(MakeShowCommand());
  commands.push_back(MakeDrawCommand());
  commands.push_back(MakeValidateCommand());
  commands.push_back(MakeNameCommand());
  commands.push_back(MakeJsonCommand());
  commands.push_back(MakeFixedCommand());
  commands.push_back(MakeDeriveCommand());
  commands.push_back(MakeSearchCommand());
  commands.push_back(MakeComboCommand());
  commands.push_back(MakeBudgetCommand());
  commands.push_back(MakeReleaseCommand());
  commands.push_back(MakeSimCommand());
  commands.push_back(MakeOverheadCommand());
  commands.push_back(MakeConformanceCommand());
  return commands;
}

int Main(int argc, char** argv) {
  CLI::App app("Looks at traffic analysis defenses of the Maybenot framework.",
               "maybenot");
  app.footer(kFooter);
  app.require_subcommand(1);
  std::vector<std::pair<CLI::App*, std::unique_ptr<Command>>> commands;
  for (std::unique_ptr<Command>& command : AllCommands()) {
    CLI::App* subcommand = command->AddTo(app);
    commands.emplace_back(subcommand, std::move(command));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kBadCall;
  }
  const Terminal terminal{std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
  for (const auto& [subcommand, command] : commands) {
    if (subcommand->parsed()) return command->Run(terminal);
  }
  return kBadCall;
}

}  // namespace
}  // namespace maybenot::cli

int main(int argc, char** argv) { return maybenot::cli::Main(argc, argv); }
