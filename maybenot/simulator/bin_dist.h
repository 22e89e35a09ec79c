// A delay measured as a histogram.
#ifndef MAYBENOT_SIMULATOR_BIN_DIST_H_
#define MAYBENOT_SIMULATOR_BIN_DIST_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {

// Bins, each with a probability and uniform within.
class BinDist {
 public:
  // How far from 1 the sum of the probabilities may be. A draw beyond a smaller
  // sum is of the last bin.
  static constexpr double kSumTolerance = 1e-3;

  // What no bin exceeds.
  static constexpr base::Duration kMaxDelay = base::Seconds(30 * 60);

  // A JSON object: {"(0.0, 1.0)": 0.4, "(1.0, 2.5)": 0.6}. The keys are bins,
  // from and to in milliseconds, at most kMaxDelay; a bin of no width
  // is a single value. SOURCE: spec/maybenot.md section 5, "Integration".
  // Errors: kInvalidArgument with the bin, its value and bound; those of
  // ParseJson.
  static absl::StatusOr<BinDist> Parse(absl::string_view json);

  // Whole microseconds, cut off. Takes one draw, or two from a wide bin.
  IntegrationDelay Sample(base::Random& random) const;

 private:
  struct Bin {
    double from_ms;
    double to_ms;
    double below;  // A draw below this, and not below the bin before, is here.
  };

  explicit BinDist(std::vector<Bin> bins);

  std::vector<Bin> bins_;  // Not empty; by from_ms.
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_BIN_DIST_H_
