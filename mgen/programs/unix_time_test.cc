#include "mgen/programs/unix_time.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

TEST(UnixTimeTest, KeepsNanoseconds) {
  EXPECT_EQ(ParseUnixTime("1795340000").value(), 1'795'340'000'000'000'000);
  EXPECT_EQ(ParseUnixTime("1795340000.25").value(), 1'795'340'000'250'000'000);
  EXPECT_EQ(ParseUnixTime("1.000000001").value(), 1'000'000'001);
}

TEST(UnixTimeTest, RefusesWhatIsNoTime) {
  for (const char* text : {"", ".", "1.", ".5", "-1", "1e9", "1.0000000001",
                           "12345678901", "1 ", "0x1"}) {
    const absl::StatusOr<std::int64_t> time = ParseUnixTime(text);
    EXPECT_EQ(time.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(time.status().message()), testing::HasSubstr(text));
  }
}

TEST(UnixTimeTest, AWindowHasTwoEndsInOrder) {
  const UnixWindow window = ParseUnixWindow("1.5..2").value();
  EXPECT_EQ(window.from_ns, 1'500'000'000);
  EXPECT_EQ(window.to_ns, 2'000'000'000);
  for (const char* text : {"1", "1..", "..2", "2..1", "1..1", "1..2..3"}) {
    EXPECT_FALSE(ParseUnixWindow(text).ok()) << text;
  }
}

}  // namespace
}  // namespace mgen
