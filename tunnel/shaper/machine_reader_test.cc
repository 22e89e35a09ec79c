#include "tunnel/shaper/machine_reader.h"

#include <cstddef>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/yaml.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/machine.h"

namespace shaper {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The reference's machine without actions, of one state: noop of
// tests/golden/named.tsv.
constexpr absl::string_view kNoop = "02eNpjYEAHjOgCAAA0AAI=";

class MachineReaderTest : public ::testing::Test {
 protected:
  absl::StatusOr<maybenot::Machines> Read(absl::string_view yaml) {
    const auto root = base::Yaml::Parse(absl::StrCat("m: ", yaml), "f.yaml");
    if (!root.ok()) return root.status();
    base::YamlMap map(*root);
    return reader_.Read(map.Node("m"));
  }

  std::string Error(absl::string_view yaml) {
    return std::string(Read(yaml).status().message());
  }

  std::map<std::string, std::string> files_ = {
      {"two.txt", absl::StrCat("# Two machines.\n\n  ", kNoop, " \r\n", kNoop)},
      {"bad.txt", absl::StrCat("# One bad.\n", kNoop, "\n02xyz\n")},
      {"none.txt", "# Nothing.\n"},
      {"huge.txt", std::string(kMaxMachineFileBytes + 1, '#')}};
  int files_read_ = 0;
  MachineReader reader_{
      [this](absl::string_view path) -> absl::StatusOr<std::string> {
        ++files_read_;
        const auto found = files_.find(std::string(path));
        if (found == files_.end()) return absl::NotFoundError("no such file");
        return found->second;
      },
      /*max_states=*/70};
};

TEST_F(MachineReaderTest, ReadsAListAndAFileOfOneALine) {
  EXPECT_EQ(Read(absl::StrCat("[", kNoop, "]")).value()->size(), 1u);
  EXPECT_EQ(Read("two.txt").value()->size(), 2u);
  EXPECT_EQ(Read("[]").value()->size(), 0u);
  EXPECT_EQ(Read("none.txt").value()->size(), 0u);
}

TEST_F(MachineReaderTest, WhatSaysTheSameIsOneAndTheSame) {
  const std::string list = absl::StrCat("[", kNoop, "]");
  const maybenot::Machines first = Read(list).value();
  EXPECT_EQ(Read(absl::StrCat("\n  - ", kNoop, "\n")).value(), first);
  EXPECT_NE(Read(absl::StrCat("[", kNoop, ",", kNoop, "]")).value(), first);

  const maybenot::Machines of_file = Read("two.txt").value();
  EXPECT_EQ(Read("two.txt").value(), of_file);
  EXPECT_EQ(files_read_, 1);
}

TEST_F(MachineReaderTest, AFileThatCouldNotBeReadIsTriedAgain) {
  EXPECT_EQ(Error("new.txt"), "f.yaml:1: m: new.txt: no such file");
  files_["new.txt"] = std::string(kNoop);
  EXPECT_EQ(Read("new.txt").value()->size(), 1u);
}

TEST_F(MachineReaderTest, RefusesWithThePlace) {
  EXPECT_THAT(Error("[02xyz]"), StartsWith("f.yaml:1: m: machine 1: "));
  EXPECT_THAT(Error("bad.txt"), StartsWith("f.yaml:1: m: bad.txt:3: "));
  EXPECT_EQ(Error("huge.txt"),
            "f.yaml:1: m: huge.txt: 4194305 bytes, expected at most 4194304");
  EXPECT_THAT(Error("{a: b}"),
              HasSubstr("a map, expected a list of machines or the path"));
  EXPECT_EQ(Error("[[]]"), "f.yaml:1: m: a list, expected text");
  // Not the list of two that it would be, were line breaks between them.
  ASSERT_TRUE(Read(absl::StrCat("[", kNoop, ",", kNoop, "]")).ok());
  EXPECT_FALSE(Read(absl::StrCat("[\"", kNoop, "\\n", kNoop, "\"]")).ok());
}

TEST_F(MachineReaderTest, RefusesMoreMachinesThanASideMayHave) {
  std::string list;
  for (std::size_t i = 0; i < kMaxMachinesPerSide; ++i) {
    absl::StrAppend(&list, kNoop, ",");
  }
  EXPECT_TRUE(Read(absl::StrCat("[", list, "]")).ok());
  EXPECT_EQ(Error(absl::StrCat("[", list, kNoop, "]")),
            "f.yaml:1: m: more than 64 machines");
  files_["65.txt"] = absl::StrCat(std::string(kNoop), "\n");
  for (int i = 0; i < 64; ++i) absl::StrAppend(&files_["65.txt"], kNoop, "\n");
  EXPECT_EQ(Error("65.txt"), "f.yaml:1: m: more than 64 machines");
}

TEST_F(MachineReaderTest, CountsTheStatesOfAllThatItParsed) {
  std::string list;
  for (int i = 0; i < 60; ++i) absl::StrAppend(&list, kNoop, ",");
  EXPECT_TRUE(Read(absl::StrCat("[", list, "]")).ok());    // 60 states.
  EXPECT_TRUE(Read(absl::StrCat("[ ", list, " ]")).ok());  // None new.
  list = "";
  for (int i = 0; i < 11; ++i) absl::StrAppend(&list, kNoop, ",");
  EXPECT_EQ(Error(absl::StrCat("[", list, "]")),  // 60 + 11 = 71.
            "f.yaml:1: m: machine 11: states of all machines so far 71, "
            "expected at most 70");
}

}  // namespace
}  // namespace shaper
