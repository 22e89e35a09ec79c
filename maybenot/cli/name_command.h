// The subcommand `name`: machines by name.
#ifndef MAYBENOT_CLI_NAME_COMMAND_H_
#define MAYBENOT_CLI_NAME_COMMAND_H_

#include <memory>

#include "maybenot/cli/command.h"

namespace maybenot::cli {

std::unique_ptr<Command> MakeNameCommand();

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_NAME_COMMAND_H_
