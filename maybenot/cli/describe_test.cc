#include "maybenot/cli/describe.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string DescribeActionOf(Action action) {
  MachineSpec spec;
  spec.states.resize(1);
  spec.states[0].action = std::move(action);
  return DescribeMachine(spec);
}

TEST(DescribeTest, TellsAMachineInWords) {
  MachineSpec spec;
  spec.allowed_padding_packets = 5;
  spec.max_padding_frac = 0.5;
  spec.states.resize(2);
  spec.states[0].transitions[3].emplace({Trans{1, 1}});
  spec.states[1].action = SendPadding{true, true, Dist{Uniform{0, 0}, 20000, 0},
                                      Dist{Uniform{1, 8}}};
  spec.states[1].counters[0] =
      Counter{Operation::kIncrement, std::nullopt, false};
  spec.states[1].counters[1] = Counter{Operation::kSet, std::nullopt, true};
  spec.states[1].transitions[4].emplace(
      {Trans{1, 0.25f}, Trans{kStateSignal, 0.5f}, Trans{kStateEnd, 0.125f}});
  EXPECT_EQ(
      DescribeMachine(spec),
      "  padding        5 packets free, then under 0.5 of the packets it sees "
      "sent\n"
      "  blocking       no limit\n"
      "state 0, the first: begins here, and acts once it is entered\n"
      "  NormalSent     to state 1\n"
      "state 1\n"
      "  action         send padding after 20000 us (20 ms); a queued packet "
      "may serve "
      "as it; passes blocking that can be bypassed; at most Uniform(low 1, "
      "high 8) packets while in the state\n"
      "  counter A      add 1\n"
      "  counter B      set to the value of counter A\n"
      "  PaddingSent    to state 1 (0.25), SIGNAL (0.5), END (0.125), else "
      "none\n");
}

TEST(DescribeTest, TellsEveryAction) {
  const Dist five{Uniform{5, 5}};
  EXPECT_THAT(DescribeActionOf(Cancel{Timer::kAction}),
              HasSubstr("action         cancel the action timer\n"));
  EXPECT_THAT(DescribeActionOf(Cancel{Timer::kInternal}),
              HasSubstr("cancel the internal timer\n"));
  EXPECT_THAT(DescribeActionOf(Cancel{Timer::kAll}),
              HasSubstr("cancel both timers\n"));
  EXPECT_THAT(DescribeActionOf(SendPadding{false, false, five, std::nullopt}),
              HasSubstr("send padding after 5 us\n"));
  EXPECT_THAT(
      DescribeActionOf(BlockOutgoing{true, true, five, Dist{Poisson{3}}, five}),
      HasSubstr("block after 5 us for Poisson(lambda 3) us; replaces blocking "
                "in force; can be bypassed; at most 5 times while in the "
                "state\n"));
  EXPECT_THAT(DescribeActionOf(UpdateTimer{true, five, std::nullopt}),
              HasSubstr("set the internal timer to 5 us; replaces a longer "
                        "one\n"));
  EXPECT_THAT(DescribeActionOf(UpdateTimer{false, five, std::nullopt}),
              Not(HasSubstr("replaces")));
}

TEST(DescribeTest, TellsEveryCounterOperation) {
  MachineSpec spec;
  spec.states.resize(1);
  spec.states[0].counters[0] =
      Counter{Operation::kDecrement, Dist{Geometric{0.5}}, false};
  spec.states[0].counters[1] =
      Counter{Operation::kSet, Dist{Uniform{7, 7}}, false};
  const std::string text = DescribeMachine(spec);
  EXPECT_THAT(
      text, HasSubstr("counter A      subtract Geometric(probability 0.5)\n"));
  EXPECT_THAT(text, HasSubstr("counter B      set to 7\n"));
}

TEST(DescribeTest, TellsADistributionExactly) {
  EXPECT_EQ(DescribeDist(Dist{Uniform{1, 1.5}}, Unit::kMicroseconds),
            "Uniform(low 1, high 1.5) us");
  EXPECT_EQ(DescribeDist(Dist{Normal{-1, 2}, 20, 1000}, Unit::kMicroseconds),
            "Normal(mean -1, stdev 2) + 20 us, at most 1000 us (1 ms)");
  EXPECT_EQ(DescribeDist(Dist{Binomial{1000, 0.1}}, Unit::kNone),
            "Binomial(trials 1000, probability 0.1)");
  EXPECT_EQ(DescribeDist(Dist{Uniform{0, 0}, 8.64e10, 0}, Unit::kMicroseconds),
            "86400000000 us (1 d)");
  EXPECT_EQ(
      DescribeDist(Dist{Pareto{std::numeric_limits<double>::infinity(), 1e-7}},
                   Unit::kNone),
      "Pareto(scale inf, shape 1e-7)");
  EXPECT_EQ(DescribeDist(Dist{Normal{std::nan(""), 1}}, Unit::kNone),
            "Normal(mean NaN, stdev 1)");
}

TEST(DescribeTest, TellsTheBlockingBudget) {
  MachineSpec spec;
  spec.allowed_blocked_microsec = 1427858;
  spec.max_blocking_frac = 0.3;
  EXPECT_THAT(
      DescribeMachine(spec),
      HasSubstr(
          "blocking       1427858 us (1.43 s) free, then under 0.3 of the "
          "time since the start\n"));
}

}  // namespace
}  // namespace maybenot::cli
