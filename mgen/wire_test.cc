#include "mgen/wire.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

using ::testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;
using Expect = Reader::Expect;

struct ReadResult {
  std::vector<Reader::Item> items;
  absl::Status status;
};

// Feeds `bytes` in pieces of `piece`.
ReadResult ReadAll(Expect expect, const Bytes& bytes,
                   std::size_t piece = 1 << 20) {
  Reader reader(expect);
  ReadResult result;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    absl::Span<const std::uint8_t> input =
        absl::MakeConstSpan(bytes).subspan(at, piece);
    for (;;) {
      const auto item = reader.Next(input);
      if (!item.ok()) {
        result.status = item.status();
        return result;
      }
      if (!item->has_value()) break;
      result.items.push_back(**item);
    }
    EXPECT_TRUE(input.empty());
  }
  return result;
}

std::string Error(Expect expect, const Bytes& bytes) {
  return std::string(ReadAll(expect, bytes).status.message());
}

Bytes Message(const Header& header) {
  Bytes bytes;
  AppendMessage(header, bytes);
  return bytes;
}

TEST(WireTest, WritesTheWorkedExample) {
  // 20 + 5 + 6 = 31 bytes of header and one block: 191. spec/traffic.md 1.2.
  const Bytes bytes = Message({"Alice", "group1", 0, BodyBytes(1)});
  ASSERT_EQ(bytes.size(), 191u);
  const Bytes header = {0,   0,   0, 0x1f, 0, 0, 0,   5,   'A', 'l', 'i',
                        'c', 'e', 0, 0,    0, 6, 'g', 'r', 'o', 'u', 'p',
                        '1', 0,   0, 0,    0, 0, 0,   0,   160};
  EXPECT_EQ(Bytes(bytes.begin(), bytes.begin() + 31), header);
  EXPECT_EQ(Bytes(bytes.begin() + 31, bytes.end()), Bytes(160, 0));
}

TEST(WireTest, WritesAHandshake) {
  Bytes bytes;
  AppendHandshake({"Al", "g"}, bytes);
  EXPECT_EQ(bytes, (Bytes{0, 0, 0, 2, 'A', 'l', 0, 0, 0, 1, 'g'}));
}

TEST(WireTest, BodyIsAtLeastOneBlockAndInlineUpToFourteen) {
  EXPECT_EQ(BodyBytes(0), 160u);
  EXPECT_EQ(BodyBytes(1), 160u);
  EXPECT_EQ(BodyBytes(14), 2240u);
  EXPECT_EQ(BodyBytes(655360), 104857600u);
  EXPECT_EQ((Header{"a", "b", 0, 0}).inline_body_bytes(), 160u);  // Receipt.
  EXPECT_EQ((Header{"a", "b", 0, 2240}).inline_body_bytes(), 2240u);
  EXPECT_EQ((Header{"a", "b", 0, 2400}).inline_body_bytes(), 2240u);
}

TEST(WireTest, CheckNameRefusesWhatWouldBreakALogLine) {
  EXPECT_TRUE(CheckName("Zo\xc3\xab the 2nd").ok());
  EXPECT_TRUE(CheckName(std::string(255, 'x')).ok());
  EXPECT_THAT(std::string(CheckName("").message()),
              HasSubstr("of 0 bytes, expected 1 to 255"));
  EXPECT_THAT(std::string(CheckName(std::string(256, 'x')).message()),
              HasSubstr("of 256 bytes, expected 1 to 255"));
  EXPECT_THAT(std::string(CheckName("a,b").message()),
              HasSubstr("name \"a,b\" has a comma or a line break"));
  EXPECT_FALSE(CheckName("a\nb").ok());
  EXPECT_FALSE(CheckName("a\rb").ok());
  EXPECT_THAT(std::string(CheckName("a\xff").message()),
              HasSubstr("is not UTF-8"));
}

TEST(ReaderTest, ReadsTheSameItemsAtEverySplit) {
  const Handshake handshake{"Alice", "group1"};
  const std::vector<Header> headers = {
      {"Alice", "group1", 0, BodyBytes(1)},
      {"Alice", "Bob", 7, 0},
      {"Alice", "group1", 0xffffffff, BodyBytes(655360)}};
  Bytes bytes;
  AppendHandshake(handshake, bytes);
  for (const Header& header : headers) AppendMessage(header, bytes);
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    const ReadResult result = ReadAll(Expect::kHandshake, bytes, piece);
    ASSERT_TRUE(result.status.ok()) << piece << result.status;
    ASSERT_EQ(result.items.size(), 4u) << piece;
    EXPECT_EQ(std::get<Handshake>(result.items[0]), handshake);
    for (std::size_t i = 0; i < headers.size(); ++i) {
      EXPECT_EQ(std::get<Header>(result.items[i + 1]), headers[i]) << piece;
    }
  }
}

