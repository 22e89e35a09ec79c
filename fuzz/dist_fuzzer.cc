// Property: whatever the parameters, a distribution that validates gives finite
// samples of at least 0 and at most a positive `max`, the same ones for the
// same seed; one that does not names what is wrong.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <variant>

#include "absl/status/status.h"
#include "base/check.h"
#include "base/random.h"
#include "maybenot/dist.h"
#include "maybenot/sampler.h"

namespace {

constexpr int kSamples = 8;

// Numbers off the front of the input; zeros once it has ended.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size)
      : data_(data), size_(size) {}

  template <typename Number>
  Number Take() {
    Number number = 0;
    const std::size_t taken = std::min(sizeof(number), size_);
    if (taken > 0) std::memcpy(&number, data_, taken);
    data_ += taken;
    size_ -= taken;
    return number;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

maybenot::DistType TakeType(Input& input) {
  const auto tag =
      input.Take<std::uint8_t>() % std::variant_size_v<maybenot::DistType>;
  const auto trials = input.Take<std::uint64_t>();
  const auto a = input.Take<double>();
  const auto b = input.Take<double>();
  const auto c = input.Take<double>();
  switch (tag) {
    case 0:
      return maybenot::Uniform{a, b};
    case 1:
      return maybenot::Normal{a, b};
    case 2:
      return maybenot::SkewNormal{a, b, c};
    case 3:
      return maybenot::LogNormal{a, b};
    case 4:
      return maybenot::Binomial{trials, a};
    case 5:
      return maybenot::Geometric{a};
    case 6:
      return maybenot::Pareto{a, b};
    case 7:
      return maybenot::Poisson{a};
    case 8:
      return maybenot::Weibull{a, b};
    case 9:
      return maybenot::Gamma{a, b};
    default:
      return maybenot::Beta{a, b};
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  Input input(data, size);
  maybenot::Dist dist = {.type = TakeType(input)};
  dist.start = input.Take<double>();
  dist.max = input.Take<double>();
  base::Random random = base::Random::FromSeed(input.Take<std::uint64_t>());
  base::Random other = random;

  const absl::Status status = dist.Validate();
  if (!status.ok()) {
    BASE_CHECK(status.code() == absl::StatusCode::kInvalidArgument);
    BASE_CHECK(!status.message().empty());
    return 0;
  }
  const maybenot::Sampler sampler(dist);
  const maybenot::Sampler copy = sampler;
  for (int i = 0; i < kSamples; ++i) {
    const double sample = sampler.Sample(random);
    BASE_CHECK(std::isfinite(sample) && sample >= 0);
    BASE_CHECK(!(dist.max > 0) || sample <= dist.max);
    BASE_CHECK(copy.Sample(other) == sample);
  }
  return 0;
}
