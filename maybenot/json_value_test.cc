#include "maybenot/json_value.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

constexpr std::array<absl::string_view, 2> kNames = {"Left", "Right"};

std::string ParseError(absl::string_view text) {
  return std::string(ParseJson(text).status().message());
}

// A document and the error of what was read from it.
struct Reading {
  explicit Reading(absl::string_view text)
      : document(ParseJson(text).value()), value(document, error) {}
  std::string message() const { return std::string(error.message()); }

  nlohmann::json document;
  absl::Status error;
  JsonValue value;
};

TEST(JsonValueTest, ReadsEveryKind) {
  Reading reading(
      R"({"u": 18446744073709551615, "f": -1.5, "g": 2, "n": null, "b": true,
          "s": "Right", "v": {"Left": 7}, "l": [1, 2]})");
  const JsonValue& value = reading.value;
  EXPECT_EQ(value.Field("u").Uint(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(value.Field("f").F64(), -1.5);
  EXPECT_EQ(value.Field("f").F32(), -1.5f);
  EXPECT_EQ(value.Field("g").F64(), 2.0);
  EXPECT_TRUE(std::isnan(value.Field("n").F64()));
  EXPECT_TRUE(std::isnan(value.Field("n").F32()));
  EXPECT_TRUE(value.Field("b").Bool());
  EXPECT_EQ(value.Field("s").OneOf(kNames), 1u);
  EXPECT_EQ(value.Field("v").OnlyKey(kNames), 0u);
  EXPECT_EQ(value.Field("v").Field("Left").Uint(), 7u);
  EXPECT_TRUE(value.Field("l").HasSize(2));
  EXPECT_EQ(value.Field("l").At(1).Uint(), 2u);
  EXPECT_TRUE(value.Field("n").is_missing_or_null());
  EXPECT_TRUE(value.Field("x").is_missing_or_null());
  EXPECT_TRUE(reading.error.ok()) << reading.error;
}

TEST(JsonValueTest, KeepsTheFirstErrorWithItsPath) {
  Reading reading(R"({"a": [{"b": "x"}], "c": 1})");
  EXPECT_FALSE(reading.value.Field("a").At(0).Field("b").Bool());
  EXPECT_FALSE(reading.value.Field("c").Bool());
  EXPECT_EQ(reading.message(), "JSON: a[0].b is \"x\": must be true or false");
}

TEST(JsonValueTest, SaysWhatBelongsThere) {
  const auto error = [](absl::string_view text, auto read) {
    Reading reading(text);
    read(reading.value.Field("k"));
    return reading.message();
  };
  const auto uint = [](const JsonValue& v) { v.Uint(); };
  for (const absl::string_view bad :
       {R"({"k": -1})", R"({"k": 1.0})", R"({"k": 18446744073709551616})",
        R"({"k": "1"})", R"({"k": null})"}) {
    EXPECT_THAT(error(bad, uint), HasSubstr("must be a whole number")) << bad;
  }
  EXPECT_EQ(error("{}", uint),
            "JSON: k is missing: must be a whole number from 0 to "
            "18446744073709551615");
  EXPECT_THAT(error("{}", [](const JsonValue& v) { v.F64(); }),
              HasSubstr("k is missing: must be a number or null"));
  EXPECT_THAT(error(R"({"k": 1e39})", [](const JsonValue& v) { v.F32(); }),
              HasSubstr("must be at most 3.4028235e38"));
  EXPECT_THAT(
      error(R"({"k": "Up"})", [](const JsonValue& v) { v.OneOf(kNames); }),
      HasSubstr("k is \"Up\": must be one of Left, Right"));
  EXPECT_THAT(error(R"({"k": {"Left": 1, "Right": 2}})",
                    [](const JsonValue& v) { v.OnlyKey(kNames); }),
              HasSubstr("has 2 elements: must be an object with one of"));
  EXPECT_THAT(error(R"({"k": [1]})", [](const JsonValue& v) { v.HasSize(2); }),
              HasSubstr("k has 1 elements: must be a list of 2"));
  EXPECT_THAT(error(R"({"k": {"z": 1}})",
                    [](const JsonValue& v) { v.CheckKeys({"x", "y"}); }),
              HasSubstr("k has the key \"z\": must have no keys but x, y"));
  EXPECT_THAT(error(R"({"k": 5})", [](const JsonValue& v) { v.Size(); }),
              HasSubstr("k is 5: must be a list"));
}

TEST(JsonValueTest, ShortensWhatItShows) {
  Reading reading("\"" + std::string(1000, 'a') + "\"");
  reading.value.Bool();
  EXPECT_EQ(reading.message(), "JSON: the document is \"" +
                                   std::string(39, 'a') +
                                   "...: must be true or false");
}

TEST(JsonValueTest, RefusesWhatIsNotJson) {
  for (const absl::string_view text :
       {"", "{", "[1,]", "{\"a\" 1}", "nan", "\"\xff\"", "1 2", "{} x"}) {
    EXPECT_THAT(ParseError(text), HasSubstr("JSON")) << text;
  }
}

TEST(JsonValueTest, RefusesAKeyTwiceInAnObject) {
  EXPECT_THAT(ParseError(R"([{"a": {"b": 1}}, {"c": {"b": 1, "b": 2}}])"),
              HasSubstr("has the key \"b\" twice"));
  EXPECT_TRUE(ParseJson(R"([{"a": {"a": 1}}, {"a": {"a": 1}}])").ok());
}

// Quadratic time would be minutes.
TEST(JsonValueTest, ReadsALongListOfObjects) {
  std::string text = "[{}";
  for (int i = 1; i < 300000; ++i) text += ",{}";
  Reading reading(text + "]");
  EXPECT_EQ(reading.value.Size(), 300000u);
}

TEST(JsonValueTest, RefusesWhatIsTooDeepOrTooLong) {
  EXPECT_THAT(ParseError(std::string(100000, '[')), HasSubstr("JSON"));
  EXPECT_THAT(ParseError(std::string(40, '[') + std::string(40, ']')),
              HasSubstr("more than 32 levels"));
  EXPECT_THAT(ParseError(std::string(kMaxJsonBytes + 1, ' ')),
              HasSubstr("must have at most 16777216"));
}

}  // namespace
}  // namespace maybenot
