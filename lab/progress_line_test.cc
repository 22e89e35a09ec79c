#include "lab/progress_line.h"

#include <sstream>

#include "base/time.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

TEST(ProgressLineTest, SpeaksAfterTwoSecondsAndLeavesNothing) {
  std::ostringstream out;
  {
    ProgressLine line(out, /*terminal=*/true);
    line.Show(0.1, 0, 6, base::Milliseconds(1999));
    EXPECT_EQ(out.str(), "");
    line.Show(0.254, 1, 6, base::Seconds(2));
    EXPECT_EQ(out.str(), "\r\x1b[K1 of 6 runs, 25 %, 2 s");
  }
  EXPECT_EQ(out.str(), "\r\x1b[K1 of 6 runs, 25 %, 2 s\r\x1b[K");
}

TEST(ProgressLineTest, IsSilentWhereThereIsNoTerminal) {
  std::ostringstream out;
  {
    ProgressLine line(out, /*terminal=*/false);
    line.Show(0.5, 1, 6, base::Seconds(10));
  }
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace lab
