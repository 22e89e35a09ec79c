#include "tunnel/smux/frame.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/smux/testing/wire.h"

namespace smux {
namespace {

using testing::Bytes;
using testing::Decode;
using ::testing::ElementsAre;
using testing::Frame;
using ::testing::HasSubstr;

absl::StatusOr<std::vector<Frame>> DecodeWhole(const Bytes& input) {
  Decoder decoder;
  return Decode(input, input.size(), decoder);
}

TEST(FrameTest, WritesAHeaderOfEightBytes) {
  Bytes out;
  AppendBare(Command::kSyn, StreamId{3}, out);
  EXPECT_THAT(out, ElementsAre(2, 0, 0, 0, 3, 0, 0, 0));
  out.clear();
  AppendBare(Command::kFin, StreamId{0x01020304}, out);
  EXPECT_THAT(out, ElementsAre(2, 1, 0, 0, 4, 3, 2, 1));
  out.clear();
  AppendBare(Command::kNop, StreamId{0}, out);
  EXPECT_THAT(out, ElementsAre(2, 3, 0, 0, 0, 0, 0, 0));
}

TEST(FrameTest, WritesDataAfterItsLength) {
  Bytes out = {9};
  AppendPsh(StreamId{5}, {0xaa, 0xbb, 0xcc}, out);
  EXPECT_THAT(out, ElementsAre(9, 2, 2, 3, 0, 5, 0, 0, 0, 0xaa, 0xbb, 0xcc));
  out.clear();
  AppendPsh(StreamId{5}, Bytes(0x1234), out);
  EXPECT_EQ(out.size(), 8u + 0x1234);
  EXPECT_EQ(out[2], 0x34);
  EXPECT_EQ(out[3], 0x12);
}

TEST(FrameTest, WritesAnUpdateAsTwoNumbers) {
  Bytes out;
  AppendUpd(StreamId{3}, {.consumed = 0x0a0b0c0d, .window = 1048576}, out);
  EXPECT_THAT(out, ElementsAre(2, 4, 8, 0, 3, 0, 0, 0, 0x0d, 0x0c, 0x0b, 0x0a,
                               0, 0, 0x10, 0));
}

TEST(FrameTest, ReadsWhatItWroteAtAnySplit) {
  Bytes payload(300);
  std::iota(payload.begin(), payload.end(), std::uint8_t{0});
  Bytes input;
  AppendBare(Command::kSyn, StreamId{3}, input);
  AppendPsh(StreamId{3}, payload, input);
  AppendPsh(StreamId{3}, {}, input);
  AppendUpd(StreamId{0xffffffff}, {0xfffffffe, 0x7fffffff}, input);
  AppendBare(Command::kNop, StreamId{0}, input);
  AppendBare(Command::kFin, StreamId{3}, input);
  const std::vector<Frame> frames = {
      testing::Syn(3),     testing::Psh(3, payload),
      testing::Psh(3, {}), testing::Upd(0xffffffff, {0xfffffffe, 0x7fffffff}),
      testing::Nop(),      testing::Fin(3)};
  for (std::size_t part = 1; part <= input.size(); ++part) {
    Decoder decoder;
    EXPECT_EQ(*Decode(input, part, decoder), frames) << part;
    EXPECT_TRUE(decoder.at_boundary());
  }
}

TEST(FrameTest, GivesAPayloadAsItComesAsViewsOfTheInput) {
  Bytes input;
  AppendPsh(StreamId{7}, {1, 2, 3, 4, 5}, input);
  Decoder decoder;
  absl::Span<const std::uint8_t> part = absl::MakeConstSpan(input).first(8);
  EXPECT_FALSE(decoder.Next(part)->has_value());  // The header alone.
  EXPECT_FALSE(decoder.at_boundary());
  part = absl::MakeConstSpan(input).subspan(8, 2);
  std::optional<Decoder::Piece> piece = *decoder.Next(part);
  ASSERT_TRUE(piece.has_value());
  EXPECT_TRUE(piece->begins_frame);
  EXPECT_FALSE(piece->ends_frame);
  EXPECT_EQ(piece->payload_bytes, 5u);
  EXPECT_EQ(piece->payload.data(), input.data() + 8);
  EXPECT_EQ(piece->payload.size(), 2u);
  part = absl::MakeConstSpan(input).subspan(10);
  piece = *decoder.Next(part);
  ASSERT_TRUE(piece.has_value());
  EXPECT_FALSE(piece->begins_frame);
  EXPECT_TRUE(piece->ends_frame);
  EXPECT_EQ(piece->payload.data(), input.data() + 10);
  EXPECT_EQ(piece->payload.size(), 3u);
}

TEST(FrameTest, RefusesAnotherVersion) {
  const absl::Status status = DecodeWhole({1, 3, 0, 0, 0, 0, 0, 0}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "smux frame: version is 1: it must be 2");
}

TEST(FrameTest, RefusesAnUnknownCommand) {
  const absl::Status status = DecodeWhole({2, 5, 0, 0, 3, 0, 0, 0}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "smux frame: command is 5: it must be in 0..4");
}

TEST(FrameTest, RefusesALengthThatTheCommandCannotHave) {
  for (const std::uint8_t command : Bytes{0, 1, 3}) {
    EXPECT_THAT(DecodeWhole({2, command, 0, 1, 3, 0, 0, 0}).status().message(),
                HasSubstr(" is 256: it must be 0"));
  }
  for (const std::uint8_t length : Bytes{0, 7, 9}) {
    EXPECT_THAT(DecodeWhole({2, 4, length, 0, 3, 0, 0, 0}).status().message(),
                HasSubstr(": it must be 8"));
  }
}

TEST(FrameTest, AnErrorLasts) {
  Decoder decoder;
  const absl::Status status =
      Decode(Bytes{2, 9, 0, 0, 3, 0, 0, 0}, 1, decoder).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  Bytes good;
  AppendBare(Command::kNop, StreamId{0}, good);
  EXPECT_EQ(Decode(good, 8, decoder).status(), status);
}

}  // namespace
}  // namespace smux
