#include "maybenot/cli/read_file.h"

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot::cli {
namespace {

using ::testing::EndsWith;

TEST(ReadFileTest, ReadsAllBytes) {
  const std::string path = ::testing::TempDir() + "/read_file_test_bytes";
  const std::string content("a\0b\r\n\xff", 6);
  std::ofstream(path, std::ios::binary) << content;
  EXPECT_EQ(ReadFile(path).value(), content);
}

TEST(ReadFileTest, TellsWhatIsMissingFromWhatCannotBeRead) {
  const absl::Status missing =
      ReadFile(::testing::TempDir() + "/no_such_file").status();
  EXPECT_TRUE(absl::IsNotFound(missing));
  EXPECT_THAT(std::string(missing.message()), EndsWith(": no such file"));
  const absl::Status folder = ReadFile(::testing::TempDir()).status();
  EXPECT_TRUE(absl::IsInvalidArgument(folder));
  EXPECT_THAT(std::string(folder.message()),
              EndsWith(": is a folder: must be a file"));
}

TEST(ReadFileTest, TakesANameThatIsTooLongForNone) {
  EXPECT_TRUE(absl::IsNotFound(ReadFile(std::string(100000, 'a')).status()));
}

}  // namespace
}  // namespace maybenot::cli
