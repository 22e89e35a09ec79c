#include "base/sample/goodness.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

#include "absl/types/span.h"

namespace base {
namespace {

constexpr double kFewestExpected = 20;

// Above it with probability 1e-6: the normal quantile in Wilson and Hilferty's
// approximation, "The distribution of chi-square", 1931.
double ChiSquaredBound(double degrees) {
  const double quantile = 4.753424;
  const double spread = 2 / (9 * degrees);
  return degrees * std::pow(1 - spread + quantile * std::sqrt(spread), 3);
}

}  // namespace

bool FitsCdf(std::vector<double> samples,
             const std::function<double(double)>& cdf) {
  std::sort(samples.begin(), samples.end());
  const auto n = static_cast<double>(samples.size());
  double distance = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double expected = cdf(samples[i]);
    const auto rank = static_cast<double>(i);
    distance =
        std::max({distance, expected - rank / n, (rank + 1) / n - expected});
  }
  // 2 exp(-2 x^2) = 1e-6.
  return std::sqrt(n) * distance < 2.6935;
}

bool FitsProbabilities(absl::Span<const std::uint64_t> samples,
                       absl::Span<const double> probabilities) {
  std::vector<double> expected(probabilities.begin(), probabilities.end());
  expected.push_back(std::max(
      0.0, 1 - std::accumulate(expected.begin(), expected.end(), 0.0)));
  std::vector<double> counts(expected.size());
  for (const std::uint64_t sample : samples) {
    ++counts[std::min<std::size_t>(sample, counts.size() - 1)];
  }
  double statistic = 0;
  double bins = 0;
  double expected_sum = 0;
  double count_sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (expected[i] == 0 && counts[i] > 0) return false;
    expected_sum += expected[i] * static_cast<double>(samples.size());
    count_sum += counts[i];
    if (expected_sum < kFewestExpected && i + 1 < counts.size()) continue;
    if (expected_sum > 0) {
      const double difference = count_sum - expected_sum;
      statistic += difference * difference / expected_sum;
      ++bins;
    }
    expected_sum = count_sum = 0;
  }
  return statistic < ChiSquaredBound(std::max(1.0, bins - 1));
}

std::vector<double> BinomialProbabilities(int n, double p) {
  std::vector<double> probabilities;
  for (int k = 0; k <= n; ++k) {
    probabilities.push_back(std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) -
                                     std::lgamma(n - k + 1) + k * std::log(p) +
                                     (n - k) * std::log1p(-p)));
  }
  return probabilities;
}

}  // namespace base