TEST(ReaderTest, AMessageIsWholeOnlyWithItsBody) {
  const Bytes bytes = Message({"Alice", "group1", 0, 160});
  Reader reader(Expect::kMessages);
  absl::Span<const std::uint8_t> input = absl::MakeConstSpan(bytes).first(190);
  auto item = reader.Next(input);
  ASSERT_TRUE(item.ok()) << item.status();
  EXPECT_FALSE(item->has_value());
  input = absl::MakeConstSpan(bytes).subspan(190);
  item = reader.Next(input);
  ASSERT_TRUE(item.ok()) << item.status();
  EXPECT_TRUE(item->has_value());
}

TEST(ReaderTest, RefusesHeaderLengthsOutOfBounds) {
  EXPECT_EQ(Error(Expect::kMessages, {0, 0, 0, 3}),
            "header length 3, expected 20 to 65536");
  EXPECT_EQ(Error(Expect::kMessages, {0, 0, 0, 19}),
            "header length 19, expected 20 to 65536");
  EXPECT_EQ(Error(Expect::kMessages, {0, 1, 0, 1}),
            "header length 65537, expected 20 to 65536");
  EXPECT_EQ(Error(Expect::kMessages, {0xff, 0xff, 0xff, 0xff}),
            "header length 4294967295, expected 20 to 65536");
}

TEST(ReaderTest, RefusesStringsThatPassTheirEnd) {
  EXPECT_EQ(Error(Expect::kHandshake, {0, 0, 1, 0}),
            "sender length 256, expected 1 to 255");
  EXPECT_EQ(Error(Expect::kHandshake, {0, 0, 0, 1, 'a', 0, 0, 0, 0}),
            "group length 0, expected 1 to 255");
  // A header of 22 leaves 22 - 12 = 10 bytes to both strings, 4 + 1 to each.
  EXPECT_EQ(
      Error(Expect::kMessages, {0, 0, 0, 22, 0, 0, 0, 1, 'a', 0, 0, 0, 2}),
      "group length 2, past the end of the header by 1 bytes");
  EXPECT_EQ(Error(Expect::kMessages, {0, 0, 0, 22, 0, 0, 0, 100}),
            "sender length 100, past the end of the header by 94 bytes");
}

TEST(ReaderTest, RefusesAHeaderLengthThatIsNotTheSumOfItsParts) {
  Bytes bytes = Message({"Alice", "group1", 0, 160});
  bytes[3] = 32;
  EXPECT_EQ(Error(Expect::kMessages, bytes), "header length 32, expected 31");
}

TEST(ReaderTest, RefusesABodyBeyondTheLargestAttachment) {
  Bytes bytes = Message({"Alice", "group1", 0, 104857600});
  bytes[30] = 1;  // 104857601.
  EXPECT_EQ(Error(Expect::kMessages, bytes),
            "body 104857601, expected 0 to 104857600");
}

TEST(ReaderTest, RefusesBadNames) {
  EXPECT_THAT(Error(Expect::kMessages, Message({"a,b", "g", 0, 160})),
              HasSubstr("has a comma"));
  EXPECT_THAT(Error(Expect::kMessages, Message({"a", "g\n", 0, 160})),
              HasSubstr("line break"));
  EXPECT_THAT(Error(Expect::kHandshake, {0, 0, 0, 1, 0xff, 0, 0, 0, 1, 'g'}),
              HasSubstr("is not UTF-8"));
}

TEST(ReaderTest, StaysRefusedAndTakesNothingMore) {
  Reader reader(Expect::kMessages);
  const Bytes bad = {0, 0, 0, 3};
  absl::Span<const std::uint8_t> input = bad;
  const absl::Status first = reader.Next(input).status();
  EXPECT_FALSE(first.ok());
  const Bytes good = Message({"Alice", "group1", 0, 160});
  input = good;
  EXPECT_EQ(reader.Next(input).status(), first);
  EXPECT_EQ(input.size(), good.size());
}

}  // namespace
}  // namespace mgen
