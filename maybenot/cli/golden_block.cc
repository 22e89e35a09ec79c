#include "maybenot/cli/golden_block.h"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"

namespace maybenot::cli {

std::vector<absl::string_view> SplitBlocks(absl::string_view text,
                                           absl::string_view key) {
  const std::string opening = absl::StrCat("\n", key, " ");
  std::vector<absl::string_view> blocks;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t found = text.find(opening, begin);
    const std::size_t end =
        found == absl::string_view::npos ? text.size() : found + 1;
    blocks.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return blocks;
}

absl::Status ReadLines(
    absl::string_view block,
    const std::function<absl::Status(absl::string_view line)>& read) {
  for (const absl::string_view line : absl::StrSplit(block, '\n')) {
    if (line.empty()) continue;
    const absl::Status status = read(line);
    if (!status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(line.substr(0, 80), ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status AddMachine(absl::string_view text,
                        std::vector<Machine>& machines) {
  ASSIGN_OR_RETURN(Machine machine, Machine::Parse(text));
  machines.push_back(std::move(machine));
  return absl::OkStatus();
}

bool ReadLimits(absl::string_view text, Framework::Limits& limits) {
  const std::pair<absl::string_view, absl::string_view> fractions =
      absl::StrSplit(text, absl::MaxSplits(' ', 1));
  return absl::SimpleAtod(fractions.first, &limits.max_padding_frac) &&
         absl::SimpleAtod(fractions.second, &limits.max_blocking_frac);
}

}  // namespace maybenot::cli
