// For tests: whether samples fit a distribution, by two tests that a right
// sampler fails for one seed in a million. Seeds being fixed, a failure stays.
#ifndef BASE_SAMPLE_GOODNESS_H_
#define BASE_SAMPLE_GOODNESS_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/types/span.h"

namespace base {

// Of a continuous distribution: Kolmogorov and Smirnov's test.
bool FitsCdf(std::vector<double> samples,
             const std::function<double(double)>& cdf);

// Of whole numbers from 0: Pearson's test of samples[i] against
// probabilities[i]. What lies beyond the last is one bin more; bins next to
// each other are joined until 20 samples are expected in each.
bool FitsProbabilities(absl::Span<const std::uint64_t> samples,
                       absl::Span<const double> probabilities);

// Of 0 to n successes in n trials, each with probability p in (0, 1).
std::vector<double> BinomialProbabilities(int n, double p);

}  // namespace base

#endif  // BASE_SAMPLE_GOODNESS_H_
