#include "maybenot/rate_limited_framework.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/script.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

base::Instant At(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

// Its machines pad after every packet sent.
class PaddingRig {
 public:
  explicit PaddingRig(std::size_t machines)
      : framework_(
            Framework::Create(specs::Compile(std::vector<MachineSpec>(
                                  machines, specs::Spec({specs::Pads(5).On(
                                                Event::kNormalSent, 0)}))),
                              {}, base::Random::FromSeed(1), base::Instant{})
                .value(),
            base::Instant{}) {}

  // How many actions came of a packet sent at `ms`.
  std::size_t Send(std::int64_t ms, double limit) {
    return framework_.TriggerEvents(absl::MakeConstSpan(&kNS, 1), limit, At(ms))
        .size();
  }
  std::uint64_t dropped() const { return framework_.dropped(); }

 private:
  RateLimitedFramework framework_;
};

TEST(RateLimitedFrameworkTest, DropsWhatComesAboveTheLimitInOneWindow) {
  PaddingRig rig(1);
  EXPECT_EQ(rig.Send(0, 3), 1u);
  EXPECT_EQ(rig.Send(1, 3), 1u);
  EXPECT_EQ(rig.Send(2, 3), 1u);
  EXPECT_EQ(rig.Send(3, 3), 0u);
  EXPECT_EQ(rig.Send(999, 3), 0u);
  EXPECT_EQ(rig.dropped(), 2u);
}

TEST(RateLimitedFrameworkTest, DroppedActionsDoNotCount) {
  PaddingRig rig(1);
  EXPECT_EQ(rig.Send(0, 1), 1u);
  EXPECT_EQ(rig.Send(1, 1), 0u);
  EXPECT_EQ(rig.Send(2, 2), 1u);  // One of two has been returned.
}

TEST(RateLimitedFrameworkTest, CountsTheWindowBeforeInProportion) {
  PaddingRig rig(1);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(rig.Send(i, kNoLimit), 1u);
  EXPECT_EQ(rig.Send(1000, 3), 1u);  // Opens a window: 4 before, 1 in it.
  EXPECT_EQ(rig.Send(1500, 3), 0u);  // 4 * 0.5 + 1 = 3.
  EXPECT_EQ(rig.Send(1501, 3), 1u);  // 4 * 0.499 + 1 = 2.996.
}

TEST(RateLimitedFrameworkTest, ForgetsTheWindowBeforeAfterTwoSeconds) {
  PaddingRig rig(1);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(rig.Send(i, kNoLimit), 1u);
  EXPECT_EQ(rig.Send(2000, 2), 1u);
  EXPECT_EQ(rig.Send(2000, 2), 1u);  // 0 + 1.
  EXPECT_EQ(rig.Send(2000, 2), 0u);
}

TEST(RateLimitedFrameworkTest, TheCallThatOpensAWindowIsNeverLimited) {
  PaddingRig rig(2);
  EXPECT_EQ(rig.Send(0, 0), 0u);
  EXPECT_EQ(rig.Send(1000, 0), 2u);
  EXPECT_EQ(rig.Send(1999, 0), 0u);
}

TEST(RateLimitedFrameworkTest, ACallBelowTheLimitReturnsAllItsActions) {
  PaddingRig rig(3);
  EXPECT_EQ(rig.Send(0, 1), 3u);
  EXPECT_EQ(rig.Send(1, 3), 0u);
}

TEST(RateLimitedFrameworkTest, TimeThatGoesBackLeavesTheWindowAsItIs) {
  PaddingRig rig(1);
  EXPECT_EQ(rig.Send(1000, 1), 1u);
  EXPECT_EQ(rig.Send(500, 1), 0u);
  EXPECT_EQ(rig.Send(500, kNoLimit), 1u);
}

TEST(RateLimitedFrameworkTest, NanAndInfinityAreNoLimit) {
  PaddingRig rig(1);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(rig.Send(0, std::numeric_limits<double>::quiet_NaN()), 1u);
    EXPECT_EQ(rig.Send(0, kNoLimit), 1u);
  }
}

TEST(RateLimitedFrameworkTest, MachinesMoveOnWhenTheirActionsAreDropped) {
  RateLimitedFramework framework(
      Framework::Create(
          specs::Compile({specs::Spec(
              {specs::Idle().On(Event::kNormalSent, 1),
               specs::Pads(5).On(Event::kNormalSent, kStateEnd)})}),
          {}, base::Random::FromSeed(1), base::Instant{})
          .value(),
      base::Instant{});
  const std::vector<TriggerEvent> sent = {kNS};
  EXPECT_TRUE(framework.TriggerEvents(sent, 0, At(0)).empty());
  EXPECT_FALSE(framework.framework().all_machines_ended());
  EXPECT_TRUE(framework.TriggerEvents(sent, 0, At(0)).empty());
  EXPECT_TRUE(framework.framework().all_machines_ended());
}

}  // namespace
}  // namespace maybenot
