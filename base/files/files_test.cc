#include "base/files/files.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace base {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(FilesTest, WritesInNewFoldersAppendsAndReadsBack) {
  const std::string path = ::testing::TempDir() + "/files_test/a/b.txt";
  ASSERT_TRUE(WriteFile(path, "one\n").ok());
  ASSERT_TRUE(AppendFile(path, std::string("\0two\r\xff", 6)).ok());
  EXPECT_EQ(ReadFile(path).value(), std::string("one\n\0two\r\xff", 10));
  ASSERT_TRUE(WriteFile(path, "three").ok());
  EXPECT_EQ(ReadFile(path).value(), "three");
}

TEST(FilesTest, TellsWhatIsMissingFromWhatCannotBeRead) {
  const absl::Status missing =
      ReadFile(::testing::TempDir() + "/no_such_file").status();
  EXPECT_TRUE(absl::IsNotFound(missing));
  EXPECT_THAT(std::string(missing.message()),
              EndsWith("/no_such_file: no such file"));
  const absl::Status folder = ReadFile(::testing::TempDir()).status();
  EXPECT_TRUE(absl::IsInvalidArgument(folder));
  EXPECT_THAT(std::string(folder.message()),
              EndsWith(": is a folder: must be a file"));
  // Longer than any path may be.
  EXPECT_TRUE(absl::IsNotFound(ReadFile(std::string(100000, 'a')).status()));
}

TEST(FilesTest, TakesAsMuchAsItMayAndNoMore) {
  const std::string path = ::testing::TempDir() + "/files_test_length";
  const std::string content(70000, 'x');  // More than it reads at once.
  ASSERT_TRUE(WriteFile(path, content).ok());
  EXPECT_EQ(ReadFile(path, {.max_bytes = 70000}).value(), content);
  const absl::Status longer = ReadFile(path, {.max_bytes = 69999}).status();
  EXPECT_TRUE(absl::IsInvalidArgument(longer));
  EXPECT_EQ(longer.message(), path + ": is longer than 69999 bytes");
}

TEST(FilesTest, ReadsADeviceOnlyIfItMay) {
  EXPECT_EQ(ReadFile("/dev/null").status().message(),
            "/dev/null: is not a regular file");
  EXPECT_EQ(ReadFile("/dev/null", {.only_regular = false}).value(), "");
  // One that never ends.
  EXPECT_EQ(ReadFile("/dev/zero", {.max_bytes = 1000, .only_regular = false})
                .status()
                .message(),
            "/dev/zero: is longer than 1000 bytes");
}

TEST(FilesTest, ReadsWhatIsLeftOfAStream) {
  std::istringstream in("first rest");
  std::string first;
  in >> first;
  EXPECT_EQ(ReadStream(in, "standard input", 5).value(), " rest");
  std::istringstream longer("123456");
  EXPECT_EQ(ReadStream(longer, "standard input", 5).status().message(),
            "standard input: is longer than 5 bytes");
}

TEST(FilesTest, WhatCannotBeWrittenIsNamed) {
  const std::string file = ::testing::TempDir() + "/files_test_plain";
  ASSERT_TRUE(WriteFile(file, "").ok());
  const absl::Status status = WriteFile(file + "/below", "x");
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(file + "/below: cannot be written"));
}

}  // namespace
}  // namespace base
