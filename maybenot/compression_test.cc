#include "maybenot/compression.h"

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/deflate/encoder.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

// A stored block: last?, its length, the complement, the bytes.
std::string StoredBlock(absl::string_view bytes, bool last) {
  const auto low = static_cast<char>(bytes.size() & 0xff);
  const auto high = static_cast<char>(bytes.size() >> 8);
  return absl::StrCat(std::string(1, last ? '\1' : '\0'), std::string(1, low),
                      std::string(1, high),
                      std::string(1, static_cast<char>(~low)),
                      std::string(1, static_cast<char>(~high)), bytes);
}

TEST(CompressionTest, InflatesWhatItDeflates) {
  std::string payload = "a";
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Inflate(deflate::Compress(payload)).value(), payload);
    payload += payload;
  }
  EXPECT_EQ(payload.size(), kMaxPayloadBytes);
  EXPECT_EQ(Inflate(deflate::Compress(payload)).value(), payload);
}

TEST(CompressionTest, CutsAtTheLargestPayload) {
  const std::string payload(kMaxPayloadBytes + 1, 'a');
  EXPECT_EQ(Inflate(deflate::Compress(payload)).value(),
            payload.substr(0, kMaxPayloadBytes));
}

TEST(CompressionTest, TakesNoMoreThanTheFirstReadOfInput) {
  // The header and the block's leave 32,768 - 2 - 5 = 32,761 bytes.
  const std::string payload(40000, 'a');
  EXPECT_EQ(Inflate("\x78\xda" + StoredBlock(payload, true)).value().size(),
            32761u);
}

TEST(CompressionTest, ReadsOnWhileNothingHasComeOut) {
  // 7,000 empty blocks are 35,000 bytes: the content is in the second read.
  std::string stream = "\x78\xda";
  for (int i = 0; i < 7000; ++i) stream += StoredBlock("", false);
  EXPECT_EQ(Inflate(stream + StoredBlock("late", true)).value(), "late");
}

TEST(CompressionTest, WantsAChecksumThatIsRightOrMissing) {
  const std::string whole = deflate::Compress("payload");
  for (std::size_t missing = 1; missing <= 4; ++missing) {
    EXPECT_EQ(Inflate(whole.substr(0, whole.size() - missing)).value(),
              "payload");
  }
  std::string wrong = whole;
  wrong.back() = static_cast<char>(wrong.back() ^ 1);
  EXPECT_THAT(Inflate(wrong).status().message(),
              HasSubstr("must be that of the content"));
  EXPECT_EQ(Inflate(whole + "and more").value(), "payload");
}

TEST(CompressionTest, GivesWhatATruncatedStreamHolds) {
  const std::string whole = "\x78\xda" + StoredBlock("payload", true);
  EXPECT_EQ(Inflate(whole.substr(0, whole.size() - 3)).value(), "payl");
}

TEST(CompressionTest, RefusesHeadersThatAreNotOfZlib) {
  const std::string block = StoredBlock("payload", true);
  EXPECT_TRUE(Inflate("\x78\x01" + block).ok());
  EXPECT_TRUE(Inflate("\x08\x1d" + block).ok());   // A window of 256 bytes.
  EXPECT_FALSE(Inflate("\x78\x02" + block).ok());  // Not a multiple of 31.
  EXPECT_FALSE(Inflate("\x79\x18" + block).ok());  // Method 9.
  EXPECT_FALSE(Inflate("\x88\x1c" + block).ok());  // 64 KiB.
  EXPECT_FALSE(Inflate("\x78\x20" + block).ok());  // A dictionary.
  EXPECT_FALSE(Inflate("\x78").ok());
  EXPECT_FALSE(Inflate("").ok());
}

TEST(CompressionTest, RefusesStreamsWithoutOutput) {
  EXPECT_FALSE(Inflate("\x78\xda").ok());
  EXPECT_FALSE(Inflate(deflate::Compress("")).ok());
}

TEST(CompressionTest, RefusesCorruptStreams) {
  // Block type 3 does not exist: bits 1, 11.
  EXPECT_THAT(Inflate("\x78\xda\x07").status().message(),
              HasSubstr("invalid block type"));
}

// docs/deviations.md. The no-op machine in codes for 0, 1 and nothing else.
TEST(CompressionTest, RefusesCodesWithoutAnEndOfBlock) {
  std::string stream;
  ASSERT_TRUE(absl::Base64Unescape("eNoCCFAAHAgAAAAAAOH/GgCAAAA=", &stream));
  EXPECT_THAT(Inflate(stream).status().message(),
              HasSubstr("missing end-of-block"));
}

TEST(CompressionTest, ReadsZerosBeforeTheStreamBegan) {
  // Fixed codes, least significant bit first: last block 1, type 10 (01 read
  // from the low end); 'a' is 0x61 + 0x30 = 10010001; length 3 is 257, 0000001;
  // distance 2 is code 00001; the end is 256, 0000000.
  //   1 10 10010001 0000001 00001 0000000
  // In bytes, low bit first: 11010010 | 00100000 | 01000010 | 000000
  const std::string stream("\x78\xda\x4b\x04\x42\x00", 6);
  EXPECT_EQ(Inflate(stream).value(), std::string("a\0a\0", 4));
}

}  // namespace
}  // namespace maybenot
