#include "machines/generation/combo.h"

#include <string>
#include <vector>

#include "base/random.h"
#include "gtest/gtest.h"
#include "machines/generation/config.h"
#include "machines/generation/def_file.h"
#include "machines/generation/environment.h"
#include "machines/generation/testing/golden_traces.h"
#include "machines/generation/testing/read_golden.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

MachinePool GoldenPool() {
  MachinePool pool;
  const DefFile file =
      ReadDefFile(testing::ReadGolden("defenses.def"), "defenses.def").value();
  for (const Defense& defense : file.defenses) {
    pool.client.insert(pool.client.end(), defense.client().begin(),
                       defense.client().end());
    pool.server.insert(pool.server.end(), defense.server().begin(),
                       defense.server().end());
  }
  return pool;
}

TEST(ComboTest, EqualsTheReference) {
  const EnvironmentInputs inputs = {.traces = testing::GoldenTraces()};
  const MachinePool pool = GoldenPool();
  const auto lines = testing::ReadLines("combo");
  ASSERT_EQ(lines.size(), 24u);
  for (const std::vector<std::string>& line : lines) {
    ComboConfig config = {.max_attempts = 20};
    const Config file = testing::GoldenConfig(line[1]);
    if (line[1] != "circpad") {
      config.constraints = file.derive->constraints;
      config.env = file.derive->env;
    }
    base::Random random = base::Random::FromText(line[2]);
    const auto combined = Combine(config, 3, pool, inputs, random);
    ASSERT_TRUE(combined.ok()) << combined.status();
    EXPECT_EQ(*combined ? (*combined)->id() : "none", line[4]) << line[2];
  }
}

// With up to two machines: 3 + 3 sets of three, times 2 + 1 sets of two.
TEST(ComboTest, CountsSetsOfBothSides) {
  const maybenot::Machine noop =
      maybenot::Machine::Parse("02eNpjYEAHjOgCAAA0AAI=").value();
  const MachinePool pool = {.client = {noop, noop, noop},
                            .server = {noop, noop}};
  EXPECT_EQ(CountCombinations(pool, 1), 6);
  EXPECT_EQ(CountCombinations(pool, 2), 6 * 3);
  EXPECT_EQ(CountCombinations(pool, 9), 7 * 3);
}

}  // namespace
}  // namespace generation
