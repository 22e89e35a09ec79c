#include "maybenot/packet_queue.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace maybenot {
namespace {

QueuedPacket Normal(std::uint32_t bytes) {
  return {PacketKind::kNormal, bytes, base::Instant{}};
}
QueuedPacket Padding(std::uint32_t bytes) {
  return {PacketKind::kPadding, bytes, base::Instant{}};
}

std::vector<std::uint32_t> PopSizes(PacketQueue& queue, bool blocked) {
  std::vector<std::uint32_t> sizes;
  while (const std::optional<QueuedPacket> packet = queue.Pop(blocked)) {
    sizes.push_back(packet->bytes);
  }
  return sizes;
}

TEST(PacketQueueTest, GivesInOrderOfArrival) {
  PacketQueue queue(3);
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(queue.Push(Normal(1)));
  EXPECT_TRUE(queue.Push(Padding(2)));
  EXPECT_TRUE(queue.Push(Normal(3)));
  EXPECT_EQ(PopSizes(queue, false), (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_TRUE(queue.empty());
}

TEST(PacketQueueTest, HoldsBackWhatIsNotReleasedWhileBlocked) {
  PacketQueue queue(4);
  ASSERT_TRUE(queue.Push(Normal(1)));
  ASSERT_TRUE(queue.Push(Normal(2)));
  ASSERT_TRUE(queue.PushReleased(Padding(3)));
  queue.ReleaseHead();
  EXPECT_EQ(PopSizes(queue, true), (std::vector<std::uint32_t>{3, 1}));
  EXPECT_FALSE(queue.empty());
  EXPECT_EQ(PopSizes(queue, false), (std::vector<std::uint32_t>{2}));
}

TEST(PacketQueueTest, GivesWhatIsReleasedFirstWhenNotBlocked) {
  PacketQueue queue(2);
  ASSERT_TRUE(queue.Push(Normal(1)));
  ASSERT_TRUE(queue.PushReleased(Padding(2)));
  EXPECT_EQ(PopSizes(queue, false), (std::vector<std::uint32_t>{2, 1}));
}

TEST(PacketQueueTest, ReleasesNothingFromAnEmptyFifo) {
  PacketQueue queue(1);
  queue.ReleaseHead();
  EXPECT_TRUE(queue.empty());
}

TEST(PacketQueueTest, BoundsLaneAndFifoTogether) {
  PacketQueue queue(2);
  EXPECT_EQ(queue.room(), 2u);
  ASSERT_TRUE(queue.Push(Normal(1)));
  ASSERT_TRUE(queue.PushReleased(Padding(2)));
  EXPECT_EQ(queue.room(), 0u);
  EXPECT_FALSE(queue.Push(Normal(3)));
  EXPECT_FALSE(queue.PushReleased(Padding(4)));
  EXPECT_EQ(PopSizes(queue, false), (std::vector<std::uint32_t>{2, 1}));
}

TEST(PacketQueueTest, ClearCountsNormalPacketsOfBoth) {
  PacketQueue queue(4);
  ASSERT_TRUE(queue.Push(Normal(1)));
  ASSERT_TRUE(queue.Push(Normal(2)));
  ASSERT_TRUE(queue.Push(Padding(3)));
  queue.ReleaseHead();
  EXPECT_EQ(queue.Clear(), 2u);
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.room(), 4u);
}

}  // namespace
}  // namespace maybenot
