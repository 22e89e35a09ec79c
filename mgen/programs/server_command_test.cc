#include "mgen/programs/server_command.h"

#include <sstream>
#include <string>
#include <vector>

#include "base/files/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/programs/common_options.h"
#include "mgen/programs/testing/command_run.h"
#include "net/self_signed.h"

namespace mgen {
namespace {

using ::testing::HasSubstr;

class ServerCommandTest : public ::testing::Test {
 protected:
  ServerCommandTest() {
    EXPECT_TRUE(net::WriteSelfSigned(certificate_, key_).ok());
  }

  // Of a call that does not get as far as listening.
  int Run(const std::vector<std::string>& arguments) {
    return RunServer(arguments, /*log=*/-1, out_, err_);
  }

  const std::string folder_ = ::testing::TempDir();
  const std::string certificate_ = folder_ + "/server.crt";
  const std::string key_ = folder_ + "/server.key";
  std::ostringstream out_, err_;
};

TEST_F(ServerCommandTest, ServesUntilItIsStoppedAndWritesStats) {
  const std::string stats = folder_ + "/stats.json";
  CommandRun run(RunServer, {certificate_, key_, "127.0.0.1:0", "5", "--stats",
                             stats, "--metrics", "127.0.0.1:0"});
  EXPECT_THAT(run.AwaitLine("listening"), HasSubstr(",listening,127.0.0.1:"));
  EXPECT_EQ(run.Stop(), kExitOk) << run.err();
  EXPECT_THAT(base::ReadFile(stats).value(),
              HasSubstr("\"program\": \"mgen-server\""));
}

TEST_F(ServerCommandTest, ACallThatIsWrongSaysSo) {
  EXPECT_EQ(Run({}), kExitBadCall);
  EXPECT_EQ(Run({certificate_}), kExitBadCall);
  EXPECT_EQ(Run({certificate_, key_, "no address"}), kExitBadCall);
  EXPECT_EQ(Run({certificate_, key_, "127.0.0.1:0", "-1"}), kExitBadCall);
  EXPECT_EQ(Run({certificate_, key_, "--measure", "2..1"}), kExitBadCall);
  EXPECT_THAT(err_.str(), HasSubstr("2..1"));
}

TEST_F(ServerCommandTest, HelpTeaches) {
  EXPECT_EQ(Run({"--help"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("mgen-server server.crt server.key"));
}

TEST_F(ServerCommandTest, FilesThatAreWrongAreNamed) {
  EXPECT_EQ(Run({folder_ + "/absent.crt", key_, "127.0.0.1:0"}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("absent.crt"));
  const std::string defense = folder_ + "/defense.yaml";
  ASSERT_TRUE(base::WriteFile(defense, "machines: []\ncell_size: 3\n").ok());
  EXPECT_EQ(Run({certificate_, key_, "127.0.0.1:0", "--defense", defense}),
            kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("defense.yaml:2: cell_size: \"3\""));
}

TEST_F(ServerCommandTest, ANameIsNoAddressToListenOn) {
  EXPECT_EQ(Run({certificate_, key_, "localhost:0"}), kExitFailed);
  EXPECT_THAT(err_.str(), HasSubstr("localhost:0"));
}

}  // namespace
}  // namespace mgen
