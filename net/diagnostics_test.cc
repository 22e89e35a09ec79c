#include "net/diagnostics.h"

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/tcp_socket.h"

namespace net {
namespace {

using ::testing::MatchesRegex;

constexpr char kTime[] =
    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z ";

TEST(DiagnosticsTest, PrintsTimeProgramLevelAndTextOnStderr) {
  ::testing::internal::CaptureStderr();
  Diagnostics diagnostics("mgen-test", {});
  diagnostics.Warning("a {} b");
  EXPECT_THAT(
      ::testing::internal::GetCapturedStderr(),
      MatchesRegex(std::string(kTime) + "mgen-test warning: a \\{\\} b\n"));
}

TEST(DiagnosticsTest, DropsWhatIsBelowItsLevel) {
  ::testing::internal::CaptureStderr();
  Diagnostics diagnostics("p", {.level = Diagnostics::Level::kError});
  diagnostics.Debug("d");
  diagnostics.Info("i");
  diagnostics.Warning("w");
  diagnostics.Error("e");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              MatchesRegex(std::string(kTime) + "p error: e\n"));
}

TEST(DiagnosticsTest, APeerCannotForgeALine) {
  ::testing::internal::CaptureStderr();
  Diagnostics diagnostics("p", {});
  diagnostics.Info("refused: \n2026 p error: \x1b[31m");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              MatchesRegex(std::string(kTime) +
                           "p info: refused: \\?2026 p error: \\?\\[31m\n"));
}

TEST(DiagnosticsTest, AddressesAreScrubbedUnlessAskedFor) {
  const Endpoint v4(asio::ip::make_address("192.0.2.7"), 443);
  const Endpoint v6(asio::ip::make_address("2001:db8::1"), 443);
  const Diagnostics safe("p", {});
  EXPECT_EQ(safe.Scrubbed(v4), "[scrubbed]");
  EXPECT_EQ(safe.Scrubbed(std::nullopt), "[scrubbed]");
  const Diagnostics unsafe("p", {.unsafe_logging = true});
  EXPECT_EQ(unsafe.Scrubbed(v4), "192.0.2.7:443");
  EXPECT_EQ(unsafe.Scrubbed(v6), "[2001:db8::1]:443");
  EXPECT_EQ(unsafe.Scrubbed(std::nullopt), "unknown");
}

}  // namespace
}  // namespace net
