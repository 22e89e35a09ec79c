#include "lab/local_timeline.h"

#include <cstdint>

#include "absl/status/status.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "lab/experiment.h"

namespace lab {
namespace {

using base::Milliseconds;
using base::Seconds;

constexpr std::int64_t kNow = 1'795'340'000'250'000'000;  // Unix, ns.

constexpr base::Instant AtS(std::int64_t s) {
  return base::Instant{} + Seconds(s);
}

// 45 s measured after 12 s; 10 s of drain; a hundred users.
Experiment Hundred(base::Duration bootstrap) {
  Experiment experiment;
  experiment.users = 100;
  experiment.warmup = Seconds(12);
  experiment.duration = Seconds(45);
  experiment.drain = Seconds(10);
  experiment.bootstrap = bootstrap;
  return experiment;
}

TEST(LocalTimelineTest, RegistrationEndsWhenTheSimulationsDoes) {
  // 1 s + 100 * 3 ms = 1.3 s for starting. 5 + 1.3 is rounded up to 7, of which
  // 2 are left before the epoch.
  const LocalTimeline five(Hundred(Seconds(5)), kNow);
  EXPECT_EQ(five.registration_s(), 7);
  EXPECT_EQ(five.At(kNow), AtS(-2));
  // A bootstrap of 2 s: registration is open for 5 all the same.
  const LocalTimeline two(Hundred(Seconds(2)), kNow);
  EXPECT_EQ(two.registration_s(), 7);
  EXPECT_EQ(two.At(kNow), AtS(-2));
  // 8.5 + 1.3 is rounded up to 10: 1.5 are left.
  const LocalTimeline eight(Hundred(Milliseconds(8500)), kNow);
  EXPECT_EQ(eight.registration_s(), 10);
  EXPECT_EQ(eight.At(kNow), AtS(-2) + Milliseconds(500));
}

TEST(LocalTimelineTest, TheWindowIsTheSimulations) {
  const LocalTimeline timeline(Hundred(Seconds(5)), kNow);
  EXPECT_EQ(timeline.begin(), AtS(12));
  EXPECT_EQ(timeline.end(), AtS(57));
  EXPECT_EQ(timeline.last(), AtS(67));
  // The epoch is ...002.25: + 12 and + 57.
  EXPECT_EQ(timeline.Measure(), "1795340014.250000000..1795340059.250000000");
  EXPECT_EQ(timeline.StopSending(), "1795340059.250000000");
  EXPECT_EQ(timeline.At(kNow + 3'000'000'001), AtS(1) + base::Duration(1));
}

TEST(LocalTimelineTest, ModelsAwakeAtBootstrapHoweverLateTheClientIsTold) {
  const LocalTimeline timeline(Hundred(Seconds(5)), kNow);
  EXPECT_EQ(timeline.BootstrapFrom(kNow).value(), Seconds(7));
  EXPECT_EQ(timeline.BootstrapFrom(kNow + 1'234'567'891).value(),
            Seconds(7) - base::Duration(1'234'567'891));
  EXPECT_EQ(timeline.BootstrapFrom(kNow + 2'000'000'000).value(), Seconds(5));
  EXPECT_EQ(timeline.BootstrapFrom(kNow + 2'000'000'001).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST(LocalTimelineTest, AModelMustAwakeBeforeItIsMeasured) {
  EXPECT_EQ(LocalTimeline(Hundred(Seconds(5)), kNow).latest_awake(), AtS(12));
  // Where it awakes within the measured time, within what was allowed: 1.3 s.
  EXPECT_EQ(LocalTimeline(Hundred(Seconds(20)), kNow).latest_awake(),
            AtS(21) + Milliseconds(300));
}

}  // namespace
}  // namespace lab
