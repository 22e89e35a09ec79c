#include "maybenot/simulator/bin_dist.h"

#include <set>

#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {
namespace {

using ::testing::HasSubstr;

TEST(BinDistTest, ABinOfNoWidthIsItsValueInWholeMicroseconds) {
  base::Random random = base::Random::FromSeed(1);
  const BinDist dist = BinDist::Parse(R"json({"(1.2349, 1.2349)": 1.0
})json")
                           .value();
  EXPECT_EQ(ToDuration(dist.Sample(random)), base::Microseconds(1234));
}

TEST(BinDistTest, DrawsEachBinAsOftenAsItSays) {
  base::Random random = base::Random::FromSeed(1);
  const BinDist dist =
      BinDist::Parse(
          R"json({"(2.0, 3.0)": 0.25, "(0.0, 0.0)": 0.5, "(1.0, 1.5)": 0.25
})json")
          .value();
  int zero = 0, middle = 0, upper = 0;
  for (int i = 0; i < 10'000; ++i) {
    const base::Duration sample = ToDuration(dist.Sample(random));
    if (sample == base::Duration(0)) {
      ++zero;
    } else if (sample < base::Milliseconds(2)) {
      ++middle;
      EXPECT_GE(sample, base::Microseconds(1000));
      EXPECT_LT(sample, base::Microseconds(1500));
    } else {
      ++upper;
      EXPECT_LT(sample, base::Microseconds(3000));
    }
  }
  // Four standard deviations: 4 * sqrt(10,000 / 4) = 200.
  EXPECT_NEAR(zero, 5'000, 200);
  EXPECT_NEAR(middle, 2'500, 200);
  EXPECT_NEAR(upper, 2'500, 200);
}

TEST(BinDistTest, TheLastBinHasWhatIsMissingToOne) {
  base::Random random = base::Random::FromSeed(1);
  const BinDist dist = BinDist::Parse(R"json({"(0, 0)": 0.9991, "(7, 7)": 0
})json")
                           .value();
  std::set<base::Duration> seen;
  for (int i = 0; i < 20'000; ++i) seen.insert(ToDuration(dist.Sample(random)));
  EXPECT_EQ(seen, (std::set<base::Duration>{base::Duration(0),
                                            base::Milliseconds(7)}));
}

TEST(BinDistTest, RefusesWhatIsNoHistogramAndSaysWhy) {
  const struct {
    absl::string_view json, problem;
  } kBad[] = {
      {"", "parse error"},
      {"[]", "must be a JSON object"},
      {"{}", "must be a JSON object"},
      {R"json({"(1)": 1.0})json", "\"(1)\" must be two numbers"},
      {R"json({"(a, 1)": 1.0})json", "must be two numbers"},
      {R"json({"(1, 2, 3)": 1.0})json", "must be two numbers"},
      {R"json({"(2, 1)": 1.0})json", "must be 0 <= FROM <= TO <= 1.8e+06 ms"},
      {R"json({"(-1, 1)": 1.0})json", "must be 0 <= FROM"},
      {R"json({"(0, 1800001)": 1.0})json", "must be 0 <= FROM"},
      {R"json({"(nan, 1)": 1.0})json", "must be 0 <= FROM"},
      {R"json({"(0, 1)": "x"})json",
       "has the probability \"x\": must be a number"},
      {R"json({"(0, 1)": -0.1})json", "has the probability -0.1"},
      {R"json({"(0, 1)": 0.5, "(1, 2)": 0.4})json", "sum to 0.9: must be 1"},
  };
  for (const auto& bad : kBad) {
    const auto dist = BinDist::Parse(bad.json);
    ASSERT_FALSE(dist.ok()) << bad.json;
    EXPECT_THAT(dist.status().message(), HasSubstr(bad.problem)) << bad.json;
  }
}

}  // namespace
}  // namespace maybenot::simulator
