#include "maybenot/cli/combination.h"

#include <cstddef>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "machines/catalogue.h"
#include "machines/generation/combo.h"
#include "maybenot/cli/command.h"
#include "maybenot/machine.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

maybenot::Machine Build(const char* text) {
  base::Random random = base::Random::FromSeed(1);
  return machines::BuildDefense(text, random).value()[0];
}

generation::MachinePool Pool() {
  return {.client = {Build("noop"), Build("netflow")},
          .server = {Build("noop")}};
}

auto Combine(CombinationSize size, const generation::MachinePool& pool,
             const char* seed) {
  std::ostringstream out, err;
  base::Random random = base::Random::FromText(seed);
  return MakeCombinations({}, size, pool, {}, random, {out, err});
}

// Of two clients there are two sets of one and two orders of both.
TEST(CombinationTest, FindsEachOnce) {
  const auto found = Combine({.defenses = 4, .height = 2}, Pool(), "1");
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->size(), 4u);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_LT((*found)[i - 1].id(), (*found)[i].id());
  }
}

TEST(CombinationTest, ASeedRepeats) {
  const auto first = Combine({.defenses = 1, .height = 2}, Pool(), "3");
  const auto second = Combine({.defenses = 1, .height = 2}, Pool(), "3");
  EXPECT_EQ((*first)[0].id(), (*second)[0].id());
}

TEST(CombinationTest, SaysThatThereAreNoMore) {
  const absl::Status status =
      Combine({.defenses = 5, .height = 2}, Pool(), "1").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("no more than 4 distinct combinations"));
}

TEST(CombinationTest, WantsMachinesOfBothSides) {
  generation::MachinePool pool = Pool();
  pool.server.clear();
  EXPECT_FALSE(Combine({.defenses = 1, .height = 1}, pool, "1").ok());
}

}  // namespace
}  // namespace maybenot::cli
