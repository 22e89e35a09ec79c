#include "mgen/weights.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/sample/alias_table.h"
#include "base/status_macros.h"

namespace mgen {
namespace {

constexpr absl::string_view kU32Bound =
    "a whole number from 0 to 4294967295, without spaces";

// All of `field`, with an optional plus sign, as Rust's number parser has it.
template <typename Number>
bool ParseField(absl::string_view field, Number& number) {
  if (absl::ConsumePrefix(&field, "+") && absl::StartsWith(field, "-")) {
    return false;
  }
  const char* end = field.data() + field.size();
  const auto result = std::from_chars(field.data(), end, number);
  return result.ec == std::errc() && result.ptr == end;
}

// The numbers of one line; `line` and `what` are for messages.
template <typename Number>
absl::StatusOr<std::vector<Number>> ParseLine(absl::string_view text, int line,
                                              absl::string_view what,
                                              absl::string_view bound) {
  constexpr std::size_t kShown = 40;
  std::vector<Number> numbers;
  for (const absl::string_view field : absl::StrSplit(text, ',')) {
    Number number{};
    if (!ParseField(field, number) ||
        !std::isfinite(static_cast<double>(number))) {
      return absl::InvalidArgumentError(absl::StrCat(
          "line ", line, ", field ", numbers.size() + 1, ": ", what, " is \"",
          absl::CHexEscape(field.substr(0, kShown)), "\", must be ", bound));
    }
    numbers.push_back(number);
  }
  return numbers;
}

absl::StatusOr<std::vector<double>> ParseValues(absl::string_view text,
                                                bool whole_values) {
  if (!whole_values) {
    return ParseLine<double>(text, 2, "value",
                             "a finite number, without spaces");
  }
  ASSIGN_OR_RETURN(const std::vector<std::uint32_t> whole,
                   ParseLine<std::uint32_t>(text, 2, "value", kU32Bound));
  return std::vector<double>(whole.begin(), whole.end());
}

absl::Status CheckWeights(const std::vector<std::uint32_t>& weights,
                          std::size_t values) {
  if (weights.size() != values) {
    return absl::InvalidArgumentError(
        absl::StrCat("line 2: the number of values is ", values,
                     ", must be that of the weights, ", weights.size()));
  }
  if (std::all_of(weights.begin(), weights.end(),
                  [](std::uint32_t weight) { return weight == 0; })) {
    return absl::InvalidArgumentError(
        "line 1: all weights are 0, one must be over 0");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Weighted> ParseWeights(absl::string_view text,
                                      bool whole_values) {
  std::vector<absl::string_view> lines =
      absl::StrSplit(text, absl::MaxSplits('\n', 2));
  if (lines.size() < 2) {
    return absl::InvalidArgumentError(
        "line 2: missing, must be the values, one a weight");
  }
  for (absl::string_view& line : lines) line = absl::StripSuffix(line, "\r");
  Weighted weighted;
  ASSIGN_OR_RETURN(weighted.weights,
                   ParseLine<std::uint32_t>(lines[0], 1, "weight", kU32Bound));
  ASSIGN_OR_RETURN(weighted.values, ParseValues(lines[1], whole_values));
  RETURN_IF_ERROR(CheckWeights(weighted.weights, weighted.values.size()));
  return weighted;
}

absl::StatusOr<WeightedSampler> WeightedSampler::Create(Weighted weighted) {
  RETURN_IF_ERROR(CheckWeights(weighted.weights, weighted.values.size()));
  for (std::size_t i = 0; i < weighted.values.size(); ++i) {
    if (std::isfinite(weighted.values[i])) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("line 2, field ", i + 1, ": value is ", weighted.values[i],
                     ", must be finite"));
  }
  return WeightedSampler(std::make_shared<const Table>(
      Table{base::AliasTable(weighted.weights), std::move(weighted.values)}));
}

}  // namespace mgen
