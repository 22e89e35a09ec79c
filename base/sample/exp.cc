#include "base/sample/exp.h"

#include <cmath>
#include <cstdint>

#include "base/random.h"
#include "base/sample/ziggurat.h"

namespace base {

double StandardExpFrom(std::uint64_t bits, Random& random) {
  for (;; bits = random.NextU64()) {
    const ExpCandidate candidate(bits);
    const auto& [layer, x] = candidate;
    if (candidate.IsInside()) return x;
    if (layer == 0) return kExpTail - std::log(UnitDouble(random));
    const auto& f = kExpZiggurat.f;
    const double height =
        f[layer + 1] + (f[layer] - f[layer + 1]) * UnitDouble(random);
    if (height < std::exp(-x)) return x;
  }
}

}  // namespace base
