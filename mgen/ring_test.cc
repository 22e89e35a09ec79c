#include "mgen/ring.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

using testing::ElementsAre;

std::vector<int> Contents(const Ring<int>& ring) {
  std::vector<int> contents;
  for (std::size_t i = 0; i < ring.size(); ++i) contents.push_back(ring[i]);
  return contents;
}

TEST(RingTest, GivesBackInOrder) {
  Ring<int> ring;
  for (int i = 0; i < 9; ++i) ring.PushBack(i);
  ring.PushFront(-1);
  EXPECT_EQ(ring.size(), 10u);
  for (int i = -1; i < 9; ++i) EXPECT_EQ(ring.PopFront(), i);
  EXPECT_TRUE(ring.empty());
}

TEST(RingTest, EraseClosesTheGapOnEitherSide) {
  Ring<int> ring;
  for (int i = 0; i < 6; ++i) ring.PushBack(i);
  ring.Erase(1);  // Of 6: the front half moves.
  EXPECT_THAT(Contents(ring), ElementsAre(0, 2, 3, 4, 5));
  ring.Erase(3);  // Of 5: the back half moves.
  EXPECT_THAT(Contents(ring), ElementsAre(0, 2, 3, 5));
  ring.Erase(0);
  ring.Erase(2);
  EXPECT_THAT(Contents(ring), ElementsAre(2, 3));
}

TEST(RingTest, HoldsWhatCanOnlyBeMoved) {
  Ring<std::unique_ptr<int>> ring;
  ring.PushBack(std::make_unique<int>(7));
  EXPECT_EQ(*ring.front(), 7);
  EXPECT_EQ(*ring.PopFront(), 7);
}

TEST(RingTest, DoesAsADequeDoes) {
  base::Random random = base::Random::FromSeed(3);
  Ring<int> ring;
  std::deque<int> model;
  for (int step = 0; step < 20000; ++step) {
    const std::uint32_t choice = random.NextU32() % 8;
    // Alternately growing and shrinking, so that it is often empty.
    const bool grows = (step / 50) % 2 == 0;
    if (choice < (grows ? 4u : 1u)) {
      ring.PushBack(step);
      model.push_back(step);
    } else if (choice == 4) {
      ring.PushFront(step);
      model.push_front(step);
    } else if (choice < 7 && !model.empty()) {
      ASSERT_EQ(ring.PopFront(), model.front());
      model.pop_front();
    } else if (!model.empty()) {
      const std::size_t i = random.NextU32() % model.size();
      ring.Erase(i);
      model.erase(model.begin() + static_cast<std::ptrdiff_t>(i));
    }
    ASSERT_EQ(Contents(ring), std::vector<int>(model.begin(), model.end()));
  }
}

}  // namespace
}  // namespace mgen
