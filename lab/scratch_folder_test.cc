#include "lab/scratch_folder.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/files/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ScratchFolderTest, IsOnesOwnAndGoesWithWhatIsInIt) {
  setenv("TMPDIR", ::testing::TempDir().c_str(), /*overwrite=*/1);
  std::string path;
  {
    const ScratchFolder folder = ScratchFolder::Make().value();
    const ScratchFolder other = ScratchFolder::Make().value();
    path = folder.path();
    EXPECT_THAT(path, StartsWith("/"));
    EXPECT_NE(path, other.path());
    EXPECT_EQ(std::filesystem::status(path).permissions(),
              std::filesystem::perms::owner_all);
    ASSERT_TRUE(base::WriteFile(folder.File("users/a.yaml"), "a").ok());
    EXPECT_TRUE(std::filesystem::exists(path + "/users/a.yaml"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ScratchFolderTest, AFolderThatIsNotThereIsTold) {
  setenv("TMPDIR", "/no/such", /*overwrite=*/1);
  EXPECT_THAT(std::string(ScratchFolder::Make().status().message()),
              HasSubstr("TMPDIR"));
}

}  // namespace
}  // namespace lab
