#include "maybenot/capi/machine_list.h"

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/utf8.h"
#include "maybenot/capi/guard.h"

namespace maybenot::capi {

MaybenotResult ParseMachineList(absl::string_view text, Machines& machines) {
  if (!base::IsUtf8(text)) {
    return Fail(MaybenotResult_MachineStringNotUtf8,
                "the string of machines is not UTF-8");
  }
  std::vector<Machine> parsed;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    absl::string_view line = text.substr(0, end);
    if (end == absl::string_view::npos) {
      text = {};
    } else {
      text.remove_prefix(end + 1);
      absl::ConsumeSuffix(&line, "\r");
    }
    absl::StatusOr<Machine> machine = Machine::Parse(line);
    if (!machine.ok()) {
      return Fail(MaybenotResult_InvalidMachineString,
                  absl::StrCat("machine ", parsed.size() + 1, ": ",
                               machine.status().message()));
    }
    parsed.push_back(*std::move(machine));
  }
  machines = std::make_shared<const std::vector<Machine>>(std::move(parsed));
  return MaybenotResult_Ok;
}

}  // namespace maybenot::capi
