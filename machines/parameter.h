// A defense's parameters, described once for help, parsing and checking.
#ifndef MACHINES_PARAMETER_H_
#define MACHINES_PARAMETER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace machines {

// The longest timeout or block that the framework carries out: 24 h.
// SOURCE: spec/maybenot.md 2.9.
inline constexpr double kLongestUs = 86'400'000'000;

struct Parameter {
  absl::string_view name;
  absl::string_view unit;  // "us", "packets", "packets/s"; "" for a ratio.
  absl::string_view what;
  double min, max;     // Both included.
  bool whole = false;  // Only whole numbers.
};

// Errors: kInvalidArgument with the name, the value and the bound.
absl::Status Check(const Parameter& parameter, double value);

// The two values of a range, lower end first.
struct Bounds {
  double low, high;
};

// Errors: kInvalidArgument with both names and values if high < low.
absl::Status CheckOrder(const Parameter& low, const Parameter& high,
                        Bounds values);

}  // namespace machines

#endif  // MACHINES_PARAMETER_H_
