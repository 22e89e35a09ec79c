#include "machines/generation/derive.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "machines/generation/config.h"
#include "machines/generation/environment.h"
#include "machines/generation/testing/golden_traces.h"

namespace generation {
namespace {

bool Always() { return true; }

TEST(DeriveTest, EqualsTheReference) {
  const EnvironmentInputs inputs = {.traces = testing::GoldenTraces()};
  const auto lines = testing::ReadLines("derive");
  ASSERT_EQ(lines.size(), 24u);
  for (const std::vector<std::string>& line : lines) {
    const Config config = testing::GoldenConfig(line[1]);
    const auto derived =
        DeriveFromSeed(*config.derive, inputs, line[2], Always);
    ASSERT_TRUE(derived.ok()) << derived.status();
    const auto& found = *derived;
    EXPECT_EQ(found ? absl::StrCat(found->attempts) : "0", line[3]) << line[2];
    EXPECT_EQ(found ? found->defense.id() : "none", line[4]) << line[2];
  }
}

TEST(DeriveTest, EndsWhenItIsTold) {
  const EnvironmentInputs inputs = {.traces = testing::GoldenTraces()};
  // The reference finds this one's defense in the 99th attempt.
  const Config config = testing::GoldenConfig("blocking");
  int asked = 0;
  const auto derived = DeriveFromSeed(*config.derive, inputs, "blocking-0",
                                      [&asked] { return ++asked <= 3; });
  ASSERT_TRUE(derived.ok()) << derived.status();
  EXPECT_FALSE(derived->has_value());
  EXPECT_EQ(asked, 4);
}

TEST(DeriveTest, SeedsAreAscii) {
  const EnvironmentInputs inputs = {.traces = testing::GoldenTraces()};
  const Config config = testing::GoldenConfig("plain");
  EXPECT_EQ(DeriveFromSeed(*config.derive, inputs, "s\xc3\xa9", Always)
                .status()
                .message(),
            "the seed must be ASCII");
}

}  // namespace
}  // namespace generation
