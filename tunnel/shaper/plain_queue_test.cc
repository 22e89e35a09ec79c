#include "tunnel/shaper/plain_queue.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "gtest/gtest.h"

namespace shaper {
namespace {

using Bytes = std::vector<std::uint8_t>;

base::Instant At(int ms) { return base::Instant(base::Milliseconds(ms)); }

TEST(PlainQueueTest, WritesComeOutAsTheyWentIn) {
  PlainQueue queue(100);
  EXPECT_EQ(queue.Push({1, 2, 3}, At(0)), 3u);
  EXPECT_EQ(queue.Push({4}, At(5)), 1u);
  EXPECT_EQ(queue.next_bytes(), 3u);
  Bytes out = {9, 9, 9, 9};
  EXPECT_EQ(queue.Pop(out, At(10)), base::Milliseconds(10));
  EXPECT_EQ(out, (Bytes{1, 2, 3}));
  EXPECT_EQ(queue.Pop(out, At(10)), base::Milliseconds(5));
  EXPECT_EQ(out, (Bytes{4}));
  EXPECT_FALSE(queue.Pop(out, At(10)).has_value());
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.next_bytes(), 0u);
}

TEST(PlainQueueTest, TakesWhatFits) {
  PlainQueue queue(4);
  EXPECT_EQ(queue.Push({}, At(0)), 0u);
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.Push({1, 2, 3}, At(0)), 3u);
  EXPECT_EQ(queue.Push({4, 5, 6}, At(0)), 1u);
  EXPECT_EQ(queue.Push({5}, At(0)), 0u);
  Bytes out;
  ASSERT_TRUE(queue.Pop(out, At(0)));
  EXPECT_EQ(queue.Push({5, 6, 7, 8}, At(0)), 3u);  // 4 - 1 are free.
  ASSERT_TRUE(queue.Pop(out, At(0)));
  EXPECT_EQ(out, (Bytes{4}));
  ASSERT_TRUE(queue.Pop(out, At(0)));
  EXPECT_EQ(out, (Bytes{5, 6, 7}));
}

TEST(PlainQueueTest, CutsAWriteAtARecordsSize) {
  PlainQueue queue(65536);
  Bytes bytes(40000);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  EXPECT_EQ(queue.Push(bytes, At(0)), 40000u);
  Bytes out, all;
  std::vector<std::size_t> sizes;
  while (queue.Pop(out, At(0))) {
    sizes.push_back(out.size());
    all.insert(all.end(), out.begin(), out.end());
  }
  // 40000 = 2 * 16384 + 7232.
  EXPECT_EQ(sizes, (std::vector<std::size_t>{16384, 16384, 7232}));
  EXPECT_EQ(all, bytes);
}

}  // namespace
}  // namespace shaper
