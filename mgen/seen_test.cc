#include "mgen/seen.h"

#include <cstdint>
#include <set>

#include "base/random.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

TEST(SeenTest, EachIdIsNewOnce) {
  Seen seen;
  for (std::uint32_t id = 0; id < 5000; ++id) {
    EXPECT_TRUE(seen.Insert(id)) << id;
    EXPECT_FALSE(seen.Insert(id)) << id;
    EXPECT_FALSE(seen.Insert(id / 2)) << id;
  }
}

TEST(SeenTest, GapsStayOpenWithinTheWindow) {
  Seen seen;
  EXPECT_TRUE(seen.Insert(0));
  EXPECT_TRUE(seen.Insert(1024));  // 1 is 1023 below: the last one inside.
  EXPECT_TRUE(seen.Insert(1));
  EXPECT_FALSE(seen.Insert(1));
  EXPECT_TRUE(seen.Insert(500));
  EXPECT_FALSE(seen.Insert(1024));
}

TEST(SeenTest, WhatIsOlderThanTheWindowCountsAsSeen) {
  Seen seen;
  EXPECT_TRUE(seen.Insert(1024));
  EXPECT_FALSE(seen.Insert(0));  // 1024 below.
  EXPECT_TRUE(seen.Insert(1));
}

TEST(SeenTest, TakesTheLargestId) {
  Seen seen;
  EXPECT_TRUE(seen.Insert(0xffffffff));
  EXPECT_FALSE(seen.Insert(0xffffffff));
  EXPECT_FALSE(seen.Insert(7));
  EXPECT_TRUE(seen.Insert(0xffffffff - 1023));
  for (std::uint32_t k = 1022; k > 0; --k) {
    EXPECT_TRUE(seen.Insert(0xffffffff - k)) << k;
  }
  EXPECT_FALSE(seen.Insert(0xffffffff));
}

// Against a set, with ids that wander upwards and jump now and then.
TEST(SeenTest, DoesAsASetWithAHorizonDoes) {
  base::Random random = base::Random::FromSeed(5);
  Seen seen;
  std::set<std::uint32_t> model;
  std::uint32_t centre = 0;
  for (int step = 0; step < 50000; ++step) {
    centre += random.NextU32() % 4;
    if (random.NextU32() % 2000 == 0) centre += random.NextU32() % 3000;
    const std::uint32_t id = centre + random.NextU32() % 16;
    const bool expired =
        !model.empty() && id + Seen::kWindow <= *model.rbegin();
    const bool is_new = !expired && model.insert(id).second;
    ASSERT_EQ(seen.Insert(id), is_new) << "step " << step << " id " << id;
  }
}

}  // namespace
}  // namespace mgen
