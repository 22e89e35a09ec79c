#include "maybenot/json_number.h"

#include <limits>

#include "gtest/gtest.h"

namespace maybenot {
namespace {

TEST(JsonNumberTest, WritesDoublesAsSerdeJsonDoes) {
  EXPECT_EQ(JsonNumber(0.0), "0.0");
  EXPECT_EQ(JsonNumber(-0.0), "-0.0");
  EXPECT_EQ(JsonNumber(1.0), "1.0");
  EXPECT_EQ(JsonNumber(-80988.925), "-80988.925");
  EXPECT_EQ(JsonNumber(21600.730000000003), "21600.730000000003");
  EXPECT_EQ(JsonNumber(120000.0), "120000.0");
  EXPECT_EQ(JsonNumber(0.00001), "0.00001");
  EXPECT_EQ(JsonNumber(0.0000015), "1.5e-6");
  EXPECT_EQ(JsonNumber(1e15), "1000000000000000.0");
  EXPECT_EQ(JsonNumber(1e16), "1e+16");
  EXPECT_EQ(JsonNumber(1.844e19), "1.844e+19");
  EXPECT_EQ(JsonNumber(std::numeric_limits<double>::max()),
            "1.7976931348623157e+308");
  EXPECT_EQ(JsonNumber(std::numeric_limits<double>::denorm_min()), "5e-324");
}

TEST(JsonNumberTest, WritesFloatsInTheirOwnWidth) {
  EXPECT_EQ(JsonNumber(0.31199998f), "0.31199998");
  EXPECT_EQ(JsonNumber(0.1f), "0.1");
  EXPECT_EQ(JsonNumber(1.0f), "1.0");
  EXPECT_EQ(JsonNumber(0.000001f), "0.000001");
  EXPECT_EQ(JsonNumber(0.0000001f), "1e-7");
  EXPECT_EQ(JsonNumber(1e12f), "1000000000000.0");
  EXPECT_EQ(JsonNumber(1e13f), "1e+13");
}

TEST(JsonNumberTest, HasNullForWhatIsNotFinite) {
  EXPECT_EQ(JsonNumber(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(JsonNumber(-std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(JsonNumber(std::numeric_limits<float>::infinity()), "null");
}

}  // namespace
}  // namespace maybenot
