#include "mgen/slots.h"

#include <cstdint>
#include <memory>

#include "gtest/gtest.h"

namespace mgen {
namespace {

TEST(SlotsTest, FindsWhatIsThere) {
  Slots<std::unique_ptr<int>> slots;
  const std::uint64_t a = slots.Add(std::make_unique<int>(1));
  const std::uint64_t b = slots.Add(std::make_unique<int>(2));
  EXPECT_EQ(slots.size(), 2u);
  EXPECT_EQ(**slots.Find(a), 1);
  EXPECT_EQ(**slots.Find(b), 2);
  EXPECT_EQ(slots.Find(12345), nullptr);
}

TEST(SlotsTest, AnIdIsNotGivenTwiceThoughItsPlaceIs) {
  Slots<int> slots;
  const std::uint64_t old_id = slots.Add(1);
  slots.Remove(old_id);
  EXPECT_EQ(slots.size(), 0u);
  const std::uint64_t new_id = slots.Add(2);
  EXPECT_EQ(Slots<int>::Place(new_id), Slots<int>::Place(old_id));
  EXPECT_NE(new_id, old_id);
  EXPECT_EQ(slots.IdAt(Slots<int>::Place(new_id)), new_id);
  EXPECT_EQ(slots.Find(old_id), nullptr);
  slots.Remove(old_id);  // Late: nothing happens.
  ASSERT_NE(slots.Find(new_id), nullptr);
  EXPECT_EQ(*slots.Find(new_id), 2);
  EXPECT_EQ(slots.size(), 1u);
}

}  // namespace
}  // namespace mgen
