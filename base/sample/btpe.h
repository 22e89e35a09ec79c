// Binomial draws when many successes are expected.
#ifndef BASE_SAMPLE_BTPE_H_
#define BASE_SAMPLE_BTPE_H_

#include <cstdint>

#include "base/random.h"

namespace base {

// Rejection from a triangle, two parallelograms and two exponential tails round
// the mode; the time of a draw does not depend on the parameters.
// SOURCE: spec/maybenot.md 3; Kachitvichyanukul, BTPE.
class Btpe {
 public:
  // Exact in a double, with room for what is added.
  static constexpr std::uint64_t kMaxTrials = std::uint64_t{1} << 52;

  struct Parameters {
    std::uint64_t trials;
    double probability;
  };
  // Requires: trials <= kMaxTrials, probability <= 1/2, product >= 10.
  explicit Btpe(Parameters parameters);

  std::uint64_t Sample(Random& random) const;

 private:
  struct Proposal {
    double y;
    double v;
  };

  // Steps 2 to 4; `y` is negative where the paper draws again.
  Proposal Propose(double u, double v) const;
  // Step 5.
  bool Accepts(Proposal proposal) const;
  bool AcceptsByRecursion(Proposal proposal) const;
  bool AcceptsByStirling(double y, double ln_v) const;

  // The paper's names; y and all counts are whole numbers in doubles.
  double n_;
  double p_;
  double q_;
  double npq_;
  double odds_;  // p / q.
  double step_;  // (n + 1) p / q.
  double m_;     // The mode.
  double x_m_;   // The triangle's tip, and its edges.
  double x_l_;
  double x_r_;
  double c_;
  double lambda_l_;
  double lambda_r_;
  double p1_;  // The areas of the regions, summed up.
  double p2_;
  double p3_;
  double p4_;
  double f1_;  // m + 1 and n + 1 - m, and Stirling's terms of them.
  double z_;
  double stirling_f1_;
  double stirling_z_;
};

}  // namespace base

#endif  // BASE_SAMPLE_BTPE_H_
