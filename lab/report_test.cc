#include "lab/report.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/results.pb.h"
#include "lab/summary.h"

namespace lab {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

results::Results TwoDefenses() {
  results::Results results;
  results.set_experiment("quick");
  results.set_warmup_seconds(60);
  results.set_measured_seconds(600);
  results.set_drain_seconds(30);
  results.set_users(3);
  results.set_groups(2);
  results.set_conversations(4);
  results.mutable_link()->set_rate_bits_per_second(10'000'000);
  results.mutable_link()->set_delay_seconds(0.02);
  results.mutable_link()->set_loss(0.001);
  results.add_seeds(1);
  for (const char* name : {"none", "front"}) {
    results::Defense& defense = *results.add_defenses();
    defense.set_name(name);
    results::Run& run = *defense.add_runs();
    run.mutable_messages()->set_sent(12);
    run.mutable_messages()->set_expected(24);
    run.mutable_receipt_round_trip()->set_p50(0.0812);
    run.set_fraction_over_30s(0.25);
    // Of 4 * 600 = 2400 s.
    run.mutable_up()->set_blocked_seconds(1200);
    run.mutable_overhead()->mutable_bytes()->set_sum(0.125);
    run.mutable_down()->set_payload_bytes(418000);
    run.mutable_exceptions();
  }
  return results;
}

TEST(ReportTest, SaysWhatRan) {
  EXPECT_THAT(Report(TwoDefenses()),
              HasSubstr("quick: 3 users in 2 groups, 4 conversations; 10 min "
                        "measured after 1 min, answers awaited for 30 s; 10.0 "
                        "Mbit/s, 20 ms one way, loss 0.1 %; seed 1\n"));
}

TEST(ReportTest, SaysWhereThereWasNoLink) {
  results::Results results = TwoDefenses();
  results.clear_link();
  EXPECT_THAT(Report(results),
              HasSubstr("awaited for 30 s; mgen-server and mgen-client on "
                        "loopback, in real time; seed 1\n"));
}

TEST(ReportTest, HasARowForEachDefenseWithUnits) {
  const std::string report = Report(TwoDefenses());
  EXPECT_THAT(report,
              HasSubstr("Messages\n"
                        "                                              messages"
                        "    receipt after, s\n"
                        "defense    sent  due  received  receipts  never  twice"
                        "       p50  p95  p99    >30 s, %\n"
                        "none         12   24         0         0      0      0"
                        "     0.081    -    -        25.0\n"
                        "front        12   24         0         0      0      0"
                        "     0.081    -    -        25.0\n"));
  EXPECT_THAT(report, HasSubstr("418 kB"));
  EXPECT_THAT(report, HasSubstr("0.12"));
  EXPECT_THAT(report, HasSubstr("50.0"));  // Blocked: 1200 of 2400 s.
}

TEST(ReportTest, SeveralSeedsHaveIntervals) {
  results::Results results = TwoDefenses();
  results.add_seeds(2);
  for (results::Defense& defense : *results.mutable_defenses()) {
    *defense.add_runs() = defense.runs(0);
    defense.mutable_runs(1)->mutable_messages()->set_sent(14);
    Summarize(&defense);
  }
  const std::string report = Report(results);
  EXPECT_THAT(report, HasSubstr("seeds 1..2 (mean±95 % interval)"));
  // Standard error sqrt(2 / 2) = 1, times 12.7062.
  EXPECT_THAT(report, HasSubstr("front      13±12.7"));
}

TEST(ReportTest, NamesExceptionsThatHappened) {
  results::Results results = TwoDefenses();
  EXPECT_THAT(Report(results), HasSubstr("Exceptions\n  none\n"));
  results::Exceptions& exceptions =
      *results.mutable_defenses(1)->mutable_runs(0)->mutable_exceptions();
  exceptions.set_refused(3);
  exceptions.set_restarts(12);
  EXPECT_THAT(Report(results),
              HasSubstr("Exceptions\n  front: refused 3, restarts 12\n\n"));
  EXPECT_THAT(Report(results), Not(HasSubstr("given_up")));
}

}  // namespace
}  // namespace lab
