#include "maybenot/deflate/block_writer.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "maybenot/deflate/bit_writer.h"
#include "maybenot/deflate/block.h"

namespace maybenot::deflate {
namespace {

std::string Write(absl::string_view literals, absl::string_view at_hand,
                  Last last = Last::kYes) {
  Block block;
  for (const char c : literals) block.AddLiteral(c);
  BitWriter out;
  WriteBlock(block, at_hand, last, out);
  out.AlignToByte();
  return absl::BytesToHexString(out.bytes());
}

// Different bytes: codewords do not get under 6 bits.
std::string Alphabet(std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    bytes.push_back(static_cast<char>(144 + i));
  }
  return bytes;
}

// 'a' is 10010001: 1 10 10010|001 0000000, or with 0 first.
TEST(BlockWriterTest, SaysWhetherItIsTheLast) {
  EXPECT_EQ(Write("a", "a", Last::kYes), "4b0400");
  EXPECT_EQ(Write("a", "a", Last::kNo), "4a0400");
}

// 32 literals of 9 bits take 36 bytes and more, which is worse than storing,
// and not compared; 33 are compared.
TEST(BlockWriterTest, StoresWhatGrowsFrom33BytesOn) {
  EXPECT_EQ(Write(Alphabet(32), Alphabet(32)).substr(0, 2), "9b");
  EXPECT_EQ(Write(Alphabet(33), Alphabet(33)),
            "012100deff" + absl::BytesToHexString(Alphabet(33)));
  EXPECT_EQ(Write(Alphabet(33), "").substr(0, 2), "9b");
}

// A code for one byte and the end has a bit for each. Its lengths are 97 zeros,
// 1, 158 zeros (138 and 20), 1 for the end, 0 for the one distance: 18 thrice,
// 1 twice, 0 once, which take 1, 2 and 2 bits. Bits in all: 3 + 14, 18 * 3
// up to the symbol 1, 3 * (1 + 7) + 2 * 2 + 2, 48 + 1: 150, or 19 bytes.
TEST(BlockWriterTest, HasItsOwnCodesFrom48BytesOn) {
  EXPECT_EQ(Write(std::string(47, 'a'), "").substr(0, 2), "4b");
  const std::string dynamic = Write(std::string(48, 'a'), "");
  EXPECT_EQ(dynamic.substr(0, 2), "05");  // 1 01 00000, lowest bit first.
  EXPECT_EQ(dynamic.size() / 2, 19u);
}

}  // namespace
}  // namespace maybenot::deflate
