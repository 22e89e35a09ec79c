#include "maybenot/base64.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

TEST(Base64Test, ReadsTheVectorsOfRfc4648) {
  EXPECT_EQ(DecodeBase64("").value(), "");
  EXPECT_EQ(DecodeBase64("Zg==").value(), "f");
  EXPECT_EQ(DecodeBase64("Zm8=").value(), "fo");
  EXPECT_EQ(DecodeBase64("Zm9v").value(), "foo");
  EXPECT_EQ(DecodeBase64("Zm9vYg==").value(), "foob");
  EXPECT_EQ(DecodeBase64("Zm9vYmE=").value(), "fooba");
  EXPECT_EQ(DecodeBase64("Zm9vYmFy").value(), "foobar");
  EXPECT_EQ(DecodeBase64("+/+/").value(), "\xfb\xff\xbf");
}

TEST(Base64Test, RefusesWhatAnEncoderDoesNotWrite) {
  for (const absl::string_view text :
       {"Zg", "Zg=", "Zg===", "Zg==\n", "Zm9v Zg=", "====", "A===", "=Zg=",
        "Zg==Zg==", "Zm9_", "Zm9-", "Zm9.", "Zg=a", "Zm\0v"}) {
    EXPECT_FALSE(DecodeBase64(text).ok()) << text;
  }
}

TEST(Base64Test, RefusesBitsThatBelongToNoByte) {
  // 'g' is 32: its last four bits are zero; 'h' sets one of them.
  EXPECT_FALSE(DecodeBase64("Zh==").ok());
  // '8' is 60, whose last two bits are zero; '9' sets one.
  EXPECT_FALSE(DecodeBase64("Zm9=").ok());
  EXPECT_THAT(DecodeBase64("Zh==").status().message(),
              HasSubstr("character 1 sets bits"));
}

TEST(Base64Test, SaysWhere) {
  EXPECT_THAT(DecodeBase64("Zm9vZ\x80==").status().message(),
              HasSubstr("character 5 is '\\x80'"));
  EXPECT_THAT(DecodeBase64("Zm9vZ").status().message(),
              HasSubstr("has 5 characters: must be a multiple of 4"));
}

TEST(Base64Test, ReadsBackWhatItWrites) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(DecodeBase64(EncodeBase64(bytes)).value(), bytes);
    bytes.push_back(static_cast<char>(i * 37));
  }
}

}  // namespace
}  // namespace maybenot
