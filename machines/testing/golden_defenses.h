// What the reference's builders make, recorded: tests/golden/fixed.tsv.
#ifndef MACHINES_TESTING_GOLDEN_DEFENSES_H_
#define MACHINES_TESTING_GOLDEN_DEFENSES_H_

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "maybenot/machine.h"

namespace machines::testing {

struct GoldenDefense {
  std::uint64_t seed = 0;
  std::string text;                     // As the catalogue takes it.
  std::vector<double> parameters = {};  // The numbers in it.
  std::vector<std::string> machines = {};
};

// Those called `name`, or all if it is empty.
inline std::vector<GoldenDefense> ReadGoldenDefenses(absl::string_view name) {
  std::ifstream in("tests/golden/fixed.tsv");
  std::vector<GoldenDefense> all;
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields.size() != 3) continue;
    const std::vector<std::string> words = absl::StrSplit(fields[1], ' ');
    if (!name.empty() && words[0] != name) continue;
    GoldenDefense golden = {.text = fields[1],
                            .machines = absl::StrSplit(fields[2], ',')};
    if (!absl::SimpleAtoi(fields[0], &golden.seed)) continue;
    for (std::size_t i = 1; i < words.size(); ++i) {
      double value = 0;
      if (absl::SimpleAtod(words[i], &value)) {
        golden.parameters.push_back(value);
      }
    }
    all.push_back(std::move(golden));
  }
  return all;
}

// All the machines, by their texts, which say all to the last bit.
inline void ExpectEqual(
    const absl::StatusOr<std::vector<maybenot::Machine>>& built,
    const GoldenDefense& golden) {
  ASSERT_TRUE(built.ok()) << golden.text << ": " << built.status();
  ASSERT_EQ(built->size(), golden.machines.size()) << golden.text;
  for (std::size_t i = 0; i < built->size(); ++i) {
    const auto text = (*built)[i].Serialize();
    ASSERT_TRUE(text.ok()) << text.status();
    EXPECT_EQ(*text, golden.machines[i])
        << golden.text << ", seed " << golden.seed << ", machine " << i;
  }
}

}  // namespace machines::testing

#endif  // MACHINES_TESTING_GOLDEN_DEFENSES_H_
