// The subcommand `sim`.
#ifndef MAYBENOT_CLI_SIM_COMMAND_H_
#define MAYBENOT_CLI_SIM_COMMAND_H_

#include <memory>

#include "maybenot/cli/command.h"

namespace maybenot::cli {

std::unique_ptr<Command> MakeSimCommand();

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_SIM_COMMAND_H_
