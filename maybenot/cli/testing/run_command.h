// Runs one command without its program.
#ifndef MAYBENOT_CLI_TESTING_RUN_COMMAND_H_
#define MAYBENOT_CLI_TESTING_RUN_COMMAND_H_

#include <memory>
#include <string>
#include <vector>

#include "maybenot/cli/command.h"

namespace maybenot::cli {

struct CommandOutcome {
  int code;
  std::string out;  // The help text, too.
  std::string err;  // Why the call is bad, too.
};

// `arguments` begin with the command's name: {"show", "--json", "02eN..."}.
CommandOutcome RunCommand(std::unique_ptr<Command> command,
                          std::vector<std::string> arguments);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_TESTING_RUN_COMMAND_H_
