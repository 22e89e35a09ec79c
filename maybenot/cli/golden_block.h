// What the golden files that hold blocks of lines have in common.
#ifndef MAYBENOT_CLI_GOLDEN_BLOCK_H_
#define MAYBENOT_CLI_GOLDEN_BLOCK_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"

namespace maybenot::cli {

// The blocks of `text`, each from a line that begins with `key` and a space;
// what comes before the first is a block too.
std::vector<absl::string_view> SplitBlocks(absl::string_view text,
                                           absl::string_view key);

// Calls `read` for each line of `block` that is not empty. Errors: the first of
// `read`'s, behind the line.
absl::Status ReadLines(
    absl::string_view block,
    const std::function<absl::Status(absl::string_view line)>& read);

// Adds the machine whose text form is `text`. Errors: those of Machine::Parse.
absl::Status AddMachine(absl::string_view text, std::vector<Machine>& machines);

// "PADDING BLOCKING". False: `text` is not two numbers.
bool ReadLimits(absl::string_view text, Framework::Limits& limits);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_GOLDEN_BLOCK_H_
