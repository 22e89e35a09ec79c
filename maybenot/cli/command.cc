#include "maybenot/cli/command.h"

#include <ostream>

#include "absl/status/status.h"

namespace maybenot::cli {

int ExitCode(const absl::Status& status, const Terminal& terminal) {
  if (status.ok()) return kDone;
  terminal.err << status.message() << "\n";
  return kBadInput;
}

}  // namespace maybenot::cli
