#include "mgen/stagger.h"

#include "base/time.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

// Made by the crate fxhash 0.2.1 with rustc on x86-64:
//   fxhash::hash64(&(user, group)) % 10000
// for tuples of two &str (of two String it is the same).
TEST(StaggerTest, IsTheOriginals) {
  EXPECT_EQ(Stagger("Alice", "group1"), base::Milliseconds(2779));
  EXPECT_EQ(Stagger("Bob", "group1"), base::Milliseconds(4013));
  EXPECT_EQ(Stagger("Alice", "group2"), base::Milliseconds(1217));
  EXPECT_EQ(Stagger("u00001", "dyad1"), base::Milliseconds(1832));
  EXPECT_EQ(Stagger("a", "b"), base::Milliseconds(808));
  EXPECT_EQ(Stagger("", ""), base::Milliseconds(1650));
  EXPECT_EQ(Stagger("1234567", "12345678"), base::Milliseconds(9957));
  EXPECT_EQ(Stagger("123456789012345", "Zo\u00eb \u4e16\u754c"),
            base::Milliseconds(4458));
}

TEST(StaggerTest, IsTheHashModuloTheLongest) {
  // 0xe680fb02e562eb28 of ("a", "b"), by the crate: its last byte is 0x28.
  EXPECT_EQ(Stagger("a", "b", base::Milliseconds(256)),
            base::Milliseconds(0x28));
  EXPECT_EQ(Stagger("a", "b", base::Microseconds(256'999)),
            base::Milliseconds(0x28));
  EXPECT_EQ(Stagger("a", "b", base::Milliseconds(1)), base::Milliseconds(0));
  EXPECT_EQ(Stagger("a", "b", base::Microseconds(999)), base::Milliseconds(0));
  EXPECT_EQ(Stagger("a", "b", base::Duration(0)), base::Milliseconds(0));
  EXPECT_EQ(Stagger("a", "b", base::Seconds(-1)), base::Milliseconds(0));
}

}  // namespace
}  // namespace mgen
