#include "maybenot/simulator/bottleneck.h"

#include "base/time.h"
#include "gtest/gtest.h"

namespace maybenot::simulator {
namespace {

TEST(BottleneckTest, DelaysWhatIsOverTheRate) {
  Bottleneck bottleneck(4);  // A step is 1 s / 4.
  const base::Instant start{};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(bottleneck.Send(start), base::Duration(0));
  }
  EXPECT_EQ(bottleneck.Send(start), base::Milliseconds(250));
  EXPECT_EQ(bottleneck.Send(start), base::Milliseconds(500));
  // The six are more than a second ago.
  EXPECT_EQ(bottleneck.Send(start + base::Milliseconds(1001)),
            base::Duration(0));
}

}  // namespace
}  // namespace maybenot::simulator
