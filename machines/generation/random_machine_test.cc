#include "machines/generation/random_machine.h"

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/random.h"
#include "gtest/gtest.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

double Number(const std::string& word) {
  double value = -1;
  EXPECT_TRUE(absl::SimpleAtod(word, &value)) << word;
  return value;
}

std::uint64_t Whole(const std::string& word) {
  return static_cast<std::uint64_t>(Number(word));
}

std::optional<bool> Allowed(char c) {
  return c == '-' ? std::nullopt : std::optional<bool>(c == '1');
}

// The second field of a line of random_machines.tsv.
RandomMachineConfig ReadConfig(const std::string& field) {
  const std::vector<std::string> w = absl::StrSplit(field, ' ');
  EXPECT_EQ(w.size(), 10u);
  return {.num_states = {Whole(w[0]), Whole(w[1])},
          .allow_blocking_client = Allowed(w[2][0]),
          .allow_blocking_server = Allowed(w[2][1]),
          .allow_expressive = Allowed(w[2][2]),
          .allow_fixed_budget = Allowed(w[2][3]),
          .allow_frac_limits = Allowed(w[2][4]),
          .duration_point = {Number(w[3]), Number(w[4])},
          .count_point = {Whole(w[5]), Whole(w[6])},
          .min_action_timeout = {Number(w[7]), Number(w[8])},
          .circpad_compatible = w[9] == "1"};
}

TEST(RandomMachineTest, EqualsTheReference) {
  std::ifstream in("tests/golden/random_machines.tsv");
  int lines = 0;
  for (std::string line; std::getline(in, line); ++lines) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    ASSERT_EQ(fields.size(), 4u);
    const RandomMachineConfig config = ReadConfig(fields[1]);
    ASSERT_TRUE(config.Validate().ok()) << config.Validate();
    base::Random random = base::Random::FromSeed(Whole(fields[0]));
    for (const Side side : {Side::kClient, Side::kServer}) {
      const auto machine = DrawMachine(config, side, random);
      ASSERT_TRUE(machine.ok()) << machine.status();
      EXPECT_EQ(machine->Serialize().value(),
                fields[side == Side::kClient ? 2 : 3])
          << "seed " << fields[0] << ", " << fields[1];
    }
  }
  EXPECT_EQ(lines, 42);
}

TEST(RandomMachineTest, SaysWhatIsOutOfRange) {
  RandomMachineConfig config = {.num_states = {0, 3}};
  EXPECT_EQ(config.Validate().message(),
            "num_states is [0, 3]: must be from 1 to 100, the smaller first");
  config = {.num_states = {3, 3}, .duration_point = {2, 1}};
  EXPECT_EQ(config.Validate().message(),
            "duration_point is [2, 1]: must be from 0 to 86400000000, the "
            "smaller first");
  config = {.num_states = {3, 3}, .min_action_timeout = {-1, 1}};
  EXPECT_FALSE(config.Validate().ok());
}

// With circuit padding a state has at most one successor for each of the two
// events that keep it live: all but none of 100 states reach each other.
TEST(RandomMachineTest, GivesUpWhereNoMachineIsLive) {
  const RandomMachineConfig config = {.num_states = {100, 100},
                                      .circpad_compatible = true,
                                      .max_states_drawn = 10'000};
  base::Random random = base::Random::FromSeed(1);
  EXPECT_EQ(DrawMachine(config, Side::kClient, random).status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace generation
