#include "machines/generation/toml_table.h"

#include <cstdint>
#include <functional>
#include <string>

#include "gtest/gtest.h"
#include "machines/generation/toml_value.h"

namespace generation {
namespace {

// What `read` leaves in the errors of a table with this text.
std::string ErrorOf(const std::string& text,
                    const std::function<void(TomlTable&)>& read) {
  const TomlValue value = ParseToml(text, "x.toml").value();
  TomlErrors errors = {.file = "x.toml"};
  TomlTable table(value, "", errors);
  read(table);
  table.Finish();
  return std::string(errors.first.message());
}

TEST(TomlTableTest, RangesHaveTwoForms) {
  EXPECT_EQ(ErrorOf("a = [1, 5]\nb = {start = 2, end = 2}\nc = [0.5, 1]\n",
                    [](TomlTable& table) {
                      EXPECT_EQ(table.Range("a").high, 5u);
                      EXPECT_EQ(table.Range("b").low, 2u);
                      EXPECT_EQ(table.MaybeRealRange("c")->high, 1);
                      EXPECT_FALSE(table.MaybeRange("d").has_value());
                    }),
            "");
}

TEST(TomlTableTest, SaysWhatIsNoRange) {
  const auto range = [](TomlTable& table) { table.Range("a"); };
  const std::string bound =
      ": must be two whole numbers, the smaller first, as [1, 5] or {start = "
      "1, end = 5}";
  EXPECT_EQ(ErrorOf("\na = [5, 1]", range), "x.toml:2: a is a list" + bound);
  EXPECT_EQ(ErrorOf("a = [1]", range), "x.toml:1: a is a list" + bound);
  EXPECT_EQ(ErrorOf("a = [-1, 2]", range), "x.toml:1: a is a list" + bound);
  EXPECT_EQ(ErrorOf("a = {start = 1}", range),
            "x.toml:1: a is a table" + bound);
  EXPECT_EQ(ErrorOf("a = 3", range), "x.toml:1: a is 3" + bound);
  EXPECT_NE(ErrorOf("a = [nan, 2.0]",
                    [](TomlTable& table) { table.MaybeRealRange("a"); }),
            "");
}

TEST(TomlTableTest, TheFirstErrorIsKept) {
  EXPECT_EQ(ErrorOf("a = -1\nb = 2\n",
                    [](TomlTable& table) {
                      EXPECT_EQ(table.Uint("a"), 0u);
                      table.MaybeBool("b");
                    }),
            "x.toml:1: a is -1: must be a whole number, not negative");
}

TEST(TomlTableTest, UnknownAndMissingKeysAreErrors) {
  EXPECT_EQ(
      ErrorOf("a = 1\nc = 2\n", [](TomlTable& table) { table.Uint("a"); }),
      "x.toml:2: unknown key c");
  EXPECT_EQ(ErrorOf("", [](TomlTable& table) { table.String("a"); }),
            "x.toml:1: a is missing");
  EXPECT_EQ(ErrorOf("[t]\nb = 1\n",
                    [](TomlTable& table) { table.Table("t").Uint("c"); }),
            "x.toml:1: t.c is missing");
  EXPECT_EQ(ErrorOf("t = 1\n", [](TomlTable& table) { table.Table("t"); }),
            "x.toml:1: t is 1: must be a table");
}

}  // namespace
}  // namespace generation
