// The subcommand `draw`: machines as pictures.
#ifndef MAYBENOT_CLI_DRAW_COMMAND_H_
#define MAYBENOT_CLI_DRAW_COMMAND_H_

#include <memory>

#include "maybenot/cli/command.h"

namespace maybenot::cli {

std::unique_ptr<Command> MakeDrawCommand();

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_DRAW_COMMAND_H_
