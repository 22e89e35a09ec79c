#include "base/yaml_document.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace base {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string Refusal(absl::string_view text) {
  const auto document = YamlDocument::Parse(text, "f.yaml");
  return document.ok() ? "accepted" : std::string(document.status().message());
}

std::string Repeat(absl::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) absl::StrAppend(&text, part);
  return text;
}

TEST(YamlDocumentTest, KeepsLinesOrderAndQuotes) {
  const auto document =
      YamlDocument::Parse("a: 1\nb:\n  - 'x'\n  - {c: }\nd:\ne: 2\n", "f.yaml");
  ASSERT_TRUE(document.ok()) << document.status();
  const YamlNode& root = (*document)->nodes.front();
  ASSERT_EQ(root.children.size(), 4u);
  EXPECT_EQ(root.children[0].key, "a");
  EXPECT_TRUE(root.children[0].node->plain);
  EXPECT_EQ(root.children[1].key_line, 2);
  const YamlNode& list = *root.children[1].node;
  EXPECT_EQ(list.line, 3);
  EXPECT_EQ(list.children[0].node->text, "x");
  EXPECT_FALSE(list.children[0].node->plain);
  EXPECT_EQ(list.children[1].node->children[0].node->kind,
            YamlNode::Kind::kNothing);
  // Nothing stands where its key stands.
  EXPECT_EQ(root.children[2].node->kind, YamlNode::Kind::kNothing);
  EXPECT_EQ(root.children[2].node->line, 5);
  EXPECT_EQ(root.children[3].node->line, 6);
}

TEST(YamlDocumentTest, TakesAnEmptyFileAsNothing) {
  for (const char* text : {"", "\n\n", "# a comment\n", "---\n"}) {
    const auto document = YamlDocument::Parse(text, "f.yaml");
    ASSERT_TRUE(document.ok()) << document.status();
    EXPECT_EQ((*document)->nodes.front().kind, YamlNode::Kind::kNothing);
  }
}

TEST(YamlDocumentTest, SharesWhatAnAliasStandsFor) {
  const auto document = YamlDocument::Parse("a: &x [1, 2]\nb: *x\n", "f.yaml");
  ASSERT_TRUE(document.ok()) << document.status();
  const YamlNode& root = (*document)->nodes.front();
  EXPECT_EQ(root.children[0].node, root.children[1].node);
}

TEST(YamlDocumentTest, RefusesWithFileAndLine) {
  EXPECT_EQ(Refusal("a: 1\nb: 2\na: 3\n"), "f.yaml:3: a: repeated key");
  EXPECT_EQ(Refusal("a: 1\nb: \"x\xff\"\n"), "f.yaml:2: is not UTF-8");
  EXPECT_EQ(Refusal(absl::string_view("a: 1\n\nb: \0", 10)),
            "f.yaml:3: control character 0x00");
  EXPECT_EQ(Refusal("a: 1\n---\nb: 2\n"),
            "f.yaml:2: a second document, expected one");
  EXPECT_THAT(Refusal("a: 1\nb: [1, 2\nc: 3\n"), StartsWith("f.yaml:"));
  EXPECT_THAT(Refusal("a: 1\nb: }\n"), StartsWith("f.yaml:2: not YAML: "));
  EXPECT_EQ(Refusal("a: !!binary aGk=\n"),
            "f.yaml:1: a tag, expected a plain value");
  EXPECT_EQ(Refusal("a: !x [1]\n"), "f.yaml:1: a tag, expected a plain value");
  EXPECT_EQ(Refusal("a: *x\n"),
            "f.yaml:1: not YAML: the referenced anchor is not defined");
}

TEST(YamlDocumentTest, RefusesKeysThatAreNotText) {
  for (const char* text : {"? [a, b]\n: c\n", "? {a: b}\n: c\n", "~: c\n",
                           ": c\n", "a: &x k\n*x : c\n"}) {
    EXPECT_EQ(Refusal(text).substr(0, 7), "f.yaml:") << text;
    EXPECT_THAT(Refusal(text), HasSubstr("a key that is not text")) << text;
  }
  EXPECT_EQ(Refusal("&x k: v\n"), "f.yaml:1: an anchor at a key");
}

TEST(YamlDocumentTest, RefusesWhatIsTooDeep) {
  EXPECT_EQ(Refusal(Repeat("[", 64) + "x" + Repeat("]", 64)), "accepted");
  EXPECT_THAT(Refusal(Repeat("[", 65) + "x" + Repeat("]", 65)),
              HasSubstr("more than 64 levels"));
  // 60 levels, reached by an alias from the fifth.
  const std::string deep =
      absl::StrCat("a: &x ", Repeat("[", 60), Repeat("]", 60), "\n");
  EXPECT_EQ(Refusal(deep + "b: [[[*x]]]\n"), "accepted");
  EXPECT_THAT(Refusal(deep + "b: [[[[*x]]]]\n"),
              HasSubstr("f.yaml:2: more than 64 levels"));
}

TEST(YamlDocumentTest, RefusesAliasesThatExpandBeyondTheLimit) {
  // Each line stands for ten of the line above: 10^9 values.
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    absl::StrAppend(&text, "a", i, ": &a", i, " [",
                    Repeat(absl::StrCat("*a", i - 1, ", "), 10), "]\n");
  }
  EXPECT_THAT(Refusal(text), HasSubstr("aliases expand to over 1048576 bytes"));
}

TEST(YamlDocumentTest, RefusesAnAliasOfItself) {
  EXPECT_EQ(Refusal("a: &x [1, *x]\n"),
            "f.yaml:1: an alias of what it is a part of");
}

TEST(YamlDocumentTest, RefusesWhatIsTooLarge) {
  EXPECT_EQ(Refusal(std::string((1 << 20) + 1, ' ')),
            "f.yaml:1: 1048577 bytes, expected at most 1048576");
  EXPECT_EQ(Refusal("a: " + std::string((1 << 20) - 20, 'x')), "accepted");
}

TEST(YamlDocumentTest, EndsOnHostileText) {
  for (const char* part : {"[", "{", "- ", "? ", "a: ", "!", "&a ", "*a ",
                           "|\n", ",", "%TAG ! a\n", "]", ":", "[]", "---\n"}) {
    EXPECT_THAT(Refusal(Repeat(part, 20000)), StartsWith("f.yaml:")) << part;
  }
}

}  // namespace
}  // namespace base
