#include "base/sip_stream.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "gtest/gtest.h"

namespace base {
namespace {

// The 32 bytes that rand_seeder makes of this text, as four words. The values
// that it publishes come from the generator that these seed.
TEST(SipStreamTest, EqualsTheReference) {
  SipStream words("test string");
  EXPECT_EQ(words.Next(), 3633228019953833535u);
  EXPECT_EQ(words.Next(), 16966934724482406242u);
  EXPECT_EQ(words.Next(), 11159198172734010782u);
  EXPECT_EQ(words.Next(), 918646394934241604u);
}

TEST(SipStreamTest, EveryByteAndTheLengthCount) {
  const std::string text = "fifteen letters";
  const std::uint64_t whole = SipStream(text).Next();
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = '-';
    EXPECT_NE(SipStream(other).Next(), whole) << i;
    EXPECT_NE(SipStream(text.substr(0, i)).Next(), whole) << i;
  }
}

}  // namespace
}  // namespace base
