#include "tunnel/encapsulation/encapsulation.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "gtest/gtest.h"

namespace encapsulation {
namespace {

using Bytes = std::vector<std::uint8_t>;

// A whole chunk, put together from its pieces.
struct Chunk {
  bool is_data;
  std::size_t prefix_bytes;
  Bytes bytes;

  friend bool operator==(const Chunk&, const Chunk&) = default;
};

// Feeds `input` in pieces, the i-th of sizes[i % sizes.size()] bytes. What an
// unfinished chunk gave stays out.
absl::StatusOr<std::vector<Chunk>> Decode(const Bytes& input,
                                          const std::vector<std::size_t>& sizes,
                                          Decoder& decoder) {
  std::vector<Chunk> chunks;
  Chunk chunk;
  absl::Span<const std::uint8_t> rest = input;
  for (std::size_t i = 0; !rest.empty(); ++i) {
    absl::Span<const std::uint8_t> part =
        rest.subspan(0, sizes[i % sizes.size()]);
    rest.remove_prefix(part.size());
    while (true) {
      absl::StatusOr<std::optional<Decoder::Piece>> piece = decoder.Next(part);
      if (!piece.ok()) return piece.status();
      if (!piece->has_value()) break;
      if ((*piece)->begins_chunk) {
        chunk = {(*piece)->is_data, (*piece)->prefix_bytes, {}};
      }
      EXPECT_EQ((*piece)->is_data, chunk.is_data);
      chunk.bytes.insert(chunk.bytes.end(), (*piece)->bytes.begin(),
                         (*piece)->bytes.end());
      if ((*piece)->ends_chunk) {
        EXPECT_EQ(chunk.bytes.size(), (*piece)->chunk_bytes);
        chunks.push_back(chunk);
      }
    }
    EXPECT_TRUE(part.empty());
  }
  return chunks;
}

absl::StatusOr<std::vector<Chunk>> DecodeWhole(const Bytes& input) {
  Decoder decoder;
  return Decode(input, {input.size()}, decoder);
}

Bytes Counting(std::size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
  return bytes;
}

Bytes PrefixOf(std::size_t length) {
  Bytes out;
  AppendData(Bytes(length), out);
  out.resize(out.size() - length);
  return out;
}

// SOURCE: spec/tunnel.md section 1, "Vectors".
TEST(EncapsulationTest, WritesThePrefixesOfTheSpecification) {
  EXPECT_EQ(PrefixOf(0), (Bytes{0x80}));
  EXPECT_EQ(PrefixOf(24), (Bytes{0x98}));
  EXPECT_EQ(PrefixOf(32), (Bytes{0xa0}));
  EXPECT_EQ(PrefixOf(63), (Bytes{0xbf}));
  EXPECT_EQ(PrefixOf(64), (Bytes{0xc0, 0x40}));
  EXPECT_EQ(PrefixOf(1376), (Bytes{0xca, 0x60}));
  EXPECT_EQ(PrefixOf(1400), (Bytes{0xca, 0x78}));
  EXPECT_EQ(PrefixOf(8191), (Bytes{0xff, 0x7f}));
  EXPECT_EQ(PrefixOf(8192), (Bytes{0xc0, 0xc0, 0x00}));
  EXPECT_EQ(PrefixOf(1048575), (Bytes{0xff, 0xff, 0x7f}));
}

TEST(EncapsulationTest, ReadsTheVectorsBack) {
  for (const std::size_t length :
       {0u, 24u, 32u, 63u, 64u, 1376u, 1400u, 8191u, 8192u, 1048575u}) {
    Bytes stream;
    AppendData(Counting(length), stream);
    EXPECT_EQ(stream.size(), PrefixSize(length) + length);
    const auto chunks = DecodeWhole(stream);
    ASSERT_TRUE(chunks.ok()) << chunks.status();
    EXPECT_EQ(
        *chunks,
        (std::vector<Chunk>{{true, PrefixSize(length), Counting(length)}}));
  }
}

TEST(EncapsulationTest, AcceptsPrefixesLongerThanNeeded) {
  // 4 data bytes with a prefix of 1, 2 and 3 bytes.
  const auto chunks = DecodeWhole({0x84, 1, 2, 3, 4,        //
                                   0xc0, 0x04, 1, 2, 3, 4,  //
                                   0xc0, 0x80, 0x04, 1, 2, 3, 4});
  ASSERT_TRUE(chunks.ok()) << chunks.status();
  EXPECT_EQ(*chunks, (std::vector<Chunk>{{true, 1, Counting(4)},
                                         {true, 2, Counting(4)},
                                         {true, 3, Counting(4)}}));
}

TEST(EncapsulationTest, RefusesAPrefixThatGoesOnAfterItsThirdByte) {
  Decoder decoder;
  const auto chunks = Decode({0x81, 7, 0xff, 0xff, 0xff, 0x00}, {6}, decoder);
  EXPECT_EQ(chunks.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(decoder.at_boundary());
  // And stays unusable.
  EXPECT_EQ(Decode({0x80}, {1}, decoder).status(), chunks.status());
}

TEST(EncapsulationTest, MaxDataIsTheMostThatFits) {
  EXPECT_EQ(MaxDataForSize(1), 0u);
  EXPECT_EQ(MaxDataForSize(64), 63u);  // 1 + 63; Snowflake says 64 - 2.
  EXPECT_EQ(MaxDataForSize(65), 63u);  // 64 would take 2 + 64.
  EXPECT_EQ(MaxDataForSize(66), 64u);
  EXPECT_EQ(MaxDataForSize(512), 510u);
  EXPECT_EQ(MaxDataForSize(8193), 8191u);
  EXPECT_EQ(MaxDataForSize(8194), 8191u);  // 8192 would take 3 + 8192.
  EXPECT_EQ(MaxDataForSize(8195), 8192u);
  EXPECT_EQ(MaxDataForSize(1048578), 1048575u);
  EXPECT_EQ(MaxDataForSize(2000000), 1048575u);
  for (std::size_t size = 1; size < 20000; ++size) {
    const std::size_t most = MaxDataForSize(size);
    EXPECT_LE(PrefixSize(most) + most, size);
    EXPECT_GT(PrefixSize(most + 1) + most + 1, size);
  }
}

TEST(EncapsulationTest, PaddingIsExactlyAsLongAsAsked) {
  Bytes padding;
  AppendPadding(65, padding);  // 64 would fit in 1 + 63; 65 is 2 + 63.
  Bytes expected = {0x40, 0x3f};
  expected.resize(65);
  EXPECT_EQ(padding, expected);

  for (std::size_t size = 0; size < 5000; ++size) {
    padding.clear();
    AppendPadding(size, padding);
    ASSERT_EQ(padding.size(), size);
    const auto chunks = DecodeWhole(padding);
    ASSERT_TRUE(chunks.ok()) << chunks.status();
    EXPECT_EQ(chunks->size(), (size + 1023) / 1024);  // Blocks of 1024.
    std::size_t total = 0;
    for (const Chunk& chunk : *chunks) {
      EXPECT_FALSE(chunk.is_data);
      total += chunk.prefix_bytes + chunk.bytes.size();
    }
    EXPECT_EQ(total, size);
  }
}

TEST(EncapsulationTest, APaddingChunkIsOneChunkOfAnySize) {
  for (const std::size_t size :
       {1u, 64u, 65u, 66u, 1025u, 8193u, 8194u, 8195u, 16384u, 1048578u}) {
    Bytes padding;
    AppendPaddingChunk(size, padding);
    ASSERT_EQ(padding.size(), size);
    const auto chunks = DecodeWhole(padding);
    ASSERT_TRUE(chunks.ok()) << chunks.status();
    ASSERT_EQ(chunks->size(), 1u) << size;
    EXPECT_FALSE(chunks->front().is_data);
  }
}

TEST(DecoderTest, ToldApartAtAnySplit) {
  Bytes stream;
  AppendData(Counting(5), stream);
  AppendPadding(3, stream);
  AppendData({}, stream);
  AppendData(Counting(300), stream);
  AppendPadding(1500, stream);
  AppendData(Counting(9000), stream);
  const auto whole = DecodeWhole(stream);
  ASSERT_TRUE(whole.ok()) << whole.status();
  ASSERT_EQ(whole->size(), 7u);  // The padding of 1500 is 1024 + 476.

  for (std::size_t size = 1; size < 200; ++size) {
    Decoder decoder;
    const auto split = Decode(stream, {size}, decoder);
    ASSERT_TRUE(split.ok()) << split.status();
    EXPECT_EQ(*split, *whole) << "in pieces of " << size;
  }
  base::Random random = base::Random::FromSeed(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::size_t> sizes(64);
    for (std::size_t& size : sizes) size = 1 + random.NextU32() % 100;
    Decoder decoder;
    const auto split = Decode(stream, sizes, decoder);
    ASSERT_TRUE(split.ok()) << split.status();
    EXPECT_EQ(*split, *whole) << "round " << round;
  }
}

TEST(DecoderTest, MayEndOnlyBetweenChunks) {
  // A data chunk of 2 with a prefix of 2 bytes, then a padding chunk of 1.
  const Bytes stream = {0xc0, 0x02, 8, 9, 0x01, 0};
  const std::vector<bool> expected = {true, false, false, false,
                                      true, false, true};
  for (std::size_t size = 0; size <= stream.size(); ++size) {
    Decoder decoder;
    const Bytes start(stream.begin(),
                      stream.begin() + static_cast<std::ptrdiff_t>(size));
    ASSERT_TRUE(Decode(start, {1}, decoder).ok());
    EXPECT_EQ(decoder.at_boundary(), expected[size]) << "after " << size;
  }
}

TEST(DecoderTest, PiecesAreViewsOfTheInput) {
  const Bytes stream = {0x83, 1, 2, 3};
  Decoder decoder;
  absl::Span<const std::uint8_t> rest = absl::MakeConstSpan(stream).first(2);
  const auto first = decoder.Next(rest);
  ASSERT_TRUE(first.ok() && first->has_value());
  EXPECT_EQ((*first)->bytes.data(), stream.data() + 1);
  EXPECT_TRUE((*first)->begins_chunk);
  EXPECT_FALSE((*first)->ends_chunk);
  rest = absl::MakeConstSpan(stream).subspan(2);
  const auto second = decoder.Next(rest);
  ASSERT_TRUE(second.ok() && second->has_value());
  EXPECT_EQ((*second)->bytes.data(), stream.data() + 2);
  EXPECT_FALSE((*second)->begins_chunk);
  EXPECT_TRUE((*second)->ends_chunk);
  EXPECT_EQ((*second)->chunk_bytes, 3u);
}

}  // namespace
}  // namespace encapsulation
