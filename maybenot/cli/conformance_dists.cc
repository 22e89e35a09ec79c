#include "maybenot/cli/conformance_dists.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "maybenot/cli/tally.h"
#include "maybenot/dist.h"
#include "maybenot/machine_json.h"
#include "maybenot/sampler.h"

namespace maybenot::cli {
namespace {

struct Case {
  Dist dist;
  std::uint64_t seed = 0;
  std::vector<std::uint64_t> samples;
};

absl::StatusOr<std::vector<std::uint64_t>> ParseSamples(
    absl::string_view text) {
  std::vector<std::uint64_t> samples;
  for (const absl::string_view word :
       absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    std::uint64_t bits = 0;
    if (!absl::SimpleHexAtoi(word, &bits)) {
      return absl::InvalidArgumentError(
          absl::StrCat("sample ", samples.size() + 1, " is no hexadecimal"));
    }
    samples.push_back(bits);
  }
  if (samples.empty()) return absl::InvalidArgumentError("no samples");
  return samples;
}

absl::StatusOr<Case> ParseCase(absl::string_view line) {
  const std::vector<absl::string_view> fields = absl::StrSplit(line, '\t');
  if (fields.size() != 3) {
    return absl::InvalidArgumentError(
        absl::StrCat(fields.size(), " fields, must be 3"));
  }
  Case parsed;
  ASSIGN_OR_RETURN(parsed.dist, DistFromJson(fields[0]));
  RETURN_IF_ERROR(parsed.dist.Validate());
  if (!absl::SimpleAtoi(fields[1], &parsed.seed)) {
    return absl::InvalidArgumentError("the seed is no number of 64 bits");
  }
  ASSIGN_OR_RETURN(parsed.samples, ParseSamples(fields[2]));
  return parsed;
}

std::string DescribeSample(std::size_t index, std::uint64_t bits) {
  return absl::StrCat("sample ", index + 1, " ",
                      absl::Hex(bits, absl::kZeroPad16), " (",
                      std::bit_cast<double>(bits), ")");
}

void ReplayCase(const Case& drawn, const std::string& name, Tally& tally) {
  base::Random random = base::Random::FromSeed(drawn.seed);
  const Sampler sampler(drawn.dist);
  for (std::size_t i = 0; i < drawn.samples.size(); ++i) {
    const auto bits = std::bit_cast<std::uint64_t>(sampler.Sample(random));
    if (bits == drawn.samples[i]) continue;
    tally.Fail({.case_name = name,
                .expected = DescribeSample(i, drawn.samples[i]),
                .actual = DescribeSample(i, bits)});
    return;
  }
  ++tally.passed;
}

}  // namespace

void ReplayDists(absl::string_view text, Tally& tally) {
  std::size_t number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty()) continue;
    const std::string name = absl::StrCat("dists.tsv line ", number);
    const absl::StatusOr<Case> drawn = ParseCase(line);
    if (!drawn.ok()) {
      tally.Fail({.case_name = name,
                  .expected = "a distribution, a seed and samples",
                  .actual = std::string(drawn.status().message())});
      continue;
    }
    ReplayCase(*drawn, name, tally);
  }
}

}  // namespace maybenot::cli
