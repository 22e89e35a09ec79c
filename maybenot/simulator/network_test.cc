#include "maybenot/simulator/network.h"

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot::simulator {
namespace {

using ::testing::HasSubstr;

TEST(NetworkTest, TakesDelaysFromNoneToADay) {
  EXPECT_TRUE(Network{.delay = base::Duration(0)}.Validate().ok());
  EXPECT_TRUE(Network{.delay = Network::kMaxDelay}.Validate().ok());
  EXPECT_THAT(Network{.delay = Network::kMaxDelay + base::Duration(1)}
                  .Validate()
                  .message(),
              HasSubstr("network.delay: 86400000000001 ns is not in [0, 24 h"));
  EXPECT_FALSE(Network{.delay = base::Duration(-1)}.Validate().ok());
}

TEST(NetworkTest, RefusesARateOfNothing) {
  EXPECT_TRUE(Network{.packets_per_second = 1}.Validate().ok());
  EXPECT_THAT(Network{.packets_per_second = 0}.Validate().message(),
              HasSubstr("packets_per_second: 0 is not in [1,"));
}

}  // namespace
}  // namespace maybenot::simulator
