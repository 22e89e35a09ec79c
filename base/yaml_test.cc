#include "base/yaml.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace base {
namespace {

using ::testing::HasSubstr;

Yaml Read(absl::string_view text) {
  const auto root = Yaml::Parse(text, "f.yaml");
  EXPECT_TRUE(root.ok()) << root.status();
  return root.value_or(Yaml());
}

// The value of the one key "k".
Yaml Value(absl::string_view text) {
  return Read(absl::StrCat("k: ", text, "\n")).AsMap().value().front().second;
}

template <typename T>
std::string Message(const absl::StatusOr<T>& value) {
  return std::string(value.status().message());
}

TEST(YamlTest, ReadsScalars) {
  EXPECT_EQ(Value("x y").AsString().value(), "x y");
  EXPECT_EQ(Value("'12'").AsString().value(), "12");
  EXPECT_EQ(Value("12").AsString().value(), "12");
  EXPECT_EQ(Value("\"\\u00e9\"").AsString().value(), "\xc3\xa9");
  EXPECT_EQ(Value("18446744073709551615").AsUint().value(), ~0ull);
  EXPECT_EQ(Value("-1.5e3").AsDouble().value(), -1500);
  EXPECT_EQ(Value("7").AsDouble().value(), 7);
  EXPECT_TRUE(Value("true").AsBool().value());
  EXPECT_FALSE(Value("false").AsBool().value());
}

TEST(YamlTest, RefusesNumbersThatAreNot) {
  for (const char* text : {"-1", "+1", "1.0", "1e3", "0x10", "007", "x", "'1'",
                           "18446744073709551616", "[1]", "~", ""}) {
    EXPECT_FALSE(Value(text).AsUint().ok()) << text;
  }
  for (const char* text :
       {".inf", "inf", "nan", ".nan", "1e999", "x", "'1.5'", "1,5", "{}"}) {
    EXPECT_FALSE(Value(text).AsDouble().ok()) << text;
  }
  for (const char* text : {"yes", "on", "True", "1", "'true'", "~"}) {
    EXPECT_FALSE(Value(text).AsBool().ok()) << text;
  }
}

TEST(YamlTest, SaysFileLineKeyValueAndWhatBelongsThere) {
  EXPECT_EQ(Message(Value("x").AsUint()),
            "f.yaml:1: k: \"x\", expected a whole number");
  EXPECT_EQ(Message(Value("[1]").AsString()),
            "f.yaml:1: k: a list, expected text");
  EXPECT_EQ(Message(Value("").AsMap()), "f.yaml:1: k: nothing, expected a map");
  EXPECT_EQ(Message(Read("a: 1\nb: [3, {c: x}]\n")
                        .AsMap()
                        .value()[1]
                        .second.AsList()
                        .value()[1]
                        .AsList()),
            "f.yaml:2: b: a map, expected a list");
  EXPECT_EQ(Message(Read("x").AsMap()), "f.yaml:1: \"x\", expected a map");
}

TEST(YamlTest, ShowsLongOrOddValuesOnOneLine) {
  // 59 bytes and a character of two: the cut falls before it.
  const std::string text = std::string(59, 'x') + "\xc3\xa9tail";
  EXPECT_EQ(Message(Value(text).AsUint()),
            absl::StrCat("f.yaml:1: k: \"", std::string(59, 'x'),
                         "...\", expected a whole number"));
  EXPECT_EQ(Message(Value("\"a\\nb\\0\"").AsUint()),
            "f.yaml:1: k: \"a\\nb\\000\", expected a whole number");
}

TEST(YamlMapTest, ReadsWhatIsThereAndDefaultsForTheRest) {
  YamlMap map(
      Read("s: x\nd: 0.5\nu: 7\nt: 20ms\nn: [1]\nb: true\n"
           "rate: 10Mbit\nsize: 64KiB\n"));
  EXPECT_EQ(map.String("s"), "x");
  EXPECT_EQ(map.Double("d", {.min = 0, .max = 1}), 0.5);
  EXPECT_EQ(map.Uint("u", {.min = 7, .max = 7}), 7u);
  EXPECT_EQ(map.Duration("t"), Milliseconds(20));
  EXPECT_TRUE(map.Node("n").is_list());
  EXPECT_TRUE(map.BoolOr("b", false));
  EXPECT_EQ(map.RateOr("rate", 0), 10'000'000u);
  EXPECT_EQ(map.SizeOr("size", 0), 65'536u);
  EXPECT_EQ(map.StringOr("s2", "y"), "y");
  EXPECT_EQ(map.DoubleOr("d2", 2.5), 2.5);
  EXPECT_EQ(map.UintOr("u2", 9), 9u);
  EXPECT_EQ(map.DurationOr("t2", Seconds(3)), Seconds(3));
  EXPECT_FALSE(map.NodeOr("n2").has_value());
  EXPECT_EQ(map.RateOr("rate2", 5), 5u);
  EXPECT_EQ(map.SizeOr("size2", 6), 6u);
  EXPECT_TRUE(map.Has("s"));
  EXPECT_FALSE(map.Has("s2"));
  EXPECT_TRUE(map.Finish().ok()) << map.Finish();
}

TEST(YamlMapTest, NamesAnUnknownKeyItsLineAndTheKnownOnes) {
  YamlMap map(Read("users: 3\nwarmpu: 1min\n"));
  map.Uint("users");
  map.DurationOr("warmup", Seconds(0));
  EXPECT_EQ(map.Finish().message(),
            "f.yaml:2: \"warmpu\": unknown key, expected one of: users, "
            "warmup");
}

TEST(YamlMapTest, KeepsTheFirstErrorAndReadsDefaultsFromThenOn) {
  YamlMap map(Read("a: x\nb: 3\n"));
  EXPECT_EQ(map.UintOr("a", 5), 5u);
  EXPECT_EQ(map.UintOr("b", 6), 6u);
  EXPECT_EQ(map.String("missing"), "");
  map.Fail(absl::InternalError("later"));
  EXPECT_EQ(map.Finish().message(),
            "f.yaml:1: a: \"x\", expected a whole number");
}

TEST(YamlMapTest, NamesBoundsInErrors) {
  const auto error = [](auto read) {
    YamlMap map(Read("\nk: 11\nt: 2s\n"));
    read(map);
    return std::string(map.Finish().message());
  };
  EXPECT_EQ(error([](YamlMap& m) { m.Uint("k", {.min = 1, .max = 10}); }),
            "f.yaml:2: k: \"11\", expected a whole number from 1 to 10");
  EXPECT_EQ(error([](YamlMap& m) { m.Uint("k", {.min = 12}); }),
            "f.yaml:2: k: \"11\", expected a whole number of at least 12");
  EXPECT_EQ(error([](YamlMap& m) { m.Double("k", {.min = 0, .max = 1}); }),
            "f.yaml:2: k: \"11\", expected a finite number from 0 to 1");
  EXPECT_EQ(error([](YamlMap& m) { m.Double("k", {.max = 1}); }),
            "f.yaml:2: k: \"11\", expected a finite number of at most 1");
  EXPECT_EQ(error([](YamlMap& m) {
              m.Duration("t", {.min = Seconds(3), .max = Seconds(60)});
            }),
            "f.yaml:3: t: \"2s\", expected a duration from 3 s to 1 min");
  EXPECT_EQ(error([](YamlMap& m) { m.Duration("t", {.min = Seconds(3)}); }),
            "f.yaml:3: t: \"2s\", expected a duration of at least 3 s");
  EXPECT_THAT(error([](YamlMap& m) { m.Duration("k"); }),
              HasSubstr("f.yaml:2: k: \"11\", expected a duration such as"));
  EXPECT_THAT(error([](YamlMap& m) { m.RateOr("k", 1); }),
              HasSubstr("f.yaml:2: k: \"11\", expected a rate"));
  EXPECT_THAT(error([](YamlMap& m) { m.SizeOr("k", 1); }),
              HasSubstr("f.yaml:2: k: \"11\", expected a size"));
  EXPECT_EQ(error([](YamlMap& m) { m.String("z"); }),
            "f.yaml:2: the key \"z\" is missing");
}

TEST(YamlMapTest, RefusesANodeThatIsNoMap) {
  YamlMap list(Read("[1]"));
  EXPECT_EQ(list.UintOr("a", 5), 5u);
  EXPECT_FALSE(list.Has("a"));
  EXPECT_EQ(list.Finish().message(), "f.yaml:1: a list, expected a map");
  YamlMap empty(Read(""));
  EXPECT_EQ(empty.Finish().message(), "f.yaml:1: nothing, expected a map");
  YamlMap none{Yaml()};
  EXPECT_FALSE(none.Finish().ok());
}

TEST(YamlTest, NodesThatSayTheSameHaveTheSameText) {
  const auto text = [](absl::string_view yaml) {
    return Yaml::Parse(yaml, "f.yaml").value().Text();
  };
  EXPECT_EQ(text("a: [1, {b: ~}]"), text("# Elsewhere.\na:\n- 1\n- b:\n"));
  EXPECT_EQ(text("[&x [1], *x]"), text("[[1], [1]]"));
  for (const char* other :
       {"a: [1, {b: 0}]", "a: ['1', {b: ~}]", "a: [1, [b, ~]]", "a: [1, b]",
        "b: [1, {b: ~}]", "a: [1, {b: ~}, ~]", "a: \"1, {b: ~}\""}) {
    EXPECT_NE(text("a: [1, {b: ~}]"), text(other)) << other;
  }
  EXPECT_NE(text("[ab, c]"), text("[a, bc]"));
  EXPECT_NE(text("[\"a\\nb\"]"), text("[\"a\", \"b\"]"));
  EXPECT_NE(text("{a: b, c: d}"), text("{c: d, a: b}"));
  EXPECT_EQ(Yaml().Text(), "");
}

}  // namespace
}  // namespace base
