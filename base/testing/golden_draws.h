// What rand 0.9 draws, recorded: the lines of tests/golden/draws.tsv.
#ifndef BASE_TESTING_GOLDEN_DRAWS_H_
#define BASE_TESTING_GOLDEN_DRAWS_H_

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace base::testing {

struct GoldenDraws {
  std::uint64_t seed;
  std::vector<std::string> parameters;  // Two.
  std::vector<std::string> draws;
};

// Those of one kind ("u32", "shuffle"); tests/golden/README.md lists them.
inline std::vector<GoldenDraws> ReadGoldenDraws(absl::string_view kind) {
  std::ifstream in("tests/golden/draws.tsv");
  std::vector<GoldenDraws> all;
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields.size() != 5 || fields[0] != kind) continue;
    GoldenDraws draws = {
        .seed = 0,
        .parameters = {fields[2], fields[3]},
        .draws = absl::StrSplit(fields[4], ' ', absl::SkipEmpty())};
    if (!absl::SimpleAtoi(fields[1], &draws.seed)) continue;
    all.push_back(std::move(draws));
  }
  return all;
}

// The number; the largest if it is none, which no test wants.
inline std::uint64_t ToU64(absl::string_view text) {
  std::uint64_t value = 0;
  return absl::SimpleAtoi(text, &value) ? value : ~std::uint64_t{0};
}

// The number; a huge negative one if it is none.
inline double ToDouble(absl::string_view text) {
  double value = 0;
  return absl::SimpleAtod(text, &value) ? value : -1e308;
}

}  // namespace base::testing

#endif  // BASE_TESTING_GOLDEN_DRAWS_H_
