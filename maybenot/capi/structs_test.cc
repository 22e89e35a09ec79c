#include "maybenot/capi/structs.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "gtest/gtest.h"

namespace maybenot::capi {
namespace {

struct Early {
  std::size_t struct_size;
  std::uint64_t first;
};
struct Late {
  std::size_t struct_size;
  std::uint64_t first;
  std::uint64_t second;
};

bool IsReadableAsEarly(const Late& given) {
  alignas(Late) unsigned char bytes[sizeof(Late)];
  std::memcpy(bytes, &given, sizeof(given));
  return IsReadable(*reinterpret_cast<const Early*>(bytes));
}

TEST(StructsTest, AStructOfALaterVersionIsReadIfWhatIsNewIsUnset) {
  EXPECT_TRUE(IsReadableAsEarly({sizeof(Early), 1, 2}));
  EXPECT_TRUE(IsReadableAsEarly({sizeof(Late), 1, 0}));
  EXPECT_FALSE(IsReadableAsEarly({sizeof(Late), 1, 2}));
}

TEST(StructsTest, ASizeThatWasNeverSetIsRefused) {
  EXPECT_FALSE(IsReadableAsEarly({0, 1, 0}));
  EXPECT_FALSE(IsReadableAsEarly({sizeof(Early) - 1, 1, 0}));
  EXPECT_FALSE(IsReadableAsEarly({kMaxStructBytes + 1, 1, 0}));
}

TEST(StructsTest, FillsAsMuchAsTheCallerHas) {
  const Late value = {24, 1, 2};
  Early early = {};
  FillStruct(value, &early, sizeof(early));
  EXPECT_EQ(early.first, 1u);
  std::uint64_t longer[4] = {9, 9, 9, 9};
  FillStruct(value, longer, sizeof(longer));
  EXPECT_EQ(longer[2], 2u);
  EXPECT_EQ(longer[3], 0u);
}

}  // namespace
}  // namespace maybenot::capi
