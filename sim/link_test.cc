#include "sim/link.h"

#include <cstdint>

#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"

namespace sim {
namespace {

constexpr base::Instant AtUs(std::int64_t us) {
  return base::Instant{} + base::Microseconds(us);
}

Link MakeLink(Link::Options options) {
  return Link(options, base::Random::FromSeed(1));
}

TEST(LinkTest, APacketTakesItsBitsOverTheRateAndThenTheDelay) {
  // 1250 bytes at 10 Mbit/s: 10,000 bits / 10^7 = 1 ms; and 20 ms on the way.
  Link link = MakeLink(
      {.rate_bits_per_second = 10'000'000, .delay = base::Milliseconds(20)});
  const Link::Sent first = link.Send(1250, AtUs(0));
  EXPECT_EQ(first.outcome, Link::Outcome::kDelivered);
  EXPECT_EQ(first.arrival, AtUs(21'000));
  // The second waits for the first: 2 ms + 20 ms.
  EXPECT_EQ(link.Send(1250, AtUs(0)).arrival, AtUs(22'000));
  // Idle since 2 ms, so at 5 ms it starts at once.
  EXPECT_EQ(link.Send(1250, AtUs(5'000)).arrival, AtUs(26'000));
}

TEST(LinkTest, AnUnlimitedRateTakesNoTime) {
  Link link = MakeLink({.delay = base::Milliseconds(3)});
  EXPECT_EQ(link.Send(1'000'000, AtUs(0)).arrival, AtUs(3'000));
  EXPECT_EQ(link.Send(1'000'000, AtUs(0)).arrival, AtUs(3'000));
}

TEST(LinkTest, TimeIsRoundedUpToNanoseconds) {
  // 8 bits / 3 bit/s = 2.666... s.
  Link link = MakeLink({.rate_bits_per_second = 3});
  EXPECT_EQ(link.Send(1, AtUs(0)).arrival.time_since_epoch().count(),
            2'666'666'667);
}

TEST(LinkTest, AFullQueueRefusesUntilEnoughHasLeft) {
  // 1000 bytes take 1 ms at 8 Mbit/s; the queue holds 2500.
  Link link =
      MakeLink({.rate_bits_per_second = 8'000'000, .queue_bytes = 2500});
  EXPECT_EQ(link.Send(1000, AtUs(0)).outcome, Link::Outcome::kDelivered);
  EXPECT_EQ(link.Send(1000, AtUs(0)).outcome, Link::Outcome::kDelivered);
  EXPECT_EQ(link.Send(1000, AtUs(0)).outcome, Link::Outcome::kQueueFull);
  // 2000 + 1000 - 2500 = 500 bytes too many: 0.5 ms later they have left.
  EXPECT_EQ(link.RoomAt(1000, AtUs(0)), AtUs(500));
  EXPECT_FALSE(link.HasRoom(1000, AtUs(499)));
  EXPECT_TRUE(link.HasRoom(1000, AtUs(500)));
  // What was refused took no time: 3000 bytes are through at 3 ms.
  EXPECT_EQ(link.Send(1000, AtUs(500)).arrival, AtUs(3'000));
}

TEST(LinkTest, AnEmptyQueueTakesAPacketLargerThanItself) {
  Link link = MakeLink({.rate_bits_per_second = 8'000'000, .queue_bytes = 100});
  EXPECT_EQ(link.Send(1000, AtUs(0)).outcome, Link::Outcome::kDelivered);
  EXPECT_EQ(link.RoomAt(1000, AtUs(0)), AtUs(1'000));
  EXPECT_EQ(link.Send(1000, AtUs(999)).outcome, Link::Outcome::kQueueFull);
  EXPECT_EQ(link.Send(1000, AtUs(1'000)).outcome, Link::Outcome::kDelivered);
}

TEST(LinkTest, LostPacketsTakeTheirTimeAndAreAsManyAsSaid) {
  Link link = MakeLink({.rate_bits_per_second = 8'000'000, .loss = 0.1});
  int lost = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Link::Sent sent = link.Send(1000, AtUs(0));
    lost += sent.outcome == Link::Outcome::kLost ? 1 : 0;
    ASSERT_EQ(sent.arrival, AtUs((i + 1) * 1'000));
  }
  // Mean 1000, standard deviation sqrt(10,000 * 0.1 * 0.9) = 30: 5 of them.
  EXPECT_NEAR(lost, 1000, 150);
}

TEST(LinkTest, HugeTimesSaturate) {
  Link link = MakeLink({.rate_bits_per_second = 1});
  EXPECT_EQ(link.Send(std::size_t{1} << 40, AtUs(0)).arrival,
            base::Instant::max());
}

}  // namespace
}  // namespace sim
