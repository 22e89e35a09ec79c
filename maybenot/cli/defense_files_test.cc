#include "maybenot/cli/defense_files.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

using DefenseFilesTest = ScratchFiles;

TEST_F(DefenseFilesTest, AFolderIsItsDefFilesByName) {
  Write("a/b.def", kTwoDefenses);
  Write("a/a.def", "one\n{\"client\":[],\"server\":[],\"note\":\"first\"}\n");
  Write("a/readme.txt", "no defense");
  const auto defenses = ReadAllDefenses({Path("a"), Path("a/a.def")});
  ASSERT_TRUE(defenses.ok()) << defenses.status();
  ASSERT_EQ(defenses->size(), 4u);
  EXPECT_EQ((*defenses)[0].note(), "first");
  EXPECT_EQ((*defenses)[2].note(), "a note");
  EXPECT_EQ((*defenses)[3].note(), "first");
}

TEST_F(DefenseFilesTest, ErrorsHaveThePath) {
  const std::string path = Write("x.def", "what\n{\"client\":[]}\n");
  EXPECT_EQ(ReadDefenses(path).status().message(),
            path + ":2: server is missing");
  EXPECT_THAT(std::string(ReadDefenses(Path("none")).status().message()),
              HasSubstr(Path("none")));
  EXPECT_FALSE(ReadAllDefenses({Write("empty.def", "nothing\n")}).ok());
}

TEST_F(DefenseFilesTest, WhatIsThereIsNotOverwritten) {
  EXPECT_TRUE(CheckIsNew(Path("new")).ok());
  EXPECT_EQ(CheckIsNew(Write("old", "")).code(),
            absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace maybenot::cli
