// Means, medians, percentiles and intervals of plain numbers.
#ifndef BASE_STATISTICS_H_
#define BASE_STATISTICS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/types/span.h"

namespace base {

// None of an empty sample, here and below.
std::optional<double> Mean(absl::Span<const double> values);
// The middle value, or the mean of the two in the middle.
std::optional<double> Median(std::vector<double> values);

// Of a sample: the squares' sum is divided by n - 1. None of fewer than two
// values.
std::optional<double> StandardDeviation(absl::Span<const double> values);

// By nearest rank: the smallest value that at least `fraction` of the sample
// does not exceed. `sorted` ascends; `fraction` in (0, 1].
std::optional<double> Percentile(absl::Span<const double> sorted,
                                 double fraction);

// Of the mean of independent values of one normal distribution: mean +-
// half_width holds the true mean in 95 % of samples (Student's t).
struct Interval {
  double mean;
  double half_width;
};
// None of fewer than two values.
std::optional<Interval> ConfidenceInterval95(absl::Span<const double> values);

// The 0.975 quantile of Student's t distribution. Requires: freedom >= 1.
// To 4 digits after the point.
double StudentT975(std::size_t freedom);

}  // namespace base

#endif  // BASE_STATISTICS_H_
