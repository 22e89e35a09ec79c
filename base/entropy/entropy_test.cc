#include "base/entropy/entropy.h"

#include <cstdint>
#include <set>

#include "base/random.h"
#include "gtest/gtest.h"

// RAND_set_rand_method is the one way to make OpenSSL fail.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "openssl/rand.h"

namespace base {
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
  Random random = Random::FromSource(&entropy);
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

// A method of OpenSSL's that never has anything to give.
class NoRandomness {
 public:
  NoRandomness() { RAND_set_rand_method(&kNone); }
  ~NoRandomness() { RAND_set_rand_method(nullptr); }
  NoRandomness(const NoRandomness&) = delete;
  NoRandomness& operator=(const NoRandomness&) = delete;

 private:
  static int Refuse(unsigned char*, int) { return 0; }
  static constexpr RAND_METHOD kNone = {nullptr, Refuse, nullptr,
                                        nullptr, Refuse, nullptr};
};

TEST(OpenSslEntropyTest, FailureIsTheCallersIfItAsksForIt) {
  struct Failed {};
  OpenSslEntropy entropy([] { throw Failed(); });
  const NoRandomness none;
  EXPECT_THROW(entropy.NextU64(), Failed);
}

TEST(OpenSslEntropyDeathTest, FailureEndsTheProcessOtherwise) {
  OpenSslEntropy entropy;
  EXPECT_DEATH(
      {
        const NoRandomness none;
        entropy.NextU64();
      },
      "no randomness");
}

TEST(OpenSslEntropyTest, TwoSourcesShareNothing) {
  OpenSslEntropy one;
  OpenSslEntropy other;
  EXPECT_NE(one.NextU64(), other.NextU64());
}

}  // namespace
}  // namespace base
