#include "maybenot/blocking.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace maybenot {
namespace {

base::Instant At(std::int64_t us) {
  return base::Instant{} + base::Microseconds(us);
}

struct Flags {
  bool bypass = false;
  bool replace = false;
};

TriggerAction Block(std::int64_t us, Flags flags = {}) {
  return {.kind = TriggerAction::Kind::kBlockOutgoing,
          .machine = MachineId{0},
          .bypass = flags.bypass,
          .replace = flags.replace,
          .duration = base::Microseconds(us)};
}

TEST(BlockingTest, StartsAndEnds) {
  Blocking blocking;
  EXPECT_FALSE(blocking.active());
  EXPECT_FALSE(blocking.bypassable());
  blocking.Apply(Block(10, {.bypass = true}), At(5));
  EXPECT_TRUE(blocking.active());
  EXPECT_TRUE(blocking.bypassable());
  EXPECT_EQ(blocking.until(), At(15));
  blocking.End();
  EXPECT_FALSE(blocking.active());
  EXPECT_FALSE(blocking.bypassable());
}

TEST(BlockingTest, ALongerOneExtendsAndSetsTheFlag) {
  Blocking blocking;
  blocking.Apply(Block(10, {.bypass = true}), At(0));
  blocking.Apply(Block(8), At(3));  // 3 + 8 = 11 > 10.
  EXPECT_EQ(blocking.until(), At(11));
  EXPECT_FALSE(blocking.bypassable());
}

TEST(BlockingTest, OneThatEndsNoLaterChangesNothing) {
  Blocking blocking;
  blocking.Apply(Block(10, {.bypass = true}), At(0));
  blocking.Apply(Block(7), At(3));  // 3 + 7 = 10, no later.
  EXPECT_EQ(blocking.until(), At(10));
  EXPECT_TRUE(blocking.bypassable());
}

TEST(BlockingTest, ReplaceShortens) {
  Blocking blocking;
  blocking.Apply(Block(10), At(0));
  blocking.Apply(Block(2, {.bypass = true, .replace = true}), At(3));
  EXPECT_EQ(blocking.until(), At(5));
  EXPECT_TRUE(blocking.bypassable());
}

TEST(BlockingTest, ZeroLengthIsDueAtOnce) {
  Blocking blocking;
  blocking.Apply(Block(0), At(3));
  EXPECT_EQ(blocking.until(), At(3));
}

}  // namespace
}  // namespace maybenot
