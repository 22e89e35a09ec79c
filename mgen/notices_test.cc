#include "mgen/notices.h"

#include "gtest/gtest.h"

namespace mgen {
namespace {

TEST(NoticesTest, TellsEachOnceInTheOrderOfRaising) {
  Notices notices;
  notices.Raise(3);
  notices.Raise(1);
  notices.Raise(3);
  EXPECT_EQ(notices.Poll(), 3u);
  notices.Raise(3);  // Told, and not lowered since.
  EXPECT_EQ(notices.Poll(), 1u);
  EXPECT_FALSE(notices.Poll());
}

TEST(NoticesTest, TellsAgainWhatWasLoweredAndRaised) {
  Notices notices;
  notices.Raise(2);
  EXPECT_EQ(notices.Poll(), 2u);
  notices.Lower(2);
  EXPECT_FALSE(notices.Poll());
  notices.Raise(2);
  EXPECT_EQ(notices.Poll(), 2u);
}

TEST(NoticesTest, DoesNotTellWhatWasLoweredInTime) {
  Notices notices;
  notices.Raise(0);
  notices.Raise(1);
  notices.Lower(0);
  notices.Lower(9);  // Never raised.
  EXPECT_EQ(notices.Poll(), 1u);
  EXPECT_FALSE(notices.Poll());
}

TEST(NoticesTest, RaisedAgainBeforeBeingToldIsToldOnce) {
  Notices notices;
  notices.Raise(0);
  notices.Lower(0);
  notices.Raise(0);
  EXPECT_EQ(notices.Poll(), 0u);
  EXPECT_FALSE(notices.Poll());
}

}  // namespace
}  // namespace mgen
