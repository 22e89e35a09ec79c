#include "mgen/programs/client_command.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/files/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/programs/common_options.h"
#include "mgen/programs/testing/command_run.h"

namespace mgen {
namespace {

using ::testing::HasSubstr;

// Of one user in group1, whose server nobody runs.
std::string Configuration(absl::string_view user, absl::string_view more = "") {
  return absl::StrCat("user: ", user, R"(
message_server: 127.0.0.1:9
web_server: 127.0.0.1:9
bootstrap: 5
retry: 5
distributions:
  s: 0.5
  r: 0.5
  m: {distribution: Poisson, lambda: 1}
  i: {distribution: Exp, lambda: 1}
  w: {distribution: Exp, lambda: 1}
  a_s: {distribution: Exp, lambda: 1}
  a_r: {distribution: Exp, lambda: 1}
conversations:
  - group: group1
)",
                      more);
}

class ClientCommandTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& yaml) {
    const std::string path = folder_ + "/" + name;
    EXPECT_TRUE(base::WriteFile(path, yaml).ok());
    return path;
  }
  // Of a call that connects to nobody.
  int Run(const std::vector<std::string>& arguments) {
    return RunClient(arguments, /*log=*/-1, out_, err_);
  }

  const std::string folder_ = absl::StrCat(
      ::testing::TempDir(), "/",
      ::testing::UnitTest::GetInstance()->current_test_info()->name());
  std::ostringstream out_, err_;
};

TEST_F(ClientCommandTest, ChecksAllThatAPatternStandsFor) {
  Write("alice.yaml", Configuration("Alice"));
  Write("bob.yaml",
        Configuration("Bob", "defense: {machines: [], cell_size: 512}\n"));
  EXPECT_EQ(Run({folder_ + "/*.yaml", "--check"}), kExitOk) << err_.str();
  EXPECT_EQ(out_.str(),
            "valid: 2 users, 2 conversations, 1 of them defended\n");
}

TEST_F(ClientCommandTest, FilesThatAreWrongAreNamed) {
  Write("alice.yaml", Configuration("Alice"));
  EXPECT_EQ(Run({folder_ + "/none-*.yaml"}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("none-*.yaml: no file has such a name"));
  EXPECT_EQ(Run({folder_ + "/absent.yaml"}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("absent.yaml"));
  EXPECT_EQ(Run({Write("bad.yaml", Configuration("Al,ice"))}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("bad.yaml:1: user"));
}

TEST_F(ClientCommandTest, AProxyIsRefusedAndNotIgnored) {
  EXPECT_EQ(
      Run({Write("a.yaml", Configuration("Alice", "socks: 127.0.0.1:9050\n"))}),
      kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("Alice: socks"));
}

TEST_F(ClientCommandTest, ACallThatIsWrongSaysSo) {
  EXPECT_EQ(Run({}), kExitBadCall);
  EXPECT_EQ(Run({"a.yaml", "--stop-sending", "soon"}), kExitBadCall);
  EXPECT_THAT(err_.str(), HasSubstr("soon"));
}

TEST_F(ClientCommandTest, RunsUntilItIsStoppedAndWritesStats) {
  const std::string stats = folder_ + "/stats.json";
  CommandRun run(RunClient, {Write("alice.yaml", Configuration("Alice")),
                             "--stagger", "0", "--stats", stats});
  EXPECT_THAT(run.AwaitLine("waiting"), HasSubstr(",Alice,group1,waiting,0"));
  EXPECT_THAT(run.AwaitLine("error"), HasSubstr(",Alice,group1,error,"));
  EXPECT_EQ(run.Stop(), kExitOk) << run.err();
  const std::string written = base::ReadFile(stats).value();
  EXPECT_THAT(written, HasSubstr("\"program\": \"mgen-client\""));
  EXPECT_THAT(written, HasSubstr("\"failed\": \"1\""));
}

}  // namespace
}  // namespace mgen
