#include "lab/defense_spec.h"

#include <cstddef>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/yaml.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/machine_reader.h"

namespace lab {
namespace {

using shaper::kMaxMachineFileBytes;
using shaper::kMaxMachinesPerSide;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// The reference's machine without actions: noop of tests/golden/named.tsv.
constexpr absl::string_view kNoop = "02eNpjYEAHjOgCAAA0AAI=";

absl::StatusOr<std::string> ReadFile(absl::string_view path) {
  static const std::map<std::string, std::string> files = {
      {"two.txt", absl::StrCat("# Two machines.\n\n  ", kNoop, " \r\n", kNoop)},
      {"bad.txt", absl::StrCat("# One bad.\n", kNoop, "\n02xyz\n")},
      {"huge.txt", std::string(kMaxMachineFileBytes + 1, '#')}};
  const auto found = files.find(std::string(path));
  if (found == files.end()) return absl::NotFoundError("no such file");
  return found->second;
}

absl::StatusOr<DefenseSpec> Read(absl::string_view text) {
  const auto root = base::Yaml::Parse(text, "f.yaml");
  if (!root.ok()) return root.status();
  const base::FileReader read_file = ReadFile;
  return DefenseReader(read_file, 600).Read(*root);
}

std::string Error(absl::string_view text) {
  return std::string(Read(text).status().message());
}

TEST(DefenseSpecTest, ReadsEveryKey) {
  const auto spec = Read(absl::StrCat(
      "{name: x-1.b, client: [", kNoop,
      "], server: two.txt, "
      "restart: when_ended, max_padding_frac: 0.5, max_blocking_frac: 0.25, "
      "cell_size: 1000, queue: 7}"));
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_EQ(spec->name, "x-1.b");
  EXPECT_FALSE(spec->none);
  EXPECT_EQ(spec->client->size(), 1u);
  EXPECT_EQ(spec->server->size(), 2u);
  EXPECT_EQ(spec->options.restart, maybenot::Defender::Restart::kWhenEnded);
  EXPECT_EQ(spec->options.limits.max_padding_frac, 0.5);
  EXPECT_EQ(spec->options.limits.max_blocking_frac, 0.25);
  EXPECT_EQ(spec->options.queue_packets, 7u);
  EXPECT_EQ(spec->cell_size, 1000u);
}

TEST(DefenseSpecTest, LeavesOutWhatMayBeLeftOut) {
  const auto spec = Read("{name: cells}");
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_TRUE(spec->client->empty());
  EXPECT_TRUE(spec->server->empty());
  EXPECT_EQ(spec->options.restart, maybenot::Defender::Restart::kNever);
  EXPECT_EQ(spec->options.limits.max_padding_frac, 0);
  EXPECT_EQ(spec->options.queue_packets, 1024u);
  EXPECT_EQ(spec->cell_size, 600u);  // The experiment's.
}

TEST(DefenseSpecTest, NoneTakesNoOtherKey) {
  const auto spec = Read("{name: none}");
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_TRUE(spec->none);
  EXPECT_THAT(Error("{name: none, queue: 7}"),
              HasSubstr("\"queue\": unknown key, expected one of: name"));
}

TEST(DefenseSpecTest, RefusesBadMachinesWithTheirPlace) {
  EXPECT_THAT(Error("name: x\nclient: [02xyz]\n"),
              StartsWith("f.yaml:2: client: machine 1: "));
  EXPECT_THAT(Error("name: x\nserver: bad.txt\n"),
              StartsWith("f.yaml:2: server: bad.txt:3: "));
  EXPECT_EQ(Error("name: x\nserver: gone.txt\n"),
            "f.yaml:2: server: gone.txt: no such file");
  EXPECT_EQ(Error("name: x\nserver: huge.txt\n"),
            "f.yaml:2: server: huge.txt: 4194305 bytes, expected at most "
            "4194304");
  EXPECT_THAT(Error("name: x\nserver: {a: b}\n"),
              HasSubstr("a map, expected a list of machines or the path"));
  EXPECT_THAT(Error("name: x\nserver: [[]]\n"),
              HasSubstr("f.yaml:2: server: a list, expected text"));
}

TEST(DefenseSpecTest, RefusesMoreMachinesThanASideMayHave) {
  std::string list;
  for (std::size_t i = 0; i < kMaxMachinesPerSide; ++i) {
    absl::StrAppend(&list, kNoop, ",");
  }
  EXPECT_TRUE(Read(absl::StrCat("{name: x, client: [", list, "]}")).ok());
  EXPECT_THAT(Error(absl::StrCat("{name: x, client: [", list, kNoop, "]}")),
              HasSubstr("client: more than 64 machines"));
}

TEST(DefenseSpecTest, RefusesValuesOutOfBounds) {
  for (const char* bad :
       {"restart: always", "max_padding_frac: 1.5", "max_blocking_frac: -1",
        "cell_size: 63", "cell_size: 16385", "queue: 0", "queue: 1000001",
        "name: ''", "name: a/b", "name: .a", "name: [a]"}) {
    const bool names = absl::string_view(bad).substr(0, 4) == "name";
    EXPECT_THAT(Error(absl::StrCat(names ? "" : "name: x\n", bad, "\n")),
                StartsWith(names ? "f.yaml:1: name: " : "f.yaml:2: "))
        << bad;
  }
  EXPECT_THAT(Error("{client: []}"), HasSubstr("key \"name\" is missing"));
  EXPECT_THAT(Error("name: x\ncel_size: 512\n"),
              HasSubstr("f.yaml:2: \"cel_size\": unknown key, expected one of: "
                        "cell_size, client, max_blocking_frac, "
                        "max_padding_frac, name, queue, restart, server"));
}

TEST(DefenseSpecTest, LabelsCanBePartsOfFileNames) {
  EXPECT_TRUE(IsLabel("a"));
  EXPECT_TRUE(IsLabel("9front_v2.1-b"));
  EXPECT_TRUE(IsLabel(std::string(64, 'a')));
  EXPECT_FALSE(IsLabel(std::string(65, 'a')));
  for (const char* bad : {"", ".", "..", "-a", "a b", "a/b", "\xc3\xa9"}) {
    EXPECT_FALSE(IsLabel(bad)) << bad;
  }
}

}  // namespace
}  // namespace lab
