#include "machines/parameter.h"

#include <cmath>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace machines {

namespace {

// As people write it: 86400000000, not 8.64e+10.
std::string Number(double value) { return absl::StrFormat("%.15g", value); }

}  // namespace

absl::Status Check(const Parameter& parameter, double value) {
  if (!(value >= parameter.min && value <= parameter.max)) {
    return absl::InvalidArgumentError(
        absl::StrCat(parameter.name, " is ", Number(value), ": must be from ",
                     Number(parameter.min), " to ", Number(parameter.max),
                     parameter.unit.empty() ? "" : " ", parameter.unit));
  }
  if (parameter.whole && value != std::floor(value)) {
    return absl::InvalidArgumentError(absl::StrCat(
        parameter.name, " is ", Number(value), ": must be a whole number"));
  }
  return absl::OkStatus();
}

absl::Status CheckOrder(const Parameter& low, const Parameter& high,
                        Bounds values) {
  if (values.low <= values.high) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      high.name, " is ", Number(values.high), ": must be at least ", low.name,
      ", which is ", Number(values.low)));
}

}  // namespace machines
