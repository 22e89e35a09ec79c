#include "maybenot/cli/read_file.h"

#include <iostream>
#include <sstream>
#include <streambuf>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files/files.h"
#include "gtest/gtest.h"

namespace maybenot::cli {
namespace {

TEST(ReadFileTest, ReadsFilesAndDevices) {
  const std::string path = ::testing::TempDir() + "/read_file_test_bytes";
  const std::string content("a\0b\r\n\xff", 6);
  ASSERT_TRUE(base::WriteFile(path, content).ok());
  EXPECT_EQ(ReadFile(path).value(), content);
  EXPECT_EQ(ReadFile("/dev/null").value(), "");
}

TEST(ReadFileTest, AnErrorIsSaidToBeInAFile) {
  const absl::Status status = InFile("a.log", absl::NotFoundError("no line"));
  EXPECT_EQ(status, absl::NotFoundError("a.log: no line"));
}

TEST(ReadFileTest, ReadsTheStandardInput) {
  std::istringstream input("02text\n");
  std::streambuf* const before = std::cin.rdbuf(input.rdbuf());
  const absl::StatusOr<std::string> read = ReadFile("-");
  std::cin.rdbuf(before);
  std::cin.clear();
  EXPECT_EQ(read.value(), "02text\n");
}

TEST(ReadFileTest, TellsWhatIsMissing) {
  EXPECT_TRUE(absl::IsNotFound(
      ReadFile(::testing::TempDir() + "/no_such_file").status()));
}

}  // namespace
}  // namespace maybenot::cli
