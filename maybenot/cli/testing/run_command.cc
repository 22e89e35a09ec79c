#include "maybenot/cli/testing/run_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "maybenot/cli/command.h"

namespace maybenot::cli {

CommandOutcome RunCommand(std::unique_ptr<Command> command,
                          std::vector<std::string> arguments) {
  CLI::App app("A test.", "maybenot");
  app.require_subcommand(1);
  command->AddTo(app);
  std::ostringstream out;
  std::ostringstream err;
  int code = kDone;
  // CLI11 takes a vector from its end.
  std::reverse(arguments.begin(), arguments.end());
  try {
    app.parse(arguments);
    code = command->Run({out, err});
  } catch (const CLI::ParseError& error) {
    code = app.exit(error, out, err) == 0 ? kDone : kBadCall;
  }
  return {code, out.str(), err.str()};
}

}  // namespace maybenot::cli
