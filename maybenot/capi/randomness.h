// Where a handle's draws come from: a seed, or OpenSSL.
#ifndef MAYBENOT_CAPI_RANDOMNESS_H_
#define MAYBENOT_CAPI_RANDOMNESS_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "base/entropy/entropy.h"
#include "base/random.h"

namespace maybenot::capi {

class Randomness {
 public:
  // None: OpenSSL's generator, whose failure is thrown as NoRandomness.
  explicit Randomness(std::optional<std::uint64_t> seed);

  // Not to be used once this is gone.
  base::Random Generator();

 private:
  std::optional<std::uint64_t> seed_;
  std::unique_ptr<base::OpenSslEntropy> entropy_;
};

}  // namespace maybenot::capi

#endif  // MAYBENOT_CAPI_RANDOMNESS_H_
