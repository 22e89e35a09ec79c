// One subcommand of `maybenot`.
#ifndef MAYBENOT_CLI_COMMAND_H_
#define MAYBENOT_CLI_COMMAND_H_

#include <iosfwd>

#include "absl/status/status.h"

namespace CLI {
class App;
}  // namespace CLI

namespace maybenot::cli {

// What a command ends with.
inline constexpr int kDone = 0;
inline constexpr int kBadInput = 1;  // Refused, or failed.
inline constexpr int kBadCall = 2;

// Where a command writes: results to `out`, all else to `err`.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;  // Progress is shown only there.
};

// kDone, or kBadInput, of which `terminal` is told why.
int ExitCode(const absl::Status& status, const Terminal& terminal);

class Command {
 public:
  virtual ~Command() = default;

  // Adds the subcommand to `app`: name, help, options and a footer with
  // "Examples:". What is parsed is kept in this object. Returns it.
  virtual CLI::App* AddTo(CLI::App& app) = 0;

  // Does what was parsed. Returns the exit code.
  virtual int Run(const Terminal& terminal) = 0;
};

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_COMMAND_H_
