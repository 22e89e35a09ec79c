// Distributions drawn at random, as generated machines have them.
#ifndef MACHINES_GENERATION_DIST_DRAWS_H_
#define MACHINES_GENERATION_DIST_DRAWS_H_

#include <cstdint>
#include <optional>

#include "base/random.h"
#include "maybenot/dist.h"

namespace generation {

// Which distributions there are to choose from.
enum class DistFamily : std::uint8_t {
  kAll,
  kCircpad,  // Those that Tor's circuit padding has, too.
};

// Three decimals, halves away from zero: generated parameters are to be read.
double Round3(double value);
float Round3(float value);

// Draws around points of reference: parameters go from 0 to the point or some
// multiple of it. Draws are those of maybenot-gen 1.0.1, in its order.
// Requires: points from 1 to 1e12. SOURCE: spec/maybenot.md 6.2.
class DistDraws {
 public:
  DistDraws(DistFamily family, base::Random& random)
      : family_(family), random_(random) {}

  // A timeout or duration in microseconds.
  maybenot::Dist Timeout(double point);

  // A number of packets or actions.
  maybenot::Dist Count(double point);

  // By a coin flip a count, or none.
  std::optional<maybenot::Dist> Limit(std::uint64_t point);

 private:
  // A valid distribution whose type `draw` draws.
  template <typename DrawType>
  maybenot::Dist Draw(double point, const DrawType& draw);

  maybenot::DistType AnyTimeout(double point);
  maybenot::DistType AnyCount(double point);
  maybenot::DistType CircpadTimeout(double point);
  maybenot::DistType CircpadCount(double point);

  maybenot::DistType DrawUniform(double point);
  maybenot::DistType DrawNormal(double point);
  maybenot::DistType DrawSkewNormal(double point);
  maybenot::DistType DrawLogNormal();
  maybenot::DistType DrawBinomial(double point);
  maybenot::DistType DrawGeometric();
  maybenot::DistType DrawPareto(double point);
  maybenot::DistType DrawPoisson(double point);
  maybenot::DistType DrawWeibull(double point);
  maybenot::DistType DrawGamma(double point);

  // From `low` to `high`, rounded.
  double Rounded(double low, double high);
  // The same, at least 0.001.
  double RoundedPositive(double low, double high);

  DistFamily family_;
  base::Random& random_;
};

}  // namespace generation

#endif  // MACHINES_GENERATION_DIST_DRAWS_H_
