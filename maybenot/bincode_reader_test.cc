#include "maybenot/bincode_reader.h"

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

TEST(BincodeReaderTest, ReadsWhatTheFormatSays) {
  const std::string bytes(
      "\xfa\xfb\xfb\0\xfc\xff\xff\xff\xff\xfd\1\0\0\0\0\0\0\x80\1\0"
      "\0\0\x80\x3f\0\0\0\0\0\x88\xd3\xc0",
      32);
  BincodeReader in(bytes);
  EXPECT_EQ(in.Integer("a"), 250u);
  EXPECT_EQ(in.Integer("b"), 251u);
  EXPECT_EQ(in.Integer("c"), 4294967295u);
  EXPECT_EQ(in.Integer("d"), 0x8000000000000001u);
  EXPECT_TRUE(in.Bool("e"));
  EXPECT_FALSE(in.Bool("f"));
  EXPECT_EQ(in.F32("g"), 1.0f);
  EXPECT_EQ(in.F64("h"), -20000.0);
  in.End();
  EXPECT_TRUE(in.ok()) << in.status();
}

TEST(BincodeReaderTest, TellsTheShortestForm) {
  const auto shortest = [](absl::string_view bytes) {
    BincodeReader in(bytes);
    in.Integer("a");
    EXPECT_TRUE(in.ok()) << in.status();
    return in.shortest();
  };
  EXPECT_TRUE(shortest("\xfa"));
  EXPECT_FALSE(shortest({"\xfb\xfa\0", 3}));
  EXPECT_TRUE(shortest({"\xfb\xfb\0", 3}));
  EXPECT_FALSE(shortest({"\xfc\xff\xff\0\0", 5}));
  EXPECT_TRUE(shortest({"\xfc\0\0\1\0", 5}));
  EXPECT_FALSE(shortest({"\xfd\xff\xff\xff\xff\0\0\0\0", 9}));
  EXPECT_TRUE(shortest({"\xfd\0\0\0\0\1\0\0\0", 9}));
}

// 13 zeros, then 1; and fewer than a word.
TEST(BincodeReaderTest, PassesOverAbsentOptions) {
  const std::string many = std::string(13, '\0') + "\1" + std::string(7, '\0');
  BincodeReader in(many);
  EXPECT_EQ(in.Absent(5), 5u);
  EXPECT_EQ(in.Absent(13), 8u);
  EXPECT_EQ(in.Absent(13), 0u);
  EXPECT_TRUE(in.Bool("option"));
  EXPECT_EQ(in.Absent(13), 7u);
  EXPECT_EQ(in.Absent(13), 0u);
  in.End();
  EXPECT_TRUE(in.ok()) << in.status();
}

TEST(BincodeReaderTest, TakesOverLongIntegers) {
  const std::string bytes("\xfb\1\0\xfc\2\0\0\0\xfd\3\0\0\0\0\0\0\0", 17);
  BincodeReader in(bytes);
  EXPECT_EQ(in.Integer("a"), 1u);
  EXPECT_EQ(in.Tag("b", 3), 2u);
  EXPECT_EQ(in.Integer("c"), 3u);
  EXPECT_TRUE(in.ok());
}

TEST(BincodeReaderTest, RefusesTheTwoWidestForms) {
  BincodeReader u128("\xfe");
  u128.Integer("trials");
  EXPECT_EQ(u128.status().message(),
            "trials (byte 0) begins with 254: must be at most 253");
  BincodeReader reserved("\xff");
  reserved.Integer("trials");
  EXPECT_FALSE(reserved.ok());
}

TEST(BincodeReaderTest, RefusesTagsBeyondTheLast) {
  BincodeReader in("\2\3");
  EXPECT_EQ(in.Tag("timer", 3), 2u);
  EXPECT_EQ(in.Tag("timer", 3), 0u);
  EXPECT_EQ(in.status().message(), "timer (byte 1) is 3: must be below 3");
}

TEST(BincodeReaderTest, RefusesBoolsThatAreNeither) {
  BincodeReader in("\2");
  EXPECT_FALSE(in.Bool("bypass"));
  EXPECT_EQ(in.status().message(), "bypass (byte 0) is 2: must be 0 or 1");
}

TEST(BincodeReaderTest, RefusesLengthsThatTheRestCannotHold) {
  // A length of 2^64 - 1, then ten bytes: two elements of five fit.
  const std::string bytes("\xfd\xff\xff\xff\xff\xff\xff\xff\xff..........");
  BincodeReader in(bytes);
  EXPECT_EQ(in.Length("list", 5), 0u);
  EXPECT_THAT(std::string(in.status().message()),
              HasSubstr("has length 18446744073709551615: must be at most 2"));
  BincodeReader fits("\2..........");
  EXPECT_EQ(fits.Length("list", 5), 2u);
}

TEST(BincodeReaderTest, KeepsTheFirstErrorAndReadsNothingAfterIt) {
  BincodeReader in("\1\1\1");
  in.F64("mean");
  EXPECT_EQ(in.Integer("trials"), 0u);
  EXPECT_FALSE(in.Bool("copy"));
  EXPECT_EQ(in.status().message(),
            "mean (byte 0) takes 8 bytes: the payload has 3 left");
}

TEST(BincodeReaderTest, SaysHowManyBytesAreLeftOver) {
  BincodeReader in("\1\1\1");
  in.Bool("copy");
  in.End();
  EXPECT_EQ(in.status().message(),
            "the end (byte 1) is followed by 2 bytes: must be the last");
}

}  // namespace
}  // namespace maybenot
