#include "maybenot/cli/show.h"

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "maybenot/cli/describe.h"
#include "maybenot/cli/given_machines.h"
#include "maybenot/machine_json.h"

namespace maybenot::cli {
namespace {

// A machine too large for the text form has no name.
std::string Heading(const GivenMachine& given) {
  const std::string where =
      given.where.empty() ? "" : absl::StrCat(given.where, ": ");
  const absl::StatusOr<std::string> name = given.machine.Name();
  const std::size_t states = given.machine.num_states();
  return absl::StrCat(where, "machine",
                      name.ok() ? absl::StrCat(" ", *name) : "", ", ", states,
                      states == 1 ? " state\n" : " states\n");
}

absl::StatusOr<std::string> Show(const GivenMachine& given, ShowAs as) {
  switch (as) {
    case ShowAs::kJson:
      return ToJson(given.machine.spec()) + "\n";
    case ShowAs::kText: {
      ASSIGN_OR_RETURN(const std::string text, given.machine.Serialize());
      return text + "\n";
    }
    default:
      return Heading(given) + DescribeMachine(given.machine.spec());
  }
}

absl::Status ShowArgument(const std::string& argument, ShowAs as,
                          std::ostream& out) {
  ASSIGN_OR_RETURN(const std::vector<GivenMachine> machines,
                   FindMachines(argument));
  std::vector<std::string> shown;
  for (const GivenMachine& given : machines) {
    ASSIGN_OR_RETURN(shown.emplace_back(), Show(given, as));
  }
  for (const std::string& text : shown) out << text;
  return absl::OkStatus();
}

}  // namespace

int RunShow(const std::vector<std::string>& arguments, ShowAs as,
            std::ostream& out, std::ostream& err) {
  int code = 0;
  for (const std::string& argument : arguments) {
    const absl::Status status = ShowArgument(argument, as, out);
    if (!status.ok()) {
      err << status.message() << "\n";
      code = 1;
    }
  }
  return code;
}

}  // namespace maybenot::cli
