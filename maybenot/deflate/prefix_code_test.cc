#include "maybenot/deflate/prefix_code.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "maybenot/deflate/bit_writer.h"

namespace maybenot::deflate {
namespace {

// RFC 1951 3.2.2 has this example: A to H with lengths 3, 3, 3, 3, 3, 2, 4, 4
// are 010, 011, 100, 101, 110, 00, 1110, 1111. Written A F G H:
//   010 00 111|0 1111 000, lowest bit first e2 and 1e.
TEST(PrefixCodeTest, CountsUpWithinEachLength) {
  const PrefixCode code(std::vector<std::uint8_t>{3, 3, 3, 3, 3, 2, 4, 4});
  BitWriter out;
  for (const unsigned symbol : {0u, 5u, 6u, 7u}) code.Put(symbol, out);
  out.AlignToByte();
  EXPECT_EQ(out.bytes(), "\xe2\x1e");
}

// 0 and 1 for the second and the last: 0 1 1 0, lowest bit first 6.
TEST(PrefixCodeTest, PassesOverSymbolsWithoutALength) {
  const PrefixCode code(std::vector<std::uint8_t>{0, 1, 0, 1});
  BitWriter out;
  for (const unsigned symbol : {1u, 3u, 3u, 1u}) code.Put(symbol, out);
  out.AlignToByte();
  EXPECT_EQ(out.bytes(), "\x06");
}

}  // namespace
}  // namespace maybenot::deflate
