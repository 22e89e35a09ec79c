#include "maybenot/deflate/encoder.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace maybenot::deflate {
namespace {

std::string Hex(absl::string_view bytes) {
  return absl::BytesToHexString(bytes);
}

// SplitMix64, as the program that made deflate.sha256 draws.
class Mix {
 public:
  explicit Mix(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  std::size_t Below(std::size_t n) { return Next() % n; }
  std::string Noise(std::size_t size) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(Next() & 0xff);
    return bytes;
  }

 private:
  std::uint64_t state_;
};

// Counts that halve from byte to byte, so that codewords get too long.
std::string Skewed(Mix& mix, std::size_t size) {
  std::string out(size, '\0');
  for (char& c : out) {
    c = static_cast<char>(std::countr_zero(mix.Next() | 1ull << 40));
  }
  return out;
}

std::string Phrases(Mix& mix, std::size_t size) {
  std::vector<std::string> phrases;
  for (int i = 0; i < 50; ++i) {
    const std::size_t length = 1 + mix.Below(40);
    phrases.push_back(mix.Noise(length));
  }
  std::string out;
  while (out.size() < size) out += phrases[mix.Below(50)];
  return out;
}

// Noise, then repetitions from distances at which something changes.
std::string Echoes(Mix& mix, std::size_t size) {
  constexpr std::array<std::size_t, 13> kDistances = {
      1,     2,     100,   8191,  8192,  8193, 32509,
      32510, 32511, 32768, 65535, 65536, 65537};
  std::string out = mix.Noise(std::min<std::size_t>(size, 40000));
  while (out.size() < size) {
    const std::size_t distance =
        std::min(kDistances[mix.Below(kDistances.size())], out.size());
    const std::size_t length = 3 + mix.Below(300);
    for (std::size_t i = 0; i < length; ++i) {
      out.push_back(out[out.size() - distance]);
    }
    const std::size_t fresh = mix.Below(4);
    out += mix.Noise(fresh);
  }
  return out;
}

// Much like a machine: numbers of which there are few, and zeros.
std::string Records(Mix& mix, std::size_t size) {
  std::vector<std::string> values;
  for (int i = 0; i < 20; ++i) values.push_back(mix.Noise(8));
  std::string out;
  while (out.size() < size) {
    out += values[mix.Below(20)];
    out.append(mix.Below(20), '\0');
    out.push_back(static_cast<char>(mix.Below(13)));
  }
  return out;
}

std::string Input(absl::string_view kind, std::uint64_t seed,
                  std::size_t size) {
  Mix mix(seed);
  std::string out;
  if (kind == "noise") out = mix.Noise(size);
  if (kind == "same") out = std::string(size, static_cast<char>(seed));
  if (kind == "skewed") out = Skewed(mix, size);
  if (kind == "phrases") out = Phrases(mix, size);
  if (kind == "echoes") out = Echoes(mix, size);
  if (kind == "records") out = Records(mix, size);
  out.resize(size);
  return out;
}

std::string Sha256Hex(absl::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         hash.data());
  return Hex(absl::string_view(reinterpret_cast<const char*>(hash.data()),
                               hash.size()));
}

// tests/golden/README.md says how the file was made.
TEST(EncoderTest, WritesWhatTheReferenceWrites) {
  std::ifstream file("tests/golden/deflate.sha256");
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  std::size_t lines = 0;
  for (const absl::string_view line :
       absl::StrSplit(golden, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    ASSERT_EQ(columns.size(), 5u) << line;
    std::uint64_t seed = 0;
    std::size_t size = 0;
    std::size_t compressed_size = 0;
    ASSERT_TRUE(absl::SimpleAtoi(columns[1], &seed)) << line;
    ASSERT_TRUE(absl::SimpleAtoi(columns[2], &size)) << line;
    ASSERT_TRUE(absl::SimpleAtoi(columns[3], &compressed_size)) << line;
    const std::string compressed = Compress(Input(columns[0], seed, size));
    EXPECT_EQ(compressed.size(), compressed_size) << line;
    EXPECT_EQ(Sha256Hex(compressed), columns[4]) << line;
    ++lines;
  }
  EXPECT_EQ(lines, 6 * 23u);
}

// 78da, the bits 1 (last), 10 (fixed) and 0000000 (end), the checksum of
// nothing: 1.
TEST(EncoderTest, WritesOneEmptyBlockForNothing) {
  EXPECT_EQ(Hex(Compress("")), "78da030000000001");
}

// 'a' is 0x61 + 0x30 = 10010001. No chain leads back to position 0, so the
// second is a literal too, and the match is of 8, symbol 262 or 0000110, at
// distance 1, symbol 00000. In the order of the stream, bytes between bars:
//   1 10 10010|001 10010|001 00001|10 00000 0|000000
// Lowest bit first these are 4b, 4c, 84, 01, 00.
TEST(EncoderTest, TakesNoMatchFromTheFirstByte) {
  EXPECT_EQ(Hex(Compress("aaaaaaaaaa")), "78da4b4c84010014e103cb");
}

}  // namespace
}  // namespace maybenot::deflate
