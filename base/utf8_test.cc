#include "base/utf8.h"

#include <cstdint>
#include <string>

#include "gtest/gtest.h"

namespace base {
namespace {

// One code point in its shortest form, surrogates included.
std::string Encode(std::uint32_t code) {
  const auto byte = [](std::uint32_t value) {
    return static_cast<char>(static_cast<unsigned char>(value));
  };
  std::string out;
  if (code < 0x80) {
    out += byte(code);
  } else if (code < 0x800) {
    out += byte(0xc0 | (code >> 6));
    out += byte(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    out += byte(0xe0 | (code >> 12));
    out += byte(0x80 | ((code >> 6) & 0x3f));
    out += byte(0x80 | (code & 0x3f));
  } else {
    out += byte(0xf0 | (code >> 18));
    out += byte(0x80 | ((code >> 12) & 0x3f));
    out += byte(0x80 | ((code >> 6) & 0x3f));
    out += byte(0x80 | (code & 0x3f));
  }
  return out;
}

TEST(Utf8Test, TakesEveryCodePointButSurrogatesUpToTheLast) {
  for (std::uint32_t code = 0; code < 0x110800; ++code) {
    const bool valid = (code < 0xd800 || code > 0xdfff) && code <= 0x10ffff;
    ASSERT_EQ(IsUtf8(Encode(code)), valid) << code;
  }
}

TEST(Utf8Test, RefusesOverlongForms) {
  EXPECT_FALSE(IsUtf8("\xc0\x80"));
  EXPECT_FALSE(IsUtf8("\xc1\xbf"));
  EXPECT_FALSE(IsUtf8("\xe0\x9f\xbf"));
  EXPECT_FALSE(IsUtf8("\xf0\x8f\xbf\xbf"));
}

TEST(Utf8Test, RefusesCutAndStrayBytes) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("Zo\xc3\xab"));
  EXPECT_FALSE(IsUtf8("Zo\xc3"));
  EXPECT_FALSE(IsUtf8("\xe2\x82"));
  EXPECT_FALSE(IsUtf8("\xf0\x9f\x98"));
  EXPECT_FALSE(IsUtf8("\x80"));
  EXPECT_FALSE(IsUtf8("\xe2\x82x"));
  EXPECT_FALSE(IsUtf8("\xf0\x9fxx"));
  EXPECT_FALSE(IsUtf8("\xff"));
  EXPECT_FALSE(IsUtf8("\xf8\x88\x80\x80\x80"));
}

}  // namespace
}  // namespace base
