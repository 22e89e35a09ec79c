#include "maybenot/capi/randomness.h"

#include "maybenot/capi/guard.h"

namespace maybenot::capi {

Randomness::Randomness(std::optional<std::uint64_t> seed) : seed_(seed) {
  if (seed_.has_value()) return;
  entropy_ =
      std::make_unique<base::OpenSslEntropy>([] { throw NoRandomness(); });
}

base::Random Randomness::Generator() {
  return seed_.has_value() ? base::Random::FromSeed(*seed_)
                           : base::Random::FromSource(entropy_.get());
}

}  // namespace maybenot::capi
