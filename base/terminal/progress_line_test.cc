#include "base/terminal/progress_line.h"

#include <sstream>

#include "base/time.h"
#include "gtest/gtest.h"

namespace base {
namespace {

TEST(ProgressLineTest, SpeaksAfterTwoSecondsAndLeavesNothing) {
  std::ostringstream out;
  {
    ProgressLine line(out, /*terminal=*/true, "runs");
    line.Show(0.1, 0, 6, Milliseconds(1999));
    EXPECT_EQ(out.str(), "");
    line.Show(0.254, 1, 6, Seconds(2));
    EXPECT_EQ(out.str(), "\r\x1b[K1 of 6 runs, 25 %, 2 s");
  }
  EXPECT_EQ(out.str(), "\r\x1b[K1 of 6 runs, 25 %, 2 s\r\x1b[K");
}

TEST(ProgressLineTest, TheFractionIsThatOfTheCountUnlessSaid) {
  std::ostringstream out;
  ProgressLine line(out, /*terminal=*/true, "runs");
  line.Show(3, 4, Seconds(2));
  EXPECT_EQ(out.str(), "\r\x1b[K3 of 4 runs, 75 %, 2 s");
}

TEST(ProgressLineTest, IsSilentWhereThereIsNoTerminal) {
  std::ostringstream out;
  {
    ProgressLine line(out, /*terminal=*/false, "runs");
    line.Show(0.5, 1, 6, Seconds(10));
  }
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace base
