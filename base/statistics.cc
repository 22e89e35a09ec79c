#include "base/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/check.h"

namespace base {

std::optional<double> Mean(absl::Span<const double> values) {
  if (values.empty()) return std::nullopt;
  return std::accumulate(values.begin(), values.end(), 0.0) /
         static_cast<double>(values.size());
}

std::optional<double> Median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

std::optional<double> StandardDeviation(absl::Span<const double> values) {
  if (values.size() < 2) return std::nullopt;
  const double mean = *Mean(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

std::optional<double> Percentile(absl::Span<const double> sorted,
                                 double fraction) {
  BASE_CHECK(fraction > 0 && fraction <= 1);
  if (sorted.empty()) return std::nullopt;
  const double rank = std::ceil(fraction * static_cast<double>(sorted.size()));
  return sorted[std::max<std::size_t>(static_cast<std::size_t>(rank), 1) - 1];
}

std::optional<Interval> ConfidenceInterval95(absl::Span<const double> values) {
  const std::optional<double> deviation = StandardDeviation(values);
  if (!deviation) return std::nullopt;
  const double standard_error =
      *deviation / std::sqrt(static_cast<double>(values.size()));
  return Interval{*Mean(values),
                  StudentT975(values.size() - 1) * standard_error};
}

double StudentT975(std::size_t freedom) {
  BASE_CHECK(freedom >= 1);
  // Where the expansion below is off in the fourth digit.
  constexpr std::array<double, 10> kSmall = {12.7062, 4.3027, 3.1824, 2.7764,
                                             2.5706,  2.4469, 2.3646, 2.3060,
                                             2.2622,  2.2281};
  if (freedom <= kSmall.size()) return kSmall[freedom - 1];
  // Cornish and Fisher's expansion in 1/n around the normal quantile.
  // SOURCE: Abramowitz 26.7.5.
  const double n = static_cast<double>(freedom);
  const double z = 1.959963984540054;
  const double z2 = z * z;
  const double g1 = z * (z2 + 1) / 4;
  const double g2 = z * ((5 * z2 + 16) * z2 + 3) / 96;
  const double g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  const double g4 =
      z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
  return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n;
}

}  // namespace base
