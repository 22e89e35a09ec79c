#include "lab/programs.h"

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "base/files/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

std::string Folder(const std::string& name) {
  return ::testing::TempDir() + "/programs_test/" + name;
}

void MakeProgram(const std::string& path) {
  ASSERT_TRUE(base::WriteFile(path, "#!/bin/sh\n").ok());
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

TEST(ProgramsTest, BothAreTakenFromTheFirstFolderThatHasThem) {
  // a has one, b a file that may not be run; c and d have both.
  MakeProgram(Folder("a/mgen-server"));
  MakeProgram(Folder("b/mgen-server"));
  ASSERT_TRUE(base::WriteFile(Folder("b/mgen-client"), "text").ok());
  for (const char* name : {"c", "d"}) {
    MakeProgram(Folder(name) + "/mgen-server");
    MakeProgram(Folder(name) + "/mgen-client");
  }
  const auto found =
      FindPrograms({Folder("a"), Folder("b"), Folder("c"), Folder("d")});
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->server, Folder("c/mgen-server"));
  EXPECT_EQ(found->client, Folder("c/mgen-client"));
}

TEST(ProgramsTest, TheErrorSaysWhereItLooked) {
  const auto found = FindPrograms({Folder("none"), "/no/such"});
  EXPECT_EQ(found.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(found.status().message()),
              HasSubstr(Folder("none") + ", nor in /no/such; build them"));
}

TEST(ProgramsTest, LooksBesideItselfAndInTheBuild) {
  EXPECT_THAT(DefaultProgramFolders(),
              ElementsAre(EndsWith("/lab"), EndsWith("/mgen/programs")));
}

}  // namespace
}  // namespace lab
