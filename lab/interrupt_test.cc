#include "lab/interrupt.h"

#include <poll.h>

#include <csignal>

#include "gtest/gtest.h"

namespace lab {
namespace {

bool IsReadable(int fd) {
  pollfd file{.fd = fd, .events = POLLIN, .revents = 0};
  return poll(&file, 1, 0) == 1;
}

TEST(InterruptTest, NotesTheFirstSignalAndStaysReadable) {
  Interrupt interrupt;
  EXPECT_FALSE(IsReadable(interrupt.fd()));
  EXPECT_EQ(interrupt.signal(), 0);
  raise(SIGTERM);
  raise(SIGINT);
  EXPECT_TRUE(IsReadable(interrupt.fd()));
  EXPECT_TRUE(IsReadable(interrupt.fd()));
  EXPECT_EQ(interrupt.signal(), SIGTERM);
}

TEST(InterruptTest, EachBeginsAnewAndPutsBackWhatWas) {
  {
    Interrupt interrupt;
    raise(SIGINT);
    EXPECT_EQ(interrupt.signal(), SIGINT);
  }
  struct sigaction now{};
  sigaction(SIGINT, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
  const Interrupt next;
  EXPECT_EQ(next.signal(), 0);
  EXPECT_FALSE(IsReadable(next.fd()));
}

}  // namespace
}  // namespace lab
