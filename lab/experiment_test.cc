#include "lab/experiment.h"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "mgen/model.h"

namespace lab {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::string_view kDistributions =
    "{s: 0.5, r: 0.1, m: {distribution: Poisson, lambda: 1}, "
    "i: {distribution: Exp, lambda: 2}, w: {distribution: Exp, lambda: 2}, "
    "a_s: {distribution: Exp, lambda: 2}, a_r: {distribution: Weighted, "
    "weights_file: times.csv}}";

// As small as a file may be; line 2 has the users, line 5 the defenses.
std::string Small() {
  return absl::StrCat("name: small\nusers: 5\ngroups: {dyads: 1, sizes: [3]}\n",
                      "mgen: {distributions: ", kDistributions,
                      "}\ndefenses: []\n");
}

absl::StatusOr<std::string> ReadFile(absl::string_view path) {
  if (path == "times.csv") return std::string("1,1\n0.5,2.5\n");
  return absl::NotFoundError("no such file");
}

std::string Error(absl::string_view yaml) {
  return std::string(
      ParseExperiment(yaml, "f.yaml", ReadFile).status().message());
}

std::string ErrorWith(absl::string_view from, absl::string_view to) {
  return Error(absl::StrReplaceAll(Small(), {{from, to}}));
}

TEST(ExperimentTest, GivesDefaults) {
  const auto experiment = ParseExperiment(Small(), "f.yaml", ReadFile);
  ASSERT_TRUE(experiment.ok()) << experiment.status();
  EXPECT_EQ(experiment->name, "small");
  EXPECT_EQ(experiment->seed, 1u);
  EXPECT_EQ(experiment->duration, base::Seconds(600));
  EXPECT_EQ(experiment->warmup, base::Seconds(60));
  EXPECT_EQ(experiment->drain, base::Seconds(60));
  EXPECT_EQ(experiment->users, 5u);
  ASSERT_EQ(experiment->groups.size(), 2u);
  EXPECT_THAT(experiment->groups[0].members, ElementsAre(0, 1));
  EXPECT_THAT(experiment->groups[1].members, ElementsAre(2, 3, 4));
  EXPECT_NE(experiment->distributions, nullptr);
  EXPECT_EQ(experiment->wait_mode, mgen::WaitMode::kInactivity);
  EXPECT_EQ(experiment->bootstrap, base::Seconds(5));
  EXPECT_EQ(experiment->retry, base::Seconds(5));
  EXPECT_EQ(experiment->link.rate_bits_per_second, 10'000'000u);
  EXPECT_EQ(experiment->link.delay, base::Milliseconds(20));
  EXPECT_EQ(experiment->link.loss, 0);
  EXPECT_EQ(experiment->link.queue_bytes, 65536u);
  ASSERT_EQ(experiment->defenses.size(), 1u);
  EXPECT_TRUE(experiment->defenses[0].none);
}

TEST(ExperimentTest, ReadsEveryKey) {
  const auto experiment = ParseExperiment(
      absl::StrCat("name: full\nseed: 7\nduration: 1h\nwarmup: 0\ndrain: 5s\n",
                   "users: 4\ngroups: {dyads: 2}\nmgen:\n  w_mode: deadline\n",
                   "  bootstrap: 1s\n  retry: 250ms\n  distributions: ",
                   kDistributions, "\nlink: {rate: unlimited, delay: 0, ",
                   "loss: 0.05, queue: unlimited}\npath: direct\n",
                   "cell_size: 1024\ndefenses:\n  - {name: a}\n",
                   "  - {name: none}\n  - {name: b, cell_size: 256}\n"),
      "f.yaml", ReadFile);
  ASSERT_TRUE(experiment.ok()) << experiment.status();
  EXPECT_EQ(experiment->seed, 7u);
  EXPECT_EQ(experiment->duration, base::Seconds(3600));
  EXPECT_EQ(experiment->warmup, base::Seconds(0));
  EXPECT_EQ(experiment->drain, base::Seconds(5));
  EXPECT_EQ(experiment->wait_mode, mgen::WaitMode::kDeadline);
  EXPECT_EQ(experiment->bootstrap, base::Seconds(1));
  EXPECT_EQ(experiment->retry, base::Milliseconds(250));
  EXPECT_EQ(experiment->link.rate_bits_per_second, 0u);
  EXPECT_EQ(experiment->link.delay, base::Seconds(0));
  EXPECT_EQ(experiment->link.loss, 0.05);
  EXPECT_EQ(experiment->link.queue_bytes, 0u);
  ASSERT_EQ(experiment->defenses.size(), 3u);
  // "none" comes first, wherever it stands in the file.
  EXPECT_EQ(experiment->defenses[0].name, "none");
  EXPECT_EQ(experiment->defenses[1].name, "a");
  EXPECT_EQ(experiment->defenses[1].cell_size, 1024u);
  EXPECT_EQ(experiment->defenses[2].name, "b");
  EXPECT_EQ(experiment->defenses[2].cell_size, 256u);
}

TEST(ExperimentTest, RefusesWithFileLineAndBound) {
  EXPECT_EQ(ErrorWith("users: 5", "users: 1"),
            "f.yaml:2: users: \"1\", expected a whole number from 2 to 100000");
  EXPECT_EQ(ErrorWith("users: 5", "users: 6"),
            "f.yaml:3: groups: places for 5 members, expected at least one for "
            "each of 6 users");
  EXPECT_EQ(ErrorWith("[3]", "[6]"),
            "f.yaml:3: groups: a group of 6, expected 2 to the 5 users");
  EXPECT_EQ(ErrorWith("[3]", "[100001]"),
            "f.yaml:3: sizes: \"100001\", expected a whole number up to "
            "100000");
  EXPECT_THAT(ErrorWith("dyads", "diads"),
              HasSubstr("f.yaml:3: \"diads\": unknown key, expected one of: "
                        "dyads, sizes"));
  EXPECT_THAT(ErrorWith("lambda: 1}", "lambda: -1}"),
              HasSubstr("f.yaml:4: m: "));
  EXPECT_EQ(ErrorWith("times.csv", "gone.csv"),
            "f.yaml:4: weights_file: gone.csv: no such file");
  EXPECT_THAT(ErrorWith("name: small", "name: a b"),
              HasSubstr("f.yaml:1: name: \"a b\", expected 1 to 64 letters"));
  EXPECT_THAT(ErrorWith("[]", "[{name: x}, {name: y}, {name: x}]"),
              HasSubstr("f.yaml:5: defenses: name: \"x\" again"));
  EXPECT_THAT(ErrorWith("defenses: []", "defenses: {}"),
              HasSubstr("f.yaml:5: defenses: a map, expected a list"));
  EXPECT_THAT(ErrorWith("defenses: []", ""),
              HasSubstr("f.yaml:1: the key \"defenses\" is missing"));
  EXPECT_EQ(Error(""), "f.yaml:1: nothing, expected a map");
}

TEST(ExperimentTest, RefusesValuesOutOfBounds) {
  const std::pair<const char*, const char*> cases[] = {
      {"duration: 500ms", "a duration from 1 s to 30 d"},
      {"duration: 31d", "a duration from 1 s to 30 d"},
      {"warmup: 31d", "a duration from 0 s to 30 d"},
      {"drain: 31d", "a duration from 0 s to 30 d"},
      {"seed: -1", "a whole number"},
      {"cell_size: 32", "a whole number from 64 to 16384"},
      {"path: tunnel", "direct: the tunnel does not exist yet"},
      {"path: carrier pigeon", "direct"},
      {"link: {rate: 100bit}", "a rate from 1kbit to 1000Gbit, or unlimited"},
      {"link: {rate: 0}", "a rate over 0"},
      {"link: {delay: 2min}", "a duration from 0 s to 1 min"},
      {"link: {loss: 0.6}", "a finite number from 0 to 0.5"},
      {"link: {queue: 1kB}", "a size from 1500B to 1GiB, or unlimited"},
      {"link: {jitter: 1ms}", "one of: delay, loss, queue, rate"},
  };
  for (const auto& [line, expected] : cases) {
    const std::string error = Error(absl::StrCat(Small(), line, "\n"));
    EXPECT_THAT(error, HasSubstr("f.yaml:6: ")) << line;
    EXPECT_THAT(error, HasSubstr(absl::StrCat("expected ", expected))) << line;
  }
}

TEST(ExperimentTest, RefusesARunThatSendsNothing) {
  EXPECT_THAT(ErrorWith("mgen: {", "mgen: {bootstrap: 11min, "),
              HasSubstr("bootstrap lasts as long as warmup and duration"));
  EXPECT_EQ(ErrorWith("mgen: {", "mgen: {bootstrap: 659s, "), "");
}

TEST(ExperimentTest, NamesUsersFromOne) {
  EXPECT_EQ(Experiment::UserName(0), "u00001");
  EXPECT_EQ(Experiment::UserName(99999), "u100000");
}

// What ./run runs, with its files.
TEST(ExperimentTest, TheQuickExampleIsValid) {
  const auto read = [](absl::string_view path) -> absl::StatusOr<std::string> {
    std::ifstream file(absl::StrCat("docs/examples/", path));
    if (!file.is_open()) return absl::NotFoundError("cannot be opened");
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto text = read("quick.yaml");
  ASSERT_TRUE(text.ok()) << text.status();
  const auto experiment = ParseExperiment(*text, "quick.yaml", read);
  ASSERT_TRUE(experiment.ok()) << experiment.status();
  EXPECT_EQ(experiment->users, 20u);
  EXPECT_EQ(experiment->groups.size(), 8u);
  ASSERT_EQ(experiment->defenses.size(), 6u);
  const std::pair<std::size_t, std::size_t> machines[] = {
      {0, 0}, {1, 1}, {2, 2}, {3, 7}, {1, 1}, {1, 1}};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(experiment->defenses[i].client->size(), machines[i].first) << i;
    EXPECT_EQ(experiment->defenses[i].server->size(), machines[i].second) << i;
  }
  EXPECT_EQ(experiment->defenses[1].options.restart,
            maybenot::Defender::Restart::kWhenEnded);
}

}  // namespace
}  // namespace lab
