#include "base/sample/uniform_int.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/random.h"
#include "base/testing/golden_draws.h"
#include "gtest/gtest.h"

namespace base {
namespace {

using testing::GoldenDraws;
using testing::ReadGoldenDraws;
using testing::ToU64;

// As many draws from the golden range as were recorded; `Draw` makes one.
template <typename Draw>
void ExpectGolden(absl::string_view kind, const Draw& draw) {
  const std::vector<GoldenDraws> all = ReadGoldenDraws(kind);
  ASSERT_FALSE(all.empty());
  for (const GoldenDraws& golden : all) {
    Random random = Random::FromSeed(golden.seed);
    const Range64 range = {ToU64(golden.parameters[0]),
                           ToU64(golden.parameters[1])};
    std::vector<std::string> drawn;
    while (drawn.size() < golden.draws.size()) {
      drawn.push_back(absl::StrCat(draw(random, range)));
    }
    EXPECT_EQ(drawn, golden.draws) << kind << " up to " << range.high;
  }
}

TEST(UniformIntTest, EqualsTheReferenceIn32Bits) {
  ExpectGolden("u32", [](Random& random, Range64 range) {
    return UniformInt(random, Range32{static_cast<std::uint32_t>(range.low),
                                      static_cast<std::uint32_t>(range.high)});
  });
}

TEST(UniformIntTest, EqualsTheReferenceIn64Bits) {
  ExpectGolden("u64", [](Random& random, Range64 range) {
    return UniformInt(random, range);
  });
}

TEST(UniformIndexTest, EqualsTheReferenceBelowAndAbove32Bits) {
  ExpectGolden("usize", [](Random& random, Range64 range) {
    return UniformIndex(random, range);
  });
}

TEST(UnbiasedBelowTest, DrawsAgainWhereTheShareWouldBeUneven) {
  // 2^32 mod 3 is 1: a word whose product with 3 has a lower half of 0 is the
  // one too many, and that is word 0 alone.
  class Words : public EntropySource {
   public:
    std::uint32_t NextU32() override { return next_++ == 0 ? 0 : 0xffffffff; }
    std::uint64_t NextU64() override { return NextU32(); }

   private:
    int next_ = 0;
  };
  Words words;
  Random random = Random::FromSource(&words);
  EXPECT_EQ(UnbiasedBelow(random, 3), 2u);
}

}  // namespace
}  // namespace base
