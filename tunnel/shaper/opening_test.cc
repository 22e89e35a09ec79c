#include "tunnel/shaper/opening.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/shaper/cell.h"

namespace shaper {
namespace {

using Bytes = std::vector<std::uint8_t>;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr OpeningRequest kRequest = {.client_cell_size = 512,
                                     .server_cell_size = 512};

absl::Span<const std::uint8_t> First(const Bytes& bytes, std::size_t size) {
  return absl::MakeConstSpan(bytes).first(size);
}

std::string RefusalOf(const OpeningRequest& request,
                      std::optional<std::size_t> cell_size) {
  const absl::Status status = CheckRequest(request, cell_size);
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_LE(status.message().size(), kMinCellSize - 11);  // Fits any cell.
  return std::string(status.message());
}

// The error of an answer of 64 bytes.
absl::Status ErrorOf(const Bytes& answer) {
  return ParseAnswer(answer, 64).status();
}

TEST(OpeningTest, TheRequestHasTheFormOfTheFigure) {
  const Bytes cell =
      BuildRequest({.client_cell_size = 64, .server_cell_size = 0x1234});
  Bytes expected = {0xf3, 'c', 'e', 'l', 'l',  's', '\r',
                    '\n', 1,   0,   64,  0x12, 0x34};
  expected.resize(64);
  EXPECT_EQ(cell, expected);
}

TEST(OpeningTest, TheAnswersHaveTheFormOfTheFigure) {
  Bytes accepts = {0xf3, 'c', 'e', 'l', 'l', 's', '\r', '\n', 1, 0, 0};
  accepts.resize(64);
  EXPECT_EQ(BuildAcceptance(64), accepts);
  Bytes refuses = {0xf3, 'c', 'e', 'l', 'l', 's', '\r',
                   '\n', 1,   1,   2,   'n', 'o'};
  refuses.resize(64);
  EXPECT_EQ(BuildRefusal(64, "no"), refuses);
}

TEST(OpeningTest, NoHandshakeOfMgenBeginsSo) {
  EXPECT_TRUE(MayBeginOpening(BuildRequest(kRequest)[0]));
  EXPECT_TRUE(MayBeginOpening(0x80));
  EXPECT_FALSE(MayBeginOpening(0x7f));
  EXPECT_FALSE(MayBeginOpening(0));
}

TEST(OpeningTest, ARequestIsReadWhenItsThirteenBytesAreThere) {
  const Bytes cell = BuildRequest(kRequest);
  for (std::size_t size = 0; size <= cell.size(); ++size) {
    const auto request = ParseRequest(First(cell, size));
    ASSERT_TRUE(request.ok()) << request.status();
    ASSERT_EQ(request->has_value(), size >= 13) << size;
    if (!request->has_value()) continue;
    EXPECT_EQ((*request)->version, 1);
    EXPECT_EQ((*request)->client_cell_size, 512u);
    EXPECT_EQ((*request)->server_cell_size, 512u);
  }
}

TEST(OpeningTest, AWrongTokenIsSaidAtItsFirstWrongByte) {
  for (std::size_t wrong = 0; wrong < 8; ++wrong) {
    Bytes cell = BuildRequest(kRequest);
    cell[wrong] ^= 0xff;
    EXPECT_TRUE(ParseRequest(First(cell, wrong)).ok());
    EXPECT_FALSE(ParseRequest(First(cell, wrong + 1)).ok());
    EXPECT_THAT(std::string(ParseRequest(cell).status().message()),
                HasSubstr("byte " + std::to_string(wrong)));
    EXPECT_EQ(ParseAnswer(cell, 512).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST(OpeningTest, AServerAcceptsItsOwnSizeOnly) {
  EXPECT_TRUE(CheckRequest(kRequest, 512).ok());
  EXPECT_EQ(RefusalOf({.client_cell_size = 700, .server_cell_size = 512}, 512),
            "client's cell size 700, this server's is 512");
  EXPECT_EQ(RefusalOf({.client_cell_size = 512, .server_cell_size = 700}, 512),
            "server's cell size 700, this server's is 512");
}

TEST(OpeningTest, AServerRefusesWithItsReason) {
  EXPECT_EQ(RefusalOf(kRequest, std::nullopt), "this server has no defense");
  OpeningRequest newer = kRequest;
  newer.version = 2;
  EXPECT_EQ(RefusalOf(newer, 512), "version 2, this server's is 1");
  EXPECT_EQ(RefusalOf({.client_cell_size = 63, .server_cell_size = 64}, 64),
            "client's cell size 63 is not in 64..16384");
  EXPECT_EQ(RefusalOf({.client_cell_size = 64, .server_cell_size = 65535}, 64),
            "server's cell size 65535 is not in 64..16384");
  EXPECT_EQ(
      RefusalOf({.client_cell_size = 10000, .server_cell_size = 1}, 16384),
      "client's cell size 10000, this server's is 16384");
}

TEST(OpeningTest, ARefusalHasTheSizeThatWasAskedForOrTheDefault) {
  EXPECT_EQ(RefusalCellSize({.client_cell_size = 1, .server_cell_size = 700}),
            700u);
  EXPECT_EQ(RefusalCellSize({.client_cell_size = 700, .server_cell_size = 63}),
            512u);
  EXPECT_EQ(
      RefusalCellSize({.client_cell_size = 700, .server_cell_size = 16385}),
      512u);
}

TEST(OpeningTest, AcceptanceCountsOnceTheCellIsWhole) {
  const Bytes cell = BuildAcceptance(64);
  for (std::size_t size = 0; size <= 64; ++size) {
    const absl::StatusOr<bool> accepts = ParseAnswer(First(cell, size), 64);
    ASSERT_TRUE(accepts.ok()) << accepts.status();
    EXPECT_EQ(*accepts, size == 64);
  }
}

TEST(OpeningTest, RefusalCountsOnceItsReasonIsWhole) {
  const Bytes cell = BuildRefusal(64, "busy\n\x80");
  for (std::size_t size = 0; size < 17; ++size) {
    const absl::StatusOr<bool> accepts = ParseAnswer(First(cell, size), 64);
    ASSERT_TRUE(accepts.ok()) << accepts.status();
    EXPECT_FALSE(*accepts);
  }
  const absl::Status status = ParseAnswer(First(cell, 17), 64).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  // What a terminal might obey is not passed on.
  EXPECT_THAT(std::string(status.message()), HasSubstr(": busy??"));
}

TEST(OpeningTest, AReasonIsCutToItsCell) {
  const std::string reason(300, 'r');
  EXPECT_THAT(std::string(ErrorOf(BuildRefusal(64, reason)).message()),
              HasSubstr(" " + std::string(53, 'r')));  // 64 - 11.
  EXPECT_EQ(BuildRefusal(512, reason)[10], 255);
}

TEST(OpeningTest, AnythingElseIsNoAnswer) {
  Bytes wrong_version = BuildAcceptance(64);
  wrong_version[8] = 2;
  EXPECT_THAT(std::string(ErrorOf(wrong_version).message()),
              HasSubstr("version: 2"));
  Bytes wrong_verdict = BuildAcceptance(64);
  wrong_verdict[9] = 7;
  EXPECT_THAT(std::string(ErrorOf(wrong_verdict).message()),
              HasSubstr("verdict: 7"));
  Bytes accepts_with_reason = BuildAcceptance(64);
  accepts_with_reason[10] = 1;
  EXPECT_EQ(ErrorOf(accepts_with_reason).code(),
            absl::StatusCode::kInvalidArgument);
  Bytes long_reason = BuildRefusal(64, "no");
  long_reason[10] = 54;
  EXPECT_THAT(std::string(ErrorOf(long_reason).message()),
              AllOf(HasSubstr("54 bytes"), HasSubstr("at most 53")));
}

}  // namespace
}  // namespace shaper
