#include "tunnel/shaper/defense_yaml.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/yaml.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/machine_reader.h"

namespace shaper {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The reference's machine without actions: noop of tests/golden/named.tsv.
constexpr absl::string_view kNoop = "02eNpjYEAHjOgCAAA0AAI=";

absl::StatusOr<std::string> ReadFile(absl::string_view path) {
  if (path == "two.txt") return absl::StrCat(kNoop, "\n\n#\n", kNoop, "\n");
  return absl::NotFoundError("no such file");
}

absl::StatusOr<Defense> Parse(absl::string_view yaml) {
  return ParseDefense(yaml, "d.yaml", ReadFile);
}

std::string Error(absl::string_view yaml) {
  return std::string(Parse(yaml).status().message());
}

TEST(DefenseYamlTest, ReadsEveryKey) {
  const auto defense = Parse(
      "machines: two.txt\nrestart: when_ended\nmax_padding_frac: 0.5\n"
      "max_blocking_frac: 0.25\ncell_size: 1000\nqueue: 7\n");
  ASSERT_TRUE(defense.ok()) << defense.status();
  EXPECT_EQ(defense->machines->size(), 2u);
  EXPECT_EQ(defense->defender.restart, maybenot::Defender::Restart::kWhenEnded);
  EXPECT_EQ(defense->defender.limits.max_padding_frac, 0.5);
  EXPECT_EQ(defense->defender.limits.max_blocking_frac, 0.25);
  EXPECT_EQ(defense->defender.queue_packets, 7u);
  EXPECT_EQ(defense->cell_size, 1000u);
}

TEST(DefenseYamlTest, LeavesOutWhatMayBeLeftOut) {
  const auto defense = Parse("{}");
  ASSERT_TRUE(defense.ok()) << defense.status();
  ASSERT_NE(defense->machines, nullptr);
  EXPECT_TRUE(defense->machines->empty());
  EXPECT_EQ(defense->defender.restart, maybenot::Defender::Restart::kNever);
  EXPECT_EQ(defense->defender.limits.max_padding_frac, 0);
  EXPECT_EQ(defense->defender.limits.max_blocking_frac, 0);
  EXPECT_EQ(defense->defender.queue_packets, 1024u);
  EXPECT_EQ(defense->cell_size, 512u);
}

TEST(DefenseYamlTest, RefusesWithFileLineKeyValueAndBound) {
  EXPECT_EQ(Error("queue: 5\ncell_size: 63\n"),
            "d.yaml:2: cell_size: \"63\", expected a whole number from 64 to "
            "16384");
  EXPECT_EQ(Error("queue: 0"),
            "d.yaml:1: queue: \"0\", expected a whole number from 1 to "
            "1000000");
  EXPECT_EQ(Error("restart: always"),
            "d.yaml:1: restart: \"always\", expected never or when_ended");
  EXPECT_EQ(Error("\nmachines: gone.txt"),
            "d.yaml:2: machines: gone.txt: no such file");
  EXPECT_THAT(Error("machines: [02xyz]"),
              StartsWith("d.yaml:1: machines: machine 1: "));
  for (const char* bad : {"max_padding_frac: 1.5", "max_padding_frac: .nan",
                          "max_blocking_frac: -0.1"}) {
    EXPECT_THAT(Error(bad), HasSubstr("expected a finite number from 0 to 1"))
        << bad;
  }
}

TEST(DefenseYamlTest, RefusesWhatIsNoMapAndKeysThatItDoesNotKnow) {
  EXPECT_EQ(Error(""), "d.yaml:1: nothing, expected a map");
  EXPECT_EQ(Error("none"), "d.yaml:1: \"none\", expected a map");
  EXPECT_EQ(Error("machine: []"),
            "d.yaml:1: \"machine\": unknown key, expected one of: cell_size, "
            "machines, max_blocking_frac, max_padding_frac, queue, restart");
}

TEST(DefenseYamlTest, DefensesOfOneReaderShareTheirMachines) {
  MachineReader machines(ReadFile);
  const base::Yaml one =
      base::Yaml::Parse("{machines: two.txt}", "a.yaml").value();
  const base::Yaml other =
      base::Yaml::Parse("{machines: two.txt, queue: 7}", "b.yaml").value();
  const Defense first = ReadDefense(one, machines).value();
  EXPECT_EQ(ReadDefense(other, machines).value().machines, first.machines);
}

}  // namespace
}  // namespace shaper
