#include "maybenot/deflate/bit_writer.h"

#include <string>

#include "gtest/gtest.h"

namespace maybenot::deflate {
namespace {

// 101 is written lowest first, then 00011: 00011101 = 1d; 1 is left over.
TEST(BitWriterTest, FillsBytesFromTheLowestBit) {
  BitWriter out;
  out.Put(5, 3);
  out.Put(3, 5);
  out.Put(1, 1);
  EXPECT_EQ(out.bytes(), "\x1d");
  out.AlignToByte();
  EXPECT_EQ(out.bytes(), "\x1d\x01");
  out.AlignToByte();
  EXPECT_EQ(out.bytes().size(), 2u);
}

TEST(BitWriterTest, TakesWordsAcrossBytes) {
  BitWriter out;
  out.Put(1, 1);
  out.Put(0xffffffff, 32);  // 33 bits: one is pending.
  EXPECT_EQ(out.bytes(), "\xff\xff\xff\xff");
}

TEST(BitWriterTest, GoesBackToAMarkWithinAByte) {
  BitWriter out;
  out.Put(1, 1);
  const BitWriter::Mark mark = out.Here();
  out.Put(0x1234, 16);
  out.GoBackTo(mark);
  EXPECT_EQ(out.bytes(), "");
  out.AlignToByte();
  out.PutBytes("ab");
  EXPECT_EQ(out.TakeBytes(),
            "\x01"
            "ab");
}

}  // namespace
}  // namespace maybenot::deflate
