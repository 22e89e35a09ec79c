#include "base/sample/normal.h"

#include <cmath>
#include <cstdint>

#include "base/random.h"
#include "base/sample/ziggurat.h"

namespace base {
namespace {

// Beyond kNormalTail, on the side of `u`.
// SOURCE: spec/maybenot.md 3, "tail".
double SampleTail(double u, Random& random) {
  for (;;) {
    const double x = std::log(OpenUnit(random)) / kNormalTail;
    const double y = std::log(OpenUnit(random));
    if (-2 * y < x * x) continue;
    return u < 0 ? x - kNormalTail : kNormalTail - x;
  }
}

}  // namespace

double StandardNormalFrom(std::uint64_t bits, Random& random) {
  for (;; bits = random.NextU64()) {
    const NormalCandidate candidate(bits);
    const auto& [layer, u, x] = candidate;
    if (candidate.IsInside()) return x;
    if (layer == 0) return SampleTail(u, random);
    const auto& f = kNormalZiggurat.f;
    const double height =
        f[layer + 1] + (f[layer] - f[layer + 1]) * UnitDouble(random);
    if (height < std::exp(-x * x / 2)) return x;
  }
}

}  // namespace base
