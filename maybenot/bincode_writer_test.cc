#include "maybenot/bincode_writer.h"

#include <cstdint>
#include <string>

#include "gtest/gtest.h"

namespace maybenot {
namespace {

std::string Written(std::uint64_t value) {
  BincodeWriter out;
  out.Integer(value);
  return out.Take();
}

TEST(BincodeWriterTest, WritesIntegersInTheShortestForm) {
  EXPECT_EQ(Written(0), std::string(1, '\0'));
  EXPECT_EQ(Written(250), "\xfa");
  EXPECT_EQ(Written(251), std::string("\xfb\xfb\0", 3));
  EXPECT_EQ(Written(0xffff), "\xfb\xff\xff");
  EXPECT_EQ(Written(0x10000), std::string("\xfc\0\0\1\0", 5));
  EXPECT_EQ(Written(0xfffffffe), "\xfc\xfe\xff\xff\xff");
  EXPECT_EQ(Written(0x100000000), std::string("\xfd\0\0\0\0\1\0\0\0", 9));
}

TEST(BincodeWriterTest, WritesFloatsAsTheirBits) {
  BincodeWriter out;
  out.Bool(true);
  out.Bool(false);
  out.F32(1);       // 3f800000
  out.F64(-20000);  // c0d3880000000000
  EXPECT_EQ(out.Take(),
            std::string("\1\0\0\0\x80\x3f\0\0\0\0\0\x88\xd3\xc0", 14));
}

}  // namespace
}  // namespace maybenot
