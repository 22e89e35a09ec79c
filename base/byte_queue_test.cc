#include "base/byte_queue.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "base/random.h"
#include "gtest/gtest.h"

namespace base {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes ContentOf(const ByteQueue& queue) {
  return Bytes(queue.view().begin(), queue.view().end());
}

TEST(ByteQueueTest, GivesBytesBackInOrder) {
  ByteQueue queue;
  EXPECT_TRUE(queue.empty());
  queue.Append({1, 2, 3});
  queue.Consume(1);
  queue.Append({4});
  EXPECT_EQ(ContentOf(queue), (Bytes{2, 3, 4}));
  EXPECT_EQ(queue.size(), 3u);
  queue.Consume(3);
  EXPECT_TRUE(queue.empty());
  queue.Append({5});
  EXPECT_EQ(ContentOf(queue), (Bytes{5}));
}

TEST(ByteQueueTest, AgreesWithADequeOverManySteps) {
  ByteQueue queue;
  std::deque<std::uint8_t> model;
  base::Random random = base::Random::FromSeed(1);
  for (int step = 0; step < 2000; ++step) {
    Bytes added(random.NextU32() % 40);
    for (std::uint8_t& byte : added) {
      byte = static_cast<std::uint8_t>(random.NextU32());
    }
    queue.Append(added);
    model.insert(model.end(), added.begin(), added.end());
    const std::size_t consumed = random.NextU32() % (model.size() + 1);
    queue.Consume(consumed);
    model.erase(model.begin(),
                model.begin() + static_cast<std::ptrdiff_t>(consumed));
    ASSERT_EQ(ContentOf(queue), Bytes(model.begin(), model.end()));
  }
}

TEST(ByteQueueDeathTest, RefusesToConsumeMoreThanItHolds) {
  ByteQueue queue;
  queue.Append({1});
  EXPECT_DEATH(queue.Consume(2), "count <= size");
}

}  // namespace
}  // namespace base
