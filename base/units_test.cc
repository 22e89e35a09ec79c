#include "base/units.h"

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace base {
namespace {

using ::testing::HasSubstr;

std::int64_t Ns(absl::string_view text) {
  const auto duration = ParseDuration(text);
  return duration.ok() ? duration->count() : -1;
}

TEST(UnitsTest, ReadsEveryUnitOfTime) {
  EXPECT_EQ(Ns("7ns"), 7);
  EXPECT_EQ(Ns("7us"), 7'000);
  EXPECT_EQ(Ns("20ms"), 20'000'000);
  EXPECT_EQ(Ns("3s"), 3'000'000'000);
  EXPECT_EQ(Ns("10min"), 600'000'000'000);
  EXPECT_EQ(Ns("2h"), 7'200'000'000'000);
  EXPECT_EQ(Ns("1d"), 86'400'000'000'000);
  EXPECT_EQ(Ns("10 min"), 600'000'000'000);
  EXPECT_EQ(Ns("0"), 0);
  EXPECT_EQ(Ns("0s"), 0);
}

TEST(UnitsTest, ReadsDecimalsExactly) {
  EXPECT_EQ(Ns("1.5s"), 1'500'000'000);
  EXPECT_EQ(Ns("0.000000001s"), 1);
  EXPECT_EQ(Ns("100.123456789s"), 100'123'456'789);
  EXPECT_EQ(Ns("0.1d"), 8'640'000'000'000);
  EXPECT_EQ(Ns("2.50000000000000s"), 2'500'000'000);
  // 2^63 - 1 is the longest.
  EXPECT_EQ(Ns("9223372036854775807ns"), 9'223'372'036'854'775'807);
}

TEST(UnitsTest, RefusesWhatIsNotADuration) {
  for (const char* text : {"",
                           "5",
                           "1",
                           "s",
                           ".5s",
                           "5.s",
                           "-1s",
                           "+1s",
                           "1e3s",
                           "1  s",
                           " 1s",
                           "1s ",
                           "1S",
                           "1m",
                           "1 sec",
                           "0x1s",
                           "nan",
                           "infs",
                           "1,5s",
                           "9223372036854775808ns",
                           "99999999999999999999s",
                           "106752d",
                           "0.5ns",
                           "0.0000000001s"}) {
    EXPECT_EQ(Ns(text), -1) << text;
  }
  EXPECT_THAT(std::string(ParseDuration("10 parsecs").status().message()),
              testing::AllOf(HasSubstr("\"10 parsecs\""), HasSubstr("20ms"),
                             HasSubstr("ns us ms s min h d")));
  EXPECT_THAT(std::string(ParseDuration("0.5ns").status().message()),
              HasSubstr("is not a whole number of ns"));
  EXPECT_THAT(std::string(ParseDuration("106752d").status().message()),
              HasSubstr("is too large"));
}

TEST(UnitsTest, ReadsRatesInPowersOfAThousand) {
  EXPECT_EQ(ParseRate("300bit").value(), 300u);
  EXPECT_EQ(ParseRate("64kbit").value(), 64'000u);
  EXPECT_EQ(ParseRate("10Mbit").value(), 10'000'000u);
  EXPECT_EQ(ParseRate("2.5 Gbit").value(), 2'500'000'000u);
  EXPECT_EQ(ParseRate("unlimited").value(), 0u);
}

TEST(UnitsTest, RefusesARateThatIsZeroOrOfOtherUnits) {
  for (const char* text : {"0", "0bit", "10", "10MB", "10mbit", "0.5bit",
                           "Unlimited", "10Mbit/s"}) {
    EXPECT_FALSE(ParseRate(text).ok()) << text;
  }
}

TEST(UnitsTest, ReadsSizesInBothPowers) {
  EXPECT_EQ(ParseSize("1B").value(), 1u);
  EXPECT_EQ(ParseSize("3kB").value(), 3'000u);
  EXPECT_EQ(ParseSize("1.5KiB").value(), 1'536u);
  EXPECT_EQ(ParseSize("64KiB").value(), 65'536u);
  EXPECT_EQ(ParseSize("2MB").value(), 2'000'000u);
  EXPECT_EQ(ParseSize("1MiB").value(), 1'048'576u);
  EXPECT_EQ(ParseSize("1GB").value(), 1'000'000'000u);
  EXPECT_EQ(ParseSize("1GiB").value(), 1'073'741'824u);
  EXPECT_EQ(ParseSize("unlimited").value(), 0u);
  for (const char* text : {"0", "0B", "1.3KiB", "64", "64K", "64kib", "1TB"}) {
    EXPECT_FALSE(ParseSize(text).ok()) << text;
  }
}

TEST(UnitsTest, FormatsThreeDigitsInTheUnitThatSuits) {
  EXPECT_EQ(FormatDuration(Duration(0)), "0 s");
  EXPECT_EQ(FormatDuration(Duration(7)), "7 ns");
  EXPECT_EQ(FormatDuration(Microseconds(1250)), "1.25 ms");
  EXPECT_EQ(FormatDuration(Milliseconds(1250)), "1.25 s");
  EXPECT_EQ(FormatDuration(Milliseconds(-1250)), "-1.25 s");
  EXPECT_EQ(FormatDuration(Milliseconds(12345)), "12.3 s");
  EXPECT_EQ(FormatDuration(Seconds(600)), "10 min");
  EXPECT_EQ(FormatDuration(Seconds(5400)), "1.5 h");
  EXPECT_EQ(FormatDuration(Duration::max()), "106752 d");
  // 999.9 us would round to 1000 us.
  EXPECT_EQ(FormatDuration(Duration(999'900)), "1 ms");
  EXPECT_EQ(FormatSize(0), "0 B");
  EXPECT_EQ(FormatSize(512), "512 B");
  EXPECT_EQ(FormatSize(417'600), "418 kB");
  EXPECT_EQ(FormatSize(1'234'567), "1.23 MB");
  EXPECT_EQ(FormatSize(0.004), "0 B");
  EXPECT_EQ(FormatSize(5e12), "5000 GB");
}

TEST(UnitsTest, ReadsBackTheFormattedText) {
  for (const Duration duration :
       {Duration(7), Microseconds(1250), Seconds(600), Seconds(5400)}) {
    EXPECT_EQ(ParseDuration(FormatDuration(duration)).value(), duration);
  }
}

}  // namespace
}  // namespace base
