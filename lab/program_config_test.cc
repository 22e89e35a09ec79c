#include "lab/program_config.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/message_log.h"
#include "lab/testing/experiments.h"
#include "maybenot/defender.h"
#include "maybenot/machine.h"
#include "mgen/client_config.h"
#include "mgen/distribution.h"
#include "mgen/model.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/defense_yaml.h"

namespace lab {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Pair;

constexpr absl::string_view kNoop = "02eNpjYEAHjOgCAAA0AAI=";

// Three users: 0 and 1 in dyad1, all in group1.
Experiment Weighted() {
  return ParseExperiment(
             absl::StrCat(R"(
name: weighted
users: 3
groups: {dyads: 1, sizes: [3]}
mgen:
  w_mode: deadline
  retry: 250ms
  distributions:
    s: 0.25
    r: 1
    m: {distribution: Geometric, p: 0.1}
    i: {distribution: LogNormal, mean: 4, std_dev: 0.8}
    w: {distribution: Weighted, weights_file: sub/w.csv}
    a_s: {distribution: Exp, lambda: 0.06}
    a_r: {distribution: Pareto, scale: 4, shape: 1.6}
defenses:
  - name: all
    client: [)",
                          kNoop, ", ", kNoop, R"(]
    server: noop.txt
    restart: when_ended
    max_padding_frac: 0.1
    max_blocking_frac: 0.3
    cell_size: 640
    queue: 77
  - {name: cells}
)"),
             "test.yaml",
             [](absl::string_view path) {
               return absl::StrCat(path == "noop.txt" ? kNoop : "2,3\n1,9");
             })
      .value();
}

std::vector<Seat> SeatsOf(const Experiment& experiment, std::size_t user) {
  std::vector<Seat> seats;
  for (const Seat& seat : Seats(experiment)) {
    if (seat.user == user) seats.push_back(seat);
  }
  return seats;
}

// What a program reads from the folder.
base::FileReader ReadFrom(const std::map<std::string, std::string>& files) {
  return [&files](absl::string_view path) -> absl::StatusOr<std::string> {
    const auto found = files.find(std::string(path));
    if (found == files.end()) return absl::NotFoundError("no such file");
    return found->second;
  };
}

mgen::ClientConfig ReadBack(const Experiment& experiment,
                            absl::string_view defense, std::size_t user) {
  const DefenseSpec& spec = Named(experiment, defense);
  const std::string yaml = ClientYaml({.experiment = experiment,
                                       .defense = spec,
                                       .seed = 18446744073709551615u,
                                       .server = "127.0.0.1:40123",
                                       .bootstrap = base::Duration(6020000000)},
                                      SeatsOf(experiment, user));
  const auto files = SharedFiles(experiment, spec).value();
  const auto config = mgen::ParseClientConfig(yaml, "u.yaml", ReadFrom(files));
  EXPECT_TRUE(config.ok()) << config.status() << yaml;
  return *config;
}

std::vector<std::string> Names(const maybenot::Machines& machines) {
  std::vector<std::string> names;
  for (const maybenot::Machine& machine : *machines) {
    names.push_back(machine.Name().value());
  }
  return names;
}

void ExpectAll(const shaper::Defense& defense) {
  EXPECT_EQ(defense.cell_size, 640u);
  EXPECT_EQ(defense.defender.limits.max_padding_frac, 0.1);
  EXPECT_EQ(defense.defender.limits.max_blocking_frac, 0.3);
  EXPECT_EQ(defense.defender.queue_packets, 77u);
  EXPECT_EQ(defense.defender.restart, maybenot::Defender::Restart::kWhenEnded);
}

TEST(ProgramConfigTest, TheClientReadsTheUser) {
  const Experiment experiment = Weighted();
  const mgen::ClientConfig config = ReadBack(experiment, "none", 1);
  EXPECT_EQ(config.user, "u00002");
  EXPECT_EQ(config.wait_mode, mgen::WaitMode::kDeadline);
  EXPECT_EQ(config.seed, 18446744073709551615u);
  ASSERT_EQ(config.conversations.size(), 2u);
  EXPECT_EQ(config.conversations[0].group, "dyad1");
  EXPECT_EQ(config.conversations[1].group, "group1");
  for (const auto& conversation : config.conversations) {
    EXPECT_EQ(conversation.message_server, "127.0.0.1:40123");
    EXPECT_EQ(conversation.bootstrap, base::Duration(6020000000));
    EXPECT_EQ(conversation.retry, base::Milliseconds(250));
    EXPECT_FALSE(conversation.defense);
  }
  EXPECT_EQ(ReadBack(experiment, "none", 2).conversations.size(), 1u);
}

TEST(ProgramConfigTest, TheClientDrawsWhatTheSimulationDraws) {
  const Experiment experiment = Weighted();
  const auto copy =
      ReadBack(experiment, "none", 0).conversations[0].distributions;
  EXPECT_EQ(copy->s, experiment.distributions->s);
  EXPECT_EQ(copy->r, experiment.distributions->r);
  const auto draw = [](const mgen::Distributions& distributions) {
    base::Random random = base::Random::FromStream(1, "model/u00001/dyad1");
    std::vector<std::int64_t> draws;
    for (int i = 0; i < 100; ++i) {
      draws.push_back(distributions.m.Sample(random));
      for (const mgen::TimeDistribution* time :
           {&distributions.i, &distributions.w, &distributions.a_s,
            &distributions.a_r}) {
        draws.push_back(time->Sample(random).count());
      }
    }
    return draws;
  };
  EXPECT_EQ(draw(*copy), draw(*experiment.distributions));
}

TEST(ProgramConfigTest, EachSideReadsItsDefense) {
  const Experiment experiment = Weighted();
  const DefenseSpec& all = Named(experiment, "all");
  const auto client = ReadBack(experiment, "all", 0).conversations[1].defense;
  ASSERT_TRUE(client);
  ExpectAll(*client);
  EXPECT_EQ(Names(client->machines), Names(all.client));
  EXPECT_EQ(client->machines->size(), 2u);

  const auto files = SharedFiles(experiment, all).value();
  const auto server = shaper::ParseDefense(files.at(kServerDefenseFile),
                                           kServerDefenseFile, ReadFrom(files));
  ASSERT_TRUE(server.ok()) << server.status();
  ExpectAll(*server);
  EXPECT_EQ(Names(server->machines), Names(all.server));
  EXPECT_EQ(server->machines->size(), 1u);
}

TEST(ProgramConfigTest, ADefenseWithoutMachinesIsCellsAlone) {
  const Experiment experiment = Weighted();
  const auto client = ReadBack(experiment, "cells", 0).conversations[0].defense;
  ASSERT_TRUE(client);
  EXPECT_THAT(*client->machines, IsEmpty());
  EXPECT_EQ(client->cell_size, 512u);
  EXPECT_EQ(client->defender.restart, maybenot::Defender::Restart::kNever);
}

TEST(ProgramConfigTest, AnUndefendedRunHasTheWeightsAlone) {
  const Experiment experiment = Weighted();
  EXPECT_THAT(SharedFiles(experiment, Named(experiment, "none")).value(),
              ElementsAre(Pair("weights-1.csv", "2,3\n1,9")));
  EXPECT_THAT(
      SharedFiles(experiment, Named(experiment, "all")).value(),
      ElementsAre(Key("client_machines.txt"), Key("server_defense.yaml"),
                  Key("server_machines.txt"), Key("weights-1.csv")));
}

}  // namespace
}  // namespace lab
