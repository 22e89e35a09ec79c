#include "lab/file_descriptor.h"

#include <fcntl.h>

#include <utility>

#include "gtest/gtest.h"

namespace lab {
namespace {

bool IsOpen(int fd) { return fcntl(fd, F_GETFD) >= 0; }

TEST(FileDescriptorTest, ClosesOnceWhoeverHasItLast) {
  int fd = -1;
  {
    FileDescriptor first(open("/dev/null", O_RDONLY));
    fd = first.get();
    ASSERT_TRUE(IsOpen(fd));
    FileDescriptor second(std::move(first));
    FileDescriptor third;
    third = std::move(second);
    EXPECT_EQ(third.get(), fd);
    EXPECT_TRUE(IsOpen(fd));
  }
  EXPECT_FALSE(IsOpen(fd));
}

TEST(FileDescriptorTest, MayBeClosedBeforeItsEnd) {
  FileDescriptor file(open("/dev/null", O_RDONLY));
  const int fd = file.get();
  file.Close();
  EXPECT_FALSE(IsOpen(fd));
  EXPECT_EQ(file.get(), -1);
}

}  // namespace
}  // namespace lab
