// The subcommand `json`: machines as JSON.
#ifndef MAYBENOT_CLI_JSON_COMMAND_H_
#define MAYBENOT_CLI_JSON_COMMAND_H_

#include <memory>

#include "maybenot/cli/command.h"

namespace maybenot::cli {

std::unique_ptr<Command> MakeJsonCommand();

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_JSON_COMMAND_H_
