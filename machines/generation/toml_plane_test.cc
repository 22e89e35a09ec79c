#include "machines/generation/toml_plane.h"

#include <string>

#include "gtest/gtest.h"

namespace generation {
namespace {

TEST(TomlPlaneTest, LeavesAsciiAndWhatIsAboveTheFirstPlane) {
  const std::string text = "a = \"b\" # \xF0\x9F\x90\x81\n";  // U+1F401
  EXPECT_EQ(ToPlane16(text).value(), text);
  EXPECT_EQ(FromPlane16(text), text);
}

TEST(TomlPlaneTest, MovesTheFirstPlaneThereAndBack) {
  // U+0080, U+07FF, U+0800, U+FFFF: the first and last of two and three bytes.
  const std::string text = "\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF";
  // U+100080, U+1007FF, U+100800, U+10FFFF.
  const std::string moved =
      "\xF4\x80\x82\x80\xF4\x80\x9F\xBF\xF4\x80\xA0\x80\xF4\x8F\xBF\xBF";
  EXPECT_EQ(ToPlane16(text).value(), moved);
  EXPECT_EQ(FromPlane16(moved), text);
}

TEST(TomlPlaneTest, LeavesAByteOrderMarkOut) {
  EXPECT_EQ(ToPlane16("\xEF\xBB\xBF"
                      "a = 1")
                .value(),
            "a = 1");
}

TEST(TomlPlaneTest, RefusesWhatCouldNotBeMovedBack) {
  const auto message = [](const char* text) {
    return std::string(ToPlane16(text).status().message());
  };
  EXPECT_EQ(message("a = 1\n# \xC3"), "2: is not UTF-8");
  const std::string is_private =
      "1: has a character for private use, above U+FFFFF";
  EXPECT_EQ(message("# \xF4\x80\x80\x80"), is_private);
  EXPECT_EQ(message("a = \"\\U00100041\""), is_private);
}

}  // namespace
}  // namespace generation
