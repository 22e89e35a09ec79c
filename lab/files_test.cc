#include "lab/files.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::HasSubstr;

TEST(FilesTest, WritesInNewFoldersAppendsAndReadsBack) {
  const std::string path = ::testing::TempDir() + "/files_test/a/b.txt";
  ASSERT_TRUE(WriteFile(path, "one\n").ok());
  ASSERT_TRUE(AppendFile(path, std::string("\0two", 4)).ok());
  EXPECT_EQ(ReadFile(path).value(), std::string("one\n\0two", 8));
  ASSERT_TRUE(WriteFile(path, "three").ok());
  EXPECT_EQ(ReadFile(path).value(), "three");
}

TEST(FilesTest, ErrorsNameThePath) {
  EXPECT_THAT(std::string(ReadFile("no/such/file").status().message()),
              HasSubstr("no/such/file: no such file"));
  EXPECT_THAT(std::string(ReadFile(::testing::TempDir()).status().message()),
              HasSubstr("not a regular file"));
  const std::string file = ::testing::TempDir() + "/files_test_plain";
  ASSERT_TRUE(WriteFile(file, "").ok());
  EXPECT_THAT(std::string(WriteFile(file + "/below", "x").message()),
              HasSubstr(file + "/below: cannot be written"));
}

}  // namespace
}  // namespace lab
