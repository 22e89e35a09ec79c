#include "mgen/weights.h"

#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(WeightsTest, ReadsTwoLinesAndIgnoresTheRest) {
  const auto times =
      ParseWeights("1,+20,0\r\n0.5,1e3,-.25\r\nnotes, here", false);
  ASSERT_TRUE(times.ok()) << times.status();
  EXPECT_THAT(times->weights, ElementsAre(1, 20, 0));
  EXPECT_THAT(times->values, ElementsAre(0.5, 1000, -0.25));

  const auto sizes = ParseWeights("4294967295\n4294967295", true);
  ASSERT_TRUE(sizes.ok()) << sizes.status();
  EXPECT_THAT(sizes->values, ElementsAre(4294967295.0));
}

std::string Refusal(absl::string_view text, bool whole_values) {
  const auto weighted = ParseWeights(text, whole_values);
  EXPECT_EQ(weighted.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(weighted.status().message());
}

TEST(WeightsTest, RefusesWithLineFieldValueAndBound) {
  EXPECT_EQ(Refusal("1, 2\n3,4", false),
            "line 1, field 2: weight is \" 2\", must be a whole number from 0 "
            "to 4294967295, without spaces");
  EXPECT_EQ(Refusal("1,2\n3,four", false),
            "line 2, field 2: value is \"four\", must be a finite number, "
            "without spaces");
  EXPECT_THAT(Refusal("1,2\n3,4.5", true),
              HasSubstr("line 2, field 2: value is \"4.5\", must be a whole"));
  EXPECT_THAT(Refusal("1,-2\n3,4", true), HasSubstr("weight is \"-2\""));
  EXPECT_THAT(Refusal("+-1\n3", true), HasSubstr("weight is \"+-1\""));
  EXPECT_THAT(Refusal("4294967296\n1", true), HasSubstr("4294967296"));
  EXPECT_THAT(Refusal("1\ninf", false), HasSubstr("value is \"inf\""));
  EXPECT_THAT(Refusal("1\nnan", false), HasSubstr("value is \"nan\""));
  EXPECT_THAT(Refusal("1\n1e999", false), HasSubstr("value is \"1e999\""));
}

TEST(WeightsTest, RefusesWhatIsMissing) {
  EXPECT_THAT(Refusal("", true), HasSubstr("line 2: missing"));
  EXPECT_THAT(Refusal("1,2", true), HasSubstr("line 2: missing"));
  EXPECT_THAT(Refusal("\n1", true), HasSubstr("line 1, field 1"));
  EXPECT_THAT(Refusal("1,\n1,2", true), HasSubstr("line 1, field 2"));
  EXPECT_THAT(
      Refusal("1,2\n1", true),
      HasSubstr("number of values is 1, must be that of the weights, 2"));
  EXPECT_THAT(Refusal("0,0\n1,2", true), HasSubstr("all weights are 0"));
}

TEST(WeightsTest, LongFieldsAreCutInMessages) {
  const std::string message =
      Refusal(std::string(1'000'000, '9') + "\n1", true);
  EXPECT_LT(message.size(), 200u);
}

TEST(WeightsTest, ASamplerOfOneValueGivesIt) {
  const auto sampler = WeightedSampler::Create({{0, 3, 0}, {1, 2, 3}});
  ASSERT_TRUE(sampler.ok());
  base::Random random = base::Random::FromSeed(1);
  const std::vector<double> samples = {sampler->Sample(random),
                                       sampler->Sample(random)};
  EXPECT_THAT(samples, ElementsAre(2, 2));
}

TEST(WeightsTest, ASamplerRefusesValuesThatNoTimerCanTake) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(WeightedSampler::Create({{1, 1}, {1, infinity}}).ok());
  EXPECT_FALSE(WeightedSampler::Create({{1, 1}, {1}}).ok());
  EXPECT_FALSE(WeightedSampler::Create({{}, {}}).ok());
}

}  // namespace
}  // namespace mgen
