#include "maybenot/text_form.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/base64.h"
#include "maybenot/compression.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

constexpr absl::string_view kNoOp = "02eNpjYEAHjOgCAAA0AAI=";

// 0, 0.0, 0, 0.0, one state, whose 16 options are all absent.
std::string NoOpPayload() {
  std::string payload(35, '\0');
  payload[18] = '\1';
  return payload;
}

// Bytes that do not compress, by a multiplicative generator.
std::string Noise(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint64_t x = 1;
  for (char& c : bytes) {
    x *= 6364136223846793005u;
    c = static_cast<char>(x >> 56);
  }
  return bytes;
}

TEST(TextFormTest, ReadsAndWritesTheNoOpMachine) {
  EXPECT_EQ(UnwrapText(kNoOp).value(), NoOpPayload());
  EXPECT_EQ(WrapText(NoOpPayload()).value(), kNoOp);
}

// SOURCE: spec/maybenot.md Appendix B.
TEST(TextFormTest, NamesByTheHashOfTheText) {
  EXPECT_EQ(NameOfText(kNoOp), "3e99bf655613b2dba361dee14e3e0ddf");
}

TEST(TextFormTest, SaysWhichLayerIsWrong) {
  const auto error = [](absl::string_view text) {
    return std::string(UnwrapText(text).status().message());
  };
  EXPECT_THAT(error(""), HasSubstr("text has 0 characters"));
  EXPECT_THAT(error("02"), HasSubstr("text has 2 characters"));
  EXPECT_THAT(error("02eNp\xc3\xa9"), HasSubstr("text has byte 195 at 5"));
  EXPECT_THAT(error("01eNpjYEAHjOgCAAA0AAI="),
              HasSubstr("version is \"01\": must be \"02\""));
  EXPECT_THAT(error("789c"), HasSubstr("version is \"78\""));
  EXPECT_THAT(error("02eNpjYEAHjOgCAAA0AAI"), HasSubstr("base64: "));
  EXPECT_THAT(error("02eNpjYEAHjOgCAAA0AAM="), HasSubstr("zlib: "));
}

TEST(TextFormTest, RefusesToWriteWhatCouldNotBeRead) {
  // Over the payload's bound, though it would compress to 1 KiB.
  const absl::Status large =
      WrapText(std::string(kMaxPayloadBytes + 1, '\0')).status();
  EXPECT_EQ(large.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(large.message(),
            "payload has 1048577 bytes: must be at most 1048576");
  EXPECT_TRUE(WrapText(std::string(kMaxPayloadBytes, '\0')).ok());
  // Over the bound after compression: stored blocks add bytes.
  const absl::Status dense = WrapText(Noise(32768)).status();
  EXPECT_EQ(dense.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(dense.message()), HasSubstr("must be at most 32768"));
  const std::string fits = Noise(32700);
  EXPECT_EQ(UnwrapText(WrapText(fits).value()).value(), fits);
}

}  // namespace
}  // namespace maybenot
