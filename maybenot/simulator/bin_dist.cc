#include "maybenot/simulator/bin_dist.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "maybenot/json_value.h"

namespace maybenot::simulator {
namespace {

constexpr double kMaxMilliseconds =
    std::chrono::duration<double, std::milli>(BinDist::kMaxDelay).count();

absl::Status Bad(absl::string_view bin, absl::string_view problem) {
  return absl::InvalidArgumentError(
      absl::StrCat("bin \"", bin.substr(0, 60), "\" ", problem));
}

// The range that a key names.
absl::StatusOr<std::pair<double, double>> ParseRange(absl::string_view key) {
  absl::string_view inner = key;
  while (absl::ConsumePrefix(&inner, "(")) {
  }
  while (absl::ConsumeSuffix(&inner, ")")) {
  }
  const std::vector<absl::string_view> ends = absl::StrSplit(inner, ',');
  double from = 0;
  double to = 0;
  if (ends.size() != 2 || !absl::SimpleAtod(ends[0], &from) ||
      !absl::SimpleAtod(ends[1], &to)) {
    return Bad(key, "must be two numbers, \"(FROM, TO)\", in milliseconds");
  }
  if (!(from >= 0 && from <= to && to <= kMaxMilliseconds)) {
    return Bad(
        key,
        absl::StrCat("must be 0 <= FROM <= TO <= ", kMaxMilliseconds, " ms"));
  }
  return std::make_pair(from, to);
}

}  // namespace

BinDist::BinDist(std::vector<Bin> bins) : bins_(std::move(bins)) {}

absl::StatusOr<BinDist> BinDist::Parse(absl::string_view json) {
  ASSIGN_OR_RETURN(const nlohmann::json document, ParseJson(json));
  if (!document.is_object() || document.empty()) {
    return absl::InvalidArgumentError(
        "a delay must be a JSON object of one or more bins, {\"(0.0, 1.0)\": "
        "1.0}");
  }
  std::vector<Bin> bins;  // With their own probabilities at first.
  for (const auto& [key, value] : document.items()) {
    ASSIGN_OR_RETURN(const auto range, ParseRange(key));
    if (!value.is_number() || !(value.get<double>() >= 0 &&
                                value.get<double>() <= 1 + kSumTolerance)) {
      return Bad(
          key, absl::StrCat("has the probability ", value.dump().substr(0, 40),
                            ": must be a number in [0, 1]"));
    }
    bins.push_back({range.first, range.second, value.get<double>()});
  }
  std::stable_sort(bins.begin(), bins.end(), [](const Bin& a, const Bin& b) {
    return a.from_ms < b.from_ms;
  });
  double sum = 0;
  for (Bin& bin : bins) bin.below = sum += bin.below;
  if (!(std::abs(sum - 1) <= kSumTolerance)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the probabilities of the bins sum to ", sum,
                     ": must be 1, within ", kSumTolerance));
  }
  return BinDist(std::move(bins));
}

IntegrationDelay BinDist::Sample(base::Random& random) const {
  const double draw = base::UnitDouble(random);
  const auto found =
      std::find_if(bins_.begin(), bins_.end(),
                   [draw](const Bin& bin) { return draw < bin.below; });
  const Bin& bin = found == bins_.end() ? bins_.back() : *found;
  double ms = bin.from_ms;
  if (bin.from_ms < bin.to_ms) {
    ms += base::UnitDouble(random) * (bin.to_ms - bin.from_ms);
  }
  return static_cast<IntegrationDelay>(ms * 1000);
}

}  // namespace maybenot::simulator
