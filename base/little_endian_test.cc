#include "base/little_endian.h"

#include <array>
#include <cstdint>

#include "gtest/gtest.h"

namespace base {
namespace {

TEST(LittleEndianTest, LoadsTheLeastSignificantByteFirst) {
  constexpr std::array<std::uint8_t, 5> kBytes = {0xff, 0x01, 0x02, 0x03, 0x84};
  EXPECT_EQ(LoadLittleEndian<std::uint8_t>(&kBytes[0]), 0xff);
  EXPECT_EQ(LoadLittleEndian<std::uint16_t>(&kBytes[1]), 0x0201);
  EXPECT_EQ(LoadLittleEndian<std::uint32_t>(&kBytes[1]), 0x84030201);
}

TEST(LittleEndianTest, StoresWhatItLoads) {
  std::array<std::uint8_t, 6> bytes = {};
  StoreLittleEndian<std::uint32_t>(0x0a0b0c0d, &bytes[1]);
  EXPECT_EQ(bytes, (std::array<std::uint8_t, 6>{0, 0x0d, 0x0c, 0x0b, 0x0a, 0}));
  EXPECT_EQ(LoadLittleEndian<std::uint32_t>(&bytes[1]), 0x0a0b0c0du);
}

}  // namespace
}  // namespace base
