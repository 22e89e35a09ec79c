// The program `lab`: its commands, arguments and exit codes.
#ifndef LAB_COMMANDS_H_
#define LAB_COMMANDS_H_

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lab {

inline constexpr int kExitOk = 0;
inline constexpr int kExitBadInput = 1;  // Or a run that failed.
inline constexpr int kExitBadCall = 2;

struct Terminal {
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;
};

// `arguments` without the program's name. Returns the exit code.
int RunLab(const std::vector<std::string>& arguments, Terminal terminal);

// "3..7": 3, 4, 5, 6, 7. Errors: kInvalidArgument with text and bounds.
absl::StatusOr<std::vector<std::uint64_t>> ParseSeeds(absl::string_view text);

}  // namespace lab

#endif  // LAB_COMMANDS_H_
