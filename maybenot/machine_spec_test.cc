#include "maybenot/machine_spec.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr auto kNormalSent = static_cast<std::size_t>(Event::kNormalSent);
const float kNan = std::nanf("");

MachineSpec WithStates(std::size_t count) {
  MachineSpec spec;
  spec.states.resize(count);
  return spec;
}

// Two states, and a list of targets in the second.
MachineSpec WithList(std::vector<Trans> list) {
  MachineSpec spec = WithStates(2);
  spec.states[1].transitions[kNormalSent] = std::move(list);
  return spec;
}

// Targets 0, 1, ... of a machine that has enough states.
MachineSpec WithProbabilities(std::initializer_list<float> probabilities) {
  std::vector<Trans> list;
  for (const float probability : probabilities) {
    list.push_back({list.size(), probability});
  }
  MachineSpec spec = WithStates(probabilities.size());
  spec.states[0].transitions[kNormalSent] = std::move(list);
  return spec;
}

std::string Error(const MachineSpec& spec) {
  const absl::Status status = spec.Validate();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

TEST(MachineSpecTest, HasFromOneToAHundredThousandStates) {
  EXPECT_EQ(Error(MachineSpec{}),
            "the number of states is 0: must be from 1 to 100000");
  EXPECT_TRUE(WithStates(100000).Validate().ok());
  EXPECT_THAT(Error(WithStates(100001)), HasSubstr("is 100001"));
}

TEST(MachineSpecTest, HasFractionsFromZeroToOneOrNan) {
  for (const double good : {0.0, -0.0, 0.5, 1.0, std::nan("")}) {
    MachineSpec spec = WithStates(1);
    spec.max_padding_frac = good;
    spec.max_blocking_frac = good;
    EXPECT_TRUE(spec.Validate().ok()) << good;
  }
  MachineSpec padding = WithStates(1);
  padding.max_padding_frac = 1.5;
  EXPECT_EQ(Error(padding), "max_padding_frac is 1.5: must be from 0 to 1");
  MachineSpec blocking = WithStates(1);
  blocking.max_blocking_frac = -0.25;
  EXPECT_EQ(Error(blocking), "max_blocking_frac is -0.25: must be from 0 to 1");
}

TEST(MachineSpecTest, LeadsToItsOwnStatesEndOrSignal) {
  EXPECT_TRUE(
      WithList(
          {{0, 0.25f}, {1, 0.25f}, {kStateEnd, 0.25f}, {kStateSignal, 0.25f}})
          .Validate()
          .ok());
  EXPECT_EQ(Error(WithList({{0, 0.5f}, {2, 0.5f}})),
            "state 1, transition NormalSent[1].state is 2: must be below the "
            "number of states, 2, or 4294967295 (END), or 4294967294 (SIGNAL)");
  EXPECT_FALSE(WithList({{kStateSignal - 1, 1}}).Validate().ok());
  EXPECT_FALSE(WithList({{kStateEnd + 1, 1}}).Validate().ok());
}

TEST(MachineSpecTest, HasATargetOnceInAList) {
  EXPECT_EQ(Error(WithList({{1, 0.25f}, {0, 0.25f}, {1, 0.25f}})),
            "state 1, transition NormalSent has state 1 more than once: must "
            "have it once");
}

TEST(MachineSpecTest, HasNoEmptyList) {
  EXPECT_THAT(Error(WithList({})),
              HasSubstr("NormalSent is present with 0 targets"));
}

TEST(MachineSpecTest, HasProbabilitiesAboveZeroAndAtMostOne) {
  EXPECT_TRUE(WithProbabilities({1.0f}).Validate().ok());
  EXPECT_TRUE(WithProbabilities({std::numeric_limits<float>::denorm_min()})
                  .Validate()
                  .ok());
  EXPECT_TRUE(WithProbabilities({kNan}).Validate().ok());
  for (const float bad : {0.0f, -0.0f, -0.5f, 1.0000001f}) {
    EXPECT_FALSE(WithProbabilities({bad}).Validate().ok()) << bad;
  }
  EXPECT_EQ(Error(WithProbabilities({0.5f, 1.5f})),
            "state 0, transition NormalSent[1].probability is 1.5: must be "
            "above 0 and at most 1");
}

TEST(MachineSpecTest, SumsProbabilitiesIn32BitsInTheirOrder) {
  EXPECT_TRUE(
      WithProbabilities({1 / 3.0f, 1 / 3.0f, 1 / 3.0f}).Validate().ok());
  EXPECT_TRUE(WithProbabilities({.7f, .2f, .1f}).Validate().ok());
  EXPECT_TRUE(WithProbabilities({.1f, .2f, .7f}).Validate().ok());
  EXPECT_TRUE(WithProbabilities({.1f, .2f}).Validate().ok());
  EXPECT_FALSE(WithProbabilities({.5f, .500001f}).Validate().ok());
  // Ten times 0.1f are 1.00000012 in 32 bits.
  const std::string error = Error(
      WithProbabilities({.1f, .1f, .1f, .1f, .1f, .1f, .1f, .1f, .1f, .1f}));
  EXPECT_THAT(error, HasSubstr("probabilities sum to 1.00000012"));
}

TEST(MachineSpecTest, ValidatesEveryDistribution) {
  const Dist good{Uniform{0, 1}};
  const Dist bad{Uniform{1, 0}};
  const auto with_action = [](Action action) {
    MachineSpec spec = WithStates(4);
    spec.states[3].action = std::move(action);
    return spec;
  };
  EXPECT_TRUE(with_action(BlockOutgoing{false, false, good, good, good})
                  .Validate()
                  .ok());
  EXPECT_TRUE(with_action(Cancel{Timer::kAll}).Validate().ok());
  EXPECT_THAT(Error(with_action(SendPadding{false, false, bad, good})),
              StartsWith("state 3, action.timeout."));
  EXPECT_THAT(Error(with_action(SendPadding{false, false, good, bad})),
              StartsWith("state 3, action.limit."));
  EXPECT_THAT(Error(with_action(BlockOutgoing{false, false, bad, good, good})),
              StartsWith("state 3, action.timeout."));
  EXPECT_THAT(Error(with_action(BlockOutgoing{false, false, good, bad, good})),
              StartsWith("state 3, action.duration."));
  EXPECT_THAT(Error(with_action(BlockOutgoing{false, false, good, good, bad})),
              StartsWith("state 3, action.limit."));
  EXPECT_THAT(Error(with_action(UpdateTimer{false, bad, std::nullopt})),
              StartsWith("state 3, action.duration."));
  EXPECT_THAT(Error(with_action(UpdateTimer{false, good, bad})),
              StartsWith("state 3, action.limit."));
  MachineSpec counter = WithStates(1);
  counter.states[0].counters[1] = Counter{Operation::kSet, bad};
  EXPECT_THAT(Error(counter), StartsWith("state 0, counter B.dist."));
}

}  // namespace
}  // namespace maybenot
