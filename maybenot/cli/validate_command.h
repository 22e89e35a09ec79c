// The subcommand `validate`: what is a machine, and why the rest is not.
#ifndef MAYBENOT_CLI_VALIDATE_COMMAND_H_
#define MAYBENOT_CLI_VALIDATE_COMMAND_H_

#include <memory>

#include "maybenot/cli/command.h"

namespace maybenot::cli {

std::unique_ptr<Command> MakeValidateCommand();

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_VALIDATE_COMMAND_H_
