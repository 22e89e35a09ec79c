// The subcommand `overhead`.
#ifndef MAYBENOT_CLI_OVERHEAD_COMMAND_H_
#define MAYBENOT_CLI_OVERHEAD_COMMAND_H_

#include <memory>

#include "maybenot/cli/command.h"

namespace maybenot::cli {

std::unique_ptr<Command> MakeOverheadCommand();

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_OVERHEAD_COMMAND_H_
