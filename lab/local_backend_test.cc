// With programs that are shell scripts: how a run goes wrong, and what becomes
// of what they print. tests/scenarios runs the real ones.
#include "lab/local_backend.h"

#include <sys/types.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/files/files.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/interrupt.h"
#include "lab/observations.h"
#include "lab/testing/fake_programs.h"

namespace lab {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

class LocalBackendTest : public ::testing::Test {
 protected:
  LocalBackendTest() {
    std::filesystem::create_directories(folder_ + "/tmp");
    setenv("TMPDIR", (folder_ + "/tmp").c_str(), /*overwrite=*/1);
  }
  ~LocalBackendTest() override {
    // However a run ends, nothing is left.
    EXPECT_TRUE(std::filesystem::is_empty(folder_ + "/tmp"));
  }

  absl::StatusOr<Observations> Run(const std::string& server,
                                   const std::string& client) {
    options_.programs = MakeFakePrograms(folder_, server, client);
    return RunLocal(experiment_, experiment_.defenses.front(), 5, options_);
  }
  std::string Error(const std::string& server, const std::string& client) {
    return std::string(Run(server, client).status().message());
  }

  const std::string folder_ = absl::StrCat(
      ::testing::TempDir(), "/local_backend_test/",
      ::testing::UnitTest::GetInstance()->current_test_info()->name());
  const std::string good_server_ = absl::StrCat(kFakeListens, kFakeWaits);
  const Experiment experiment_ = FakeExperiment();
  LocalOptions options_;
};

TEST_F(LocalBackendTest, ObservesWhatBothProgramsSay) {
  base::Instant last = base::Instant{} - base::Seconds(2);
  options_.on_progress = [&last](base::Instant now) {
    EXPECT_GE(now, last);
    last = now;
  };
  const absl::StatusOr<Observations> observed = Run(FakeServer(), FakeClient());
  ASSERT_TRUE(observed.ok()) << observed.status();
  EXPECT_GT(last, base::Instant{} + base::Seconds(1));  // The window's end.
  EXPECT_EQ(observed->defense, "none");
  EXPECT_EQ(observed->seed, 5u);
  EXPECT_EQ(observed->measured, base::Seconds(1));
  EXPECT_EQ(observed->events, 8u);  // Lines.
  ASSERT_THAT(observed->conversations, SizeIs(2));
  const ConversationObservations& first = observed->conversations[0];
  EXPECT_EQ(first.up.cells.normal_cells, 1u);
  EXPECT_EQ(first.down.cells.normal_cells, 11u);
  ASSERT_THAT(first.messages, SizeIs(1));  // The second is after the window.
  EXPECT_EQ(first.messages[0].sent, base::Instant{});
  EXPECT_TRUE(first.messages[0].deliveries.at(0).received);
  EXPECT_TRUE(first.messages[0].deliveries.at(0).receipted);
  EXPECT_EQ(observed->conversations[1].up.cells.normal_cells, 2u);
  EXPECT_EQ(observed->conversations[1].down.cells.normal_cells, 12u);
}

TEST_F(LocalBackendTest, MissingStatsAreAnError) {
  EXPECT_THAT(Error(absl::StrCat("trap 'exit 0' TERM\n", kFakeListens,
                                 kFakeRegisters, kFakeWaits),
                    absl::StrCat("trap 'exit 0' TERM\n", kFakeWaits)),
              HasSubstr("client_stats.json: no such file"));
}

TEST_F(LocalBackendTest, AServerThatFailsIsToldWithItsLastWords) {
  const absl::StatusOr<Observations> failed =
      Run("echo 'port in use' >&2\nexit 1\n", "");
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(failed.status().message(),
            "none, seed 5: mgen-server ended with exit code 1: port in use");
}

TEST_F(LocalBackendTest, AClientThatFailsIsToldWithItsLastWords) {
  EXPECT_EQ(Error(good_server_, "echo 'bad configuration' >&2\nexit 2\n"),
            "none, seed 5: mgen-client ended with exit code 2: bad "
            "configuration");
}

TEST_F(LocalBackendTest, AProgramThatEndsByItselfIsAnError) {
  EXPECT_THAT(Error(good_server_, "exit 0\n"),
              HasSubstr("mgen-client ended before it was told to"));
  EXPECT_THAT(Error("exit 0\n", ""),
              HasSubstr("mgen-server ended before it was told to"));
}

TEST_F(LocalBackendTest, AServerThatDoesNotListenInTimeIsAnError) {
  EXPECT_THAT(Error(std::string(kFakeWaits), ""),
              HasSubstr("mgen-server does not listen yet"));
}

TEST_F(LocalBackendTest, AProgramThatIsNotThereIsNamed) {
  options_.programs = {.server = "/no/such/mgen-server", .client = ""};
  EXPECT_THAT(
      std::string(
          RunLocal(experiment_, experiment_.defenses.front(), 5, options_)
              .status()
              .message()),
      AllOf(StartsWith("none, seed 5: "), HasSubstr("/no/such/mgen-server")));
}

TEST_F(LocalBackendTest, LinesThatAreNoneEndTheRun) {
  EXPECT_THAT(Error(good_server_, absl::StrCat("echo hello\n", kFakeWaits)),
              HasSubstr("mgen-client printed \"hello\""));
}

TEST_F(LocalBackendTest, AnInterruptEndsBothPrograms) {
  const Interrupt interrupt;
  options_.interrupt = &interrupt;
  const std::string pids = folder_ + "/pids";
  options_.on_progress = [&pids](base::Instant) {
    if (std::filesystem::exists(pids)) raise(SIGINT);
  };
  const absl::StatusOr<Observations> run =
      Run(good_server_,
          absl::StrCat("echo $$ >", pids, ".new; mv ", pids, ".new ", pids,
                       "\nsay $from u00001,dyad1,handshake\n", kFakeWaits));
  EXPECT_EQ(run.status().code(), absl::StatusCode::kCancelled);
  pid_t client = 0;
  ASSERT_TRUE(absl::SimpleAtoi(base::ReadFile(pids).value(), &client));
  EXPECT_EQ(kill(client, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

}  // namespace
}  // namespace lab
