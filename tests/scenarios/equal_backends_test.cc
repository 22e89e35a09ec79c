// docs/examples/equal.yaml in simulation and by the real programs, which have
// to count the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/files/files.h"
#include "gtest/gtest.h"
#include "lab/experiment.h"
#include "lab/local_backend.h"
#include "lab/metrics.h"
#include "lab/observations.h"
#include "lab/programs.h"
#include "lab/results.pb.h"
#include "lab/sim_backend.h"

namespace lab {
namespace {

Experiment Equal() {
  return ParseExperiment(
             base::ReadFile("docs/examples/equal.yaml").value(), "equal.yaml",
             [](absl::string_view path) {
               return base::ReadFile(absl::StrCat("docs/examples/", path));
             })
      .value();
}

// Each defense's run, all at the same time: they take a minute.
std::vector<absl::StatusOr<Observations>> RunAllLocal(
    const Experiment& experiment) {
  const Programs programs = FindPrograms({"mgen/programs"}).value();
  std::vector<absl::StatusOr<Observations>> observed(
      experiment.defenses.size(), absl::UnknownError("not run"));
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    threads.emplace_back([&, i] {
      observed[i] = RunLocal(experiment, experiment.defenses[i],
                             experiment.seed, {.programs = programs});
    });
  }
  for (std::thread& thread : threads) thread.join();
  return observed;
}

// The sums of docs/examples/equal.yaml.
void ExpectTheSumsOfTheFile(const results::Run& run) {
  EXPECT_EQ(run.messages().sent(), 55u);
  EXPECT_EQ(run.messages().expected(), 110u);
  EXPECT_EQ(run.messages().received(), 110u);
  EXPECT_EQ(run.messages().receipts(), 110u);
  EXPECT_EQ(run.messages().duplicates(), 0u);
  EXPECT_EQ(run.up().payload_bytes(), 110'860u);
  EXPECT_EQ(run.down().payload_bytes(), 200'620u);
  EXPECT_EQ(run.exceptions().failed_connections(), 0u);
}

// Conversation by conversation.
void ExpectEqual(const Observations& local, const Observations& sim) {
  ASSERT_EQ(local.conversations.size(), sim.conversations.size());
  for (std::size_t i = 0; i < sim.conversations.size(); ++i) {
    const ConversationObservations& here = local.conversations[i];
    const ConversationObservations& there = sim.conversations[i];
    EXPECT_EQ(here.user, there.user);
    EXPECT_EQ(here.group, there.group);
    EXPECT_EQ(here.up.cells.payload_bytes, there.up.cells.payload_bytes);
    EXPECT_EQ(here.down.cells.payload_bytes, there.down.cells.payload_bytes);
    ASSERT_EQ(here.messages.size(), there.messages.size());
    for (std::size_t m = 0; m < there.messages.size(); ++m) {
      EXPECT_EQ(here.messages[m].id, there.messages[m].id);
      EXPECT_EQ(here.messages[m].blocks, there.messages[m].blocks);
    }
  }
}

TEST(EqualBackendsTest, CountTheSameUndefendedAndBehindPadding) {
  const Experiment experiment = Equal();
  ASSERT_EQ(experiment.defenses.size(), 2u);
  const std::vector<absl::StatusOr<Observations>> local =
      RunAllLocal(experiment);
  for (std::size_t i = 0; i < local.size(); ++i) {
    SCOPED_TRACE(experiment.defenses[i].name);
    ASSERT_TRUE(local[i].ok()) << local[i].status();
    const absl::StatusOr<Observations> sim =
        RunSim(experiment, experiment.defenses[i], experiment.seed, {});
    ASSERT_TRUE(sim.ok()) << sim.status();
    ExpectEqual(*local[i], *sim);
    ExpectTheSumsOfTheFile(Measure(*local[i], *local[0]));
    ExpectTheSumsOfTheFile(Measure(*sim, *sim));
  }
  // The second is one: about 20,000 padding cells each way.
  const results::Run padded = Measure(*local[1], *local[0]);
  EXPECT_GT(padded.up().padding_cells(), 5'000u);
  EXPECT_GT(padded.down().padding_cells(), 5'000u);
}

}  // namespace
}  // namespace lab
