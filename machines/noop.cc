#include "machines/noop.h"

#include <vector>

#include "absl/status/statusor.h"
#include "machines/parts.h"
#include "maybenot/machine.h"

namespace machines {

absl::StatusOr<std::vector<maybenot::Machine>> BuildNoop() {
  return Compile({{.states = {MakeState({})}}});
}

}  // namespace machines
