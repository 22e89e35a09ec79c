#include "maybenot/cli/derive_command.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/run_command.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class DeriveCommandTest : public ScratchFiles {
 protected:
  CommandOutcome Derive(const std::string& config, const std::string& seed,
                        const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"derive", "-c",
                                          Write("x.toml", config), "-s", seed};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunCommand(MakeDeriveCommand(), arguments);
  }
};

TEST_F(DeriveCommandTest, PrintsTheSameDefenseForTheSameSeed) {
  const CommandOutcome first = Derive(kQuickDerive, "1");
  EXPECT_EQ(first.code, kDone) << first.err;
  EXPECT_THAT(first.out, StartsWith("id: "));
  EXPECT_THAT(first.out, HasSubstr("\nclient machine(s): 1\n  02eN"));
  EXPECT_THAT(first.err, HasSubstr("derived in "));
  EXPECT_EQ(Derive(kQuickDerive, "1").out, first.out);
  EXPECT_NE(Derive(kQuickDerive, "2").out, first.out);
}

TEST_F(DeriveCommandTest, JsonIsOneObject) {
  const auto object =
      nlohmann::json::parse(Derive(kQuickDerive, "1", {"--json"}).out);
  EXPECT_EQ(object["client"].size(), 1u);
  EXPECT_EQ("id: " + object["id"].get<std::string>(),
            Derive(kQuickDerive, "1").out.substr(0, 4 + 64));
}

TEST_F(DeriveCommandTest, SaysThatThereIsNone) {
  std::string config = kQuickDerive;
  config.replace(config.find("[0.1, 9.0]"), 10, "[99.0, 99.0]");
  const CommandOutcome outcome = Derive(config, "1");
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.err, HasSubstr("no defense keeps the constraints"));
}

TEST_F(DeriveCommandTest, SaysWhatTheConfigurationLacks) {
  EXPECT_THAT(Derive("[search]\nn = 1\n", "1").err,
              HasSubstr("[derive] is missing"));
  EXPECT_EQ(RunCommand(MakeDeriveCommand(), {"derive"}).code, kBadCall);
}

TEST(DeriveExampleTest, TheExampleDerives) {
  const CommandOutcome outcome =
      RunCommand(MakeDeriveCommand(),
                 {"derive", "-c", "docs/examples/derive.toml", "-s", "42"});
  EXPECT_EQ(outcome.code, kDone) << outcome.err;
}

}  // namespace
}  // namespace maybenot::cli
