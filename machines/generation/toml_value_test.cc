#include "machines/generation/toml_value.h"

#include <cstdint>
#include <string>
#include <variant>

#include "gtest/gtest.h"

namespace generation {
namespace {

TEST(TomlValueTest, KeepsTypesAndLines) {
  const auto parsed = ParseToml(
      "a = 1_000\n"
      "[table]\n"
      "b = [2.5, \"x\"]\n"
      "c.d = true\n",
      "x.toml");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const auto& root = std::get<TomlValue::Table>(parsed->value);
  ASSERT_EQ(root.size(), 2u);
  EXPECT_EQ(root[0].key, "a");
  EXPECT_EQ(std::get<std::int64_t>(root[0].value.value), 1000);
  const auto& table = std::get<TomlValue::Table>(root[1].value.value);
  EXPECT_EQ(root[1].value.line, 2u);
  const auto& list = std::get<TomlValue::List>(table[0].value.value);
  EXPECT_EQ(std::get<double>(list[0].value), 2.5);
  EXPECT_EQ(std::get<std::string>(list[1].value), "x");
  EXPECT_EQ(list[1].line, 3u);
  const auto& dotted = std::get<TomlValue::Table>(table[1].value.value);
  EXPECT_TRUE(std::get<bool>(dotted[0].value.value));
  EXPECT_EQ(dotted[0].value.line, 4u);
}

TEST(TomlValueTest, SaysWhereItIsNotToml) {
  const auto message = [](const char* text) {
    return std::string(ParseToml(text, "x.toml").status().message());
  };
  EXPECT_EQ(message("a = 1\nb = = 2\n").rfind("x.toml:2: ", 0), 0u);
  EXPECT_EQ(message("a = 1\na = 2\n").rfind("x.toml:2: ", 0), 0u);
  EXPECT_EQ(message("a = 1979-05-27\n"),
            "x.toml:1: a date or time has no use here");
}

TEST(TomlValueTest, CharactersBeyondAsciiAreTextOnly) {
  const auto parsed = ParseToml(
      "\"\\u00e9\" = \"\xC3\xA4\" # \xC3\xB6\n"
      "b = \"\"\"\\\n \xC3\xBC\"\"\"\n",
      "x.toml");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const auto& root = std::get<TomlValue::Table>(parsed->value);
  ASSERT_EQ(root.size(), 2u);
  EXPECT_EQ(root[1].key, "\xC3\xA9");
  EXPECT_EQ(std::get<std::string>(root[1].value.value), "\xC3\xA4");
  EXPECT_EQ(std::get<std::string>(root[0].value.value), "\xC3\xBC");
}

// U+02A2, in a hole of toml++'s table of spaces.
TEST(TomlValueTest, ABareLetterBeyondAsciiIsAnError) {
  const auto bare = ParseToml("a = 1\n[b\xCA\xA2]\n", "x.toml");
  ASSERT_FALSE(bare.ok());
  const std::string message(bare.status().message());
  EXPECT_EQ(message.rfind("x.toml:2: ", 0), 0u) << message;
  EXPECT_NE(message.find("\xCA\xA2"), std::string::npos) << message;
}

TEST(TomlValueTest, DepthAndSizeAreBounded) {
  EXPECT_FALSE(ParseToml("a = " + std::string(100000, '['), "x").ok());
  EXPECT_FALSE(
      ParseToml("a = \"" + std::string(kMaxTomlBytes, 'x') + "\"", "x").ok());
}

TEST(TomlValueTest, ShowsWhatAPersonWouldKnowAgain) {
  EXPECT_EQ(ShowToml({std::string("a\nb"), 1}), "\"a\\nb\"");
  EXPECT_EQ(ShowToml({std::string(50, 'x'), 1}),
            "\"" + std::string(40, 'x') + "...\"");
  EXPECT_EQ(ShowToml({std::int64_t{-3}, 1}), "-3");
  EXPECT_EQ(ShowToml({TomlValue::List(), 1}), "a list");
}

}  // namespace
}  // namespace generation
