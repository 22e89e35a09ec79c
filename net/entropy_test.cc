#include "net/entropy.h"

#include <cstdint>
#include <set>

#include "base/random.h"
#include "gtest/gtest.h"

namespace net {
namespace {

TEST(OpenSslEntropyTest, DrawsDifferOverManyBuffers) {
  OpenSslEntropy entropy;
  std::set<std::uint64_t> seen;
  // Two of 10,000 draws of 64 bits are equal with probability 3e-12.
  for (int i = 0; i < 10000; ++i) {
    seen.insert(entropy.NextU64());
    entropy.NextU32();  // So that words do not divide the buffer evenly.
  }
  EXPECT_EQ(seen.size(), 10000u);
}

TEST(OpenSslEntropyTest, EachBitIsSetAboutHalfOfTheTime) {
  OpenSslEntropy entropy;
  base::Random random = base::Random::FromSource(&entropy);
  constexpr int kDraws = 4096;
  int set[32] = {};
  for (int i = 0; i < kDraws; ++i) {
    const std::uint32_t word = random.NextU32();
    for (int bit = 0; bit < 32; ++bit) set[bit] += (word >> bit) & 1;
  }
  // Mean 2048, standard deviation 32: 8 of them is a false alarm in 1e13.
  for (const int count : set) {
    EXPECT_GT(count, 2048 - 256);
    EXPECT_LT(count, 2048 + 256);
  }
}

TEST(OpenSslEntropyTest, TwoSourcesShareNothing) {
  OpenSslEntropy one;
  OpenSslEntropy other;
  EXPECT_NE(one.NextU64(), other.NextU64());
}

}  // namespace
}  // namespace net
