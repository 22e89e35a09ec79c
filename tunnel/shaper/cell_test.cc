#include "tunnel/shaper/cell.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/encapsulation/encapsulation.h"

namespace shaper {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Chunks = std::vector<absl::Span<const std::uint8_t>>;
using ::testing::AllOf;
using ::testing::HasSubstr;

Bytes Counting(std::size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
  return bytes;
}

// A cell of 64 bytes that begins so; the rest are empty padding chunks.
Bytes CellThatBegins(Bytes start) {
  start.resize(64);
  return start;
}

std::string ErrorOf(const Bytes& cell) {
  Chunks chunks;
  const absl::Status status = ParseCell(cell, chunks);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

void ExpectRoundTrip(std::size_t payload_bytes, std::size_t cell_size) {
  const Bytes payload = Counting(payload_bytes);
  Bytes cell;
  AppendCell(payload, cell_size, cell);
  ASSERT_EQ(cell.size(), cell_size) << payload_bytes;
  Chunks chunks;
  const absl::Status status = ParseCell(cell, chunks);
  ASSERT_TRUE(status.ok()) << status << ", payload " << payload_bytes;
  ASSERT_EQ(chunks.size(), 1u);
  ASSERT_EQ(chunks[0], absl::MakeConstSpan(payload));
}

TEST(CellTest, EveryPayloadFillsItsCellExactly) {
  for (std::size_t size = kMinCellSize; size <= 600; ++size) {
    for (std::size_t payload = 1; payload <= CellCapacity(size); ++payload) {
      ExpectRoundTrip(payload, size);
    }
  }
}

TEST(CellTest, PayloadsNearTheBoundariesFillLargeCellsExactly) {
  for (const std::size_t size : {1024u, 1025u, 1026u, 1090u, 8192u, 8193u,
                                 8194u, 8195u, 8196u, 16383u, 16384u}) {
    const std::size_t most = CellCapacity(size);
    for (std::size_t left = 0; left < 1100 && left < most; ++left) {
      ExpectRoundTrip(most - left, size);
    }
    for (std::size_t payload = 1; payload < 100; ++payload) {
      ExpectRoundTrip(payload, size);
    }
  }
}

TEST(CellTest, CarriesOneChunkThenZeros) {
  Bytes cell;
  AppendCell({7, 8, 9}, 64, cell);
  // 1 + 3 bytes of data, then 60 of padding: a prefix of 59 and 59 zeros.
  EXPECT_EQ(cell, CellThatBegins({0x83, 7, 8, 9, 59}));
}

TEST(CellTest, WithoutDataIsPadding) {
  Bytes cell;
  encapsulation::AppendPadding(512, cell);
  Chunks chunks = {{}};
  ASSERT_TRUE(ParseCell(cell, chunks).ok());
  EXPECT_TRUE(chunks.empty());
}

TEST(CellTest, MayHoldSeveralChunksAndEmptyOnes) {
  const Bytes cell = CellThatBegins({0x82, 1, 2, 0x80, 0x02, 0, 0, 0x81, 3});
  Chunks chunks;
  ASSERT_TRUE(ParseCell(cell, chunks).ok());
  ASSERT_EQ(chunks.size(), 3u);
  EXPECT_EQ(chunks[0], absl::MakeConstSpan(Bytes{1, 2}));
  EXPECT_TRUE(chunks[1].empty());
  EXPECT_EQ(chunks[2], absl::MakeConstSpan(Bytes{3}));
}

TEST(CellTest, RefusesAChunkThatPassesItsEnd) {
  // At offset 2, 62 bytes of data behind a prefix of 1: the end is at 65.
  EXPECT_THAT(ErrorOf(CellThatBegins({0x81, 5, 0xbe})),
              AllOf(HasSubstr("offset 2"), HasSubstr("end at 64")));
  // The same of padding.
  EXPECT_THAT(ErrorOf(CellThatBegins({0x81, 5, 0x3e})), HasSubstr("offset 2"));
  // A prefix that is not whole at the end.
  Bytes cell = Counting(64);
  cell[0] = 0x80 | 62;
  cell[63] = 0xc0;
  EXPECT_THAT(ErrorOf(cell), HasSubstr("offset 63"));
  // A chunk whose prefix ends with the cell.
  cell[63] = 0x81;
  EXPECT_THAT(ErrorOf(cell), HasSubstr("offset 63"));
}

TEST(CellTest, RefusesAPrefixOfFourBytes) {
  EXPECT_THAT(ErrorOf(CellThatBegins({0x80, 0xff, 0xff, 0xff, 0x00})),
              AllOf(HasSubstr("offset 1"), HasSubstr("third byte")));
}

TEST(CellReaderTest, CutsTheSameCellsAtAnySplit) {
  const Bytes stream = Counting(200);  // Three cells of 64 and 8 bytes more.
  for (std::size_t part_bytes = 1; part_bytes <= 200; ++part_bytes) {
    CellReader reader(64);
    std::vector<Bytes> cells;
    absl::Span<const std::uint8_t> rest = stream;
    while (!rest.empty()) {
      absl::Span<const std::uint8_t> part = rest.subspan(0, part_bytes);
      rest.remove_prefix(part.size());
      while (!part.empty()) {
        if (const auto cell = reader.Take(part)) {
          cells.emplace_back(cell->begin(), cell->end());
          EXPECT_TRUE(reader.unfinished().empty());
        }
        EXPECT_LT(reader.unfinished().size(), 64u);
      }
    }
    ASSERT_EQ(cells.size(), 3u) << "in parts of " << part_bytes;
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(absl::MakeConstSpan(cells[i]),
                absl::MakeConstSpan(stream).subspan(i * 64, 64));
    }
    EXPECT_EQ(reader.unfinished(), absl::MakeConstSpan(stream).last(8));
  }
}

}  // namespace
}  // namespace shaper
