#include "lab/runner.h"

#include <string>

#include "base/files/files.h"
#include "base/proto_json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/experiment.h"
#include "lab/local_backend.h"
#include "lab/population.h"
#include "lab/results.pb.h"
#include "lab/testing/experiments.h"
#include "lab/testing/fake_programs.h"

namespace lab {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr const char* kLink = "{rate: 10Mbit, delay: 20ms, queue: 64KiB}";

std::string JsonOf(const Experiment& experiment, const RunnerOptions& options) {
  return base::ToJson(RunExperiment(experiment, options)->results);
}

TEST(RunnerTest, EqualSeedsGiveEqualBytesOnAnyNumberOfThreads) {
  const Experiment experiment = SmallExperiment("30s", kLink);
  const std::string one = JsonOf(experiment, {.seeds = {7}, .threads = 1});
  EXPECT_EQ(JsonOf(experiment, {.seeds = {7}, .threads = 3}), one);
  EXPECT_NE(JsonOf(experiment, {.seeds = {8}, .threads = 3}), one);
}

TEST(RunnerTest, ResultsComeInTheOrderOfDefensesAndSeeds) {
  const Experiment experiment = SmallExperiment("30s", kLink);
  double last_fraction = 0;
  std::size_t last_runs = 0;
  RunnerOptions options{.seeds = {3, 5}, .threads = 2};
  options.on_progress = [&](double fraction, std::size_t, std::size_t runs) {
    EXPECT_GE(fraction, last_fraction);
    EXPECT_LE(fraction, 1);
    last_fraction = fraction;
    last_runs = runs;
  };
  const results::Results results = RunExperiment(experiment, options)->results;
  EXPECT_EQ(last_runs, 2 * experiment.defenses.size());
  EXPECT_EQ(results.experiment(), "small");
  EXPECT_EQ(results.backend(), "sim");
  EXPECT_TRUE(results.has_link());
  EXPECT_EQ(results.users(), 4u);
  EXPECT_EQ(results.groups(), 2u);
  EXPECT_EQ(results.conversations(), 5u);
  ASSERT_EQ(results.defenses_size(), 6);
  EXPECT_EQ(results.defenses(0).name(), "none");
  EXPECT_EQ(results.defenses(0).cell_bytes(), 0u);
  EXPECT_EQ(results.defenses(2).name(), "tamaraw");
  EXPECT_EQ(results.defenses(2).cell_bytes(), 512u);
  for (const results::Defense& defense : results.defenses()) {
    ASSERT_EQ(defense.runs_size(), 2);
    EXPECT_EQ(defense.runs(0).seed(), 3u);
    EXPECT_EQ(defense.runs(1).seed(), 5u);
    EXPECT_GT(defense.intervals_size(), 0);
    EXPECT_GT(defense.runs(0).messages().sent(), 0u);
  }
  EXPECT_EQ(results.defenses(0).runs(0).overhead().bytes().sum(), 0);
  EXPECT_GT(results.defenses(2).runs(0).overhead().bytes().sum(), 1);
}

TEST(RunnerTest, WritesATraceForEachConnection) {
  Experiment experiment = SmallExperiment("10s", kLink);
  experiment.defenses.resize(2);  // none, front.
  const std::string folder = ::testing::TempDir() + "/runner_test";
  ASSERT_TRUE(
      RunExperiment(experiment, {.seeds = {1}, .threads = 2, .traces = folder})
          .ok());
  for (const char* defense : {"none", "front"}) {
    for (const Group& group : experiment.groups) {
      for (const std::size_t user : group.members) {
        const std::string path = folder + "/" + defense + "/" +
                                 Experiment::UserName(user) + "-" + group.name +
                                 ".log";
        EXPECT_THAT(base::ReadFile(path).value(),
                    MatchesRegex("([0-9]+,[sr][np],[0-9]+\n)+"));
      }
    }
  }
}

TEST(RunnerTest, TheLocalBackendRunsThePrograms) {
  RunnerOptions options{.seeds = {3}};
  options.local = LocalOptions{
      .programs = MakeFakePrograms(::testing::TempDir() + "/runner_test_bin",
                                   FakeServer(), FakeClient())};
  double last_fraction = 0;
  options.on_progress = [&](double fraction, std::size_t, std::size_t) {
    EXPECT_GE(fraction, last_fraction);
    EXPECT_LE(fraction, 1);
    last_fraction = fraction;
  };
  const auto outcome = RunExperiment(FakeExperiment(), options);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(last_fraction, 1);
  const results::Results& results = outcome->results;
  EXPECT_EQ(results.backend(), "local");
  EXPECT_FALSE(results.has_link());
  ASSERT_EQ(results.defenses_size(), 1);
  EXPECT_EQ(results.defenses(0).runs(0).messages().receipts(), 1u);
  EXPECT_EQ(results.defenses(0).runs(0).down().normal_cells(), 23u);  // 11 + 12
}

TEST(RunnerTest, TheFirstErrorIsTold) {
  const Experiment experiment =
      SmallExperiment("30s", "{rate: 1kbit, delay: 20ms, queue: 64KiB}");
  const auto outcome = RunExperiment(experiment, {.seeds = {1}, .threads = 2});
  ASSERT_FALSE(outcome.ok());
  EXPECT_THAT(std::string(outcome.status().message()),
              HasSubstr("conversations registered"));
}

}  // namespace
}  // namespace lab
