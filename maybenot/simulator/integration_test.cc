#include "maybenot/simulator/integration.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {
namespace {

using ::testing::HasSubstr;

std::string Always(int ms) {
  return absl::StrCat("{\"(", ms, ", ", ms, ")\": 1.0}\n");
}

TEST(IntegrationTest, ReadsThreeDelaysOfEachSide) {
  std::string text;
  for (int ms = 1; ms <= 6; ++ms) text += Always(ms);
  const IntegrationPair pair = ParseIntegrationFile(text + "more\n").value();
  IntegrationDelays client(pair.client, base::Random::FromSeed(1));
  IntegrationDelays server(pair.server, base::Random::FromSeed(1));
  EXPECT_EQ(ToDuration(client.Action()), base::Milliseconds(1));
  EXPECT_EQ(ToDuration(client.Reporting()), base::Milliseconds(2));
  EXPECT_EQ(ToDuration(client.Trigger()), base::Milliseconds(3));
  EXPECT_EQ(ToDuration(server.Action()), base::Milliseconds(4));
  EXPECT_EQ(ToDuration(server.Reporting()), base::Milliseconds(5));
  EXPECT_EQ(ToDuration(server.Trigger()), base::Milliseconds(6));
}

TEST(IntegrationTest, SaysWhichLineIsBadOrMissing) {
  EXPECT_THAT(ParseIntegrationFile(Always(1) + "{}\n").status().message(),
              HasSubstr("line 2 of 6, the client's reporting delay: "));
  EXPECT_THAT(ParseIntegrationFile(Always(1) + Always(1) + Always(1) +
                                   Always(1) + Always(1))
                  .status()
                  .message(),
              HasSubstr("line 6 of 6, the server's trigger delay: "));
}

TEST(IntegrationTest, WithoutOneNothingIsDelayed) {
  IntegrationDelays delays(std::nullopt, base::Random::FromSeed(1));
  EXPECT_EQ(ToDuration(delays.Action()), base::Duration(0));
  EXPECT_EQ(ToDuration(delays.Reporting()), base::Duration(0));
  EXPECT_EQ(ToDuration(delays.Trigger()), base::Duration(0));
}

}  // namespace
}  // namespace maybenot::simulator
