// With programs that are shell scripts: how a run goes wrong, and what becomes
// of what they print. tests/scenarios runs the real ones.
#include "lab/local_backend.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/files/files.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/interrupt.h"
#include "lab/observations.h"

namespace lab {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Two users in a dyad; a second is measured.
Experiment Pair() {
  return ParseExperiment(R"(
name: pair
duration: 1s
warmup: 0
drain: 0
users: 2
groups: {dyads: 1}
mgen:
  bootstrap: 0
  distributions:
    s: 1
    r: 0
    m: {distribution: Poisson, lambda: 2}
    i: {distribution: Exp, lambda: 1}
    w: {distribution: Exp, lambda: 1}
    a_s: {distribution: Exp, lambda: 1}
    a_r: {distribution: Exp, lambda: 1}
defenses: []
)",
                         "pair.yaml",
                         [](absl::string_view) -> absl::StatusOr<std::string> {
                           return absl::NotFoundError("no file");
                         })
      .value();
}

// For both scripts: say TIME FIELDS, and the times of --measure.
constexpr absl::string_view kCommon = R"(#!/bin/sh
say() { echo "$(date -u -d "@$1" '+%Y-%m-%d %H:%M:%S'),$1,$2"; }
for word; do
  case $before in --measure) from=${word%..*}; to=${word#*..};; esac
  before=$word
done
await_term() { tail -f /dev/null & wait; }
)";

constexpr absl::string_view kListens =
    R"(say "$from" listening,127.0.0.1:4321
)";

constexpr absl::string_view kWaits = R"(await_term
)";

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

  std::string Script(const std::string& name, const std::string& script) {
    const std::string path = absl::StrCat(folder_, "/", name);
    EXPECT_TRUE(base::WriteFile(path, absl::StrCat(kCommon, script)).ok());
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }

  absl::StatusOr<Observations> Run(const std::string& server,
                                   const std::string& client) {
    options_.programs = {.server = Script("mgen-server", server),
                         .client = Script("mgen-client", client)};
    const Experiment experiment = Pair();
    return RunLocal(experiment, experiment.defenses.front(), 5, options_);
  }
  std::string Error(const std::string& server, const std::string& client) {
    return std::string(Run(server, client).status().message());
  }

  const std::string folder_ = absl::StrCat(
      ::testing::TempDir(), "/local_backend_test/",
      ::testing::UnitTest::GetInstance()->current_test_info()->name());
  LocalOptions options_;
};

TEST_F(LocalBackendTest, ObservesWhatBothProgramsSay) {
  const std::string register_both = R"(
say "$from" register,u00001,dyad1
say "$from" register,u00002,dyad1
say "$from" "registration phase complete"
)";
  const std::string server = absl::StrCat(kListens, register_both, R"(
[ "$3 $4" = "127.0.0.1:0 7" ] || exit 8
trap 'cat >server_stats.json <<END
{"conversations": [
  {"user": "u00002", "group": "dyad1", "measured": {"cells": {"normal": 12}}},
  {"user": "u00001", "group": "dyad1", "measured": {"cells": {"normal": 11}}}]}
END
exit 0' TERM
)",
                                          kWaits);
  const std::string client = absl::StrCat(R"(
grep -q "message_server: 127.0.0.1:4321" users/u00001.yaml || exit 9
grep -q "user: u00002" users/u00002.yaml || exit 9
[ -s server.crt ] && [ -s server.key ] || exit 9
say "$from" u00001,dyad1,send,Idle,Idle,3,0
say "$from" u00002,dyad1,receive,Idle,Idle,u00001,480,0
say "$from" u00001,dyad1,receive,Idle,Idle,u00002,receipt,0
say "$to" u00001,dyad1,send,Idle,Idle,3,1
trap 'cat >client_stats.json <<END
{"conversations": [
  {"user": "u00001", "group": "dyad1", "measured": {"cells": {"normal": 1}}},
  {"user": "u00002", "group": "dyad1", "measured": {"cells": {"normal": 2}}}]}
END
exit 0' TERM
)",
                                          kWaits);
  base::Instant last{};
  options_.on_progress = [&last](base::Instant now) {
    EXPECT_GE(now, last - base::Seconds(3));
    last = now;
  };
  const absl::StatusOr<Observations> observed = Run(server, client);
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

TEST_F(LocalBackendTest, AServerThatFailsIsToldWithItsLastWords) {
  const absl::StatusOr<Observations> failed =
      Run("echo 'mgen-server: port in use' >&2\nexit 1\n", "");
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(failed.status().message(),
            "none, seed 5: mgen-server ended with exit code 1: mgen-server: "
            "port in use");
}

TEST_F(LocalBackendTest, AClientThatFailsIsToldWithItsLastWords) {
  EXPECT_EQ(Error(absl::StrCat(kListens, kWaits),
                  "echo 'bad configuration' >&2\nexit 2\n"),
            "none, seed 5: mgen-client ended with exit code 2: bad "
            "configuration");
}

TEST_F(LocalBackendTest, AProgramThatEndsByItselfIsAnError) {
  EXPECT_THAT(Error(absl::StrCat(kListens, kWaits), "exit 0\n"),
              HasSubstr("mgen-client ended before it was told to"));
  EXPECT_THAT(Error("exit 0\n", ""),
              HasSubstr("mgen-server ended before it was told to"));
}

TEST_F(LocalBackendTest, AProgramThatIsNotThereIsNamed) {
  const Experiment experiment = Pair();
  options_.programs = {.server = "/no/such/mgen-server", .client = ""};
  EXPECT_THAT(
      std::string(RunLocal(experiment, experiment.defenses.front(), 5, options_)
                      .status()
                      .message()),
      AllOf(StartsWith("none, seed 5: "), HasSubstr("/no/such/mgen-server")));
}

TEST_F(LocalBackendTest, LinesThatAreNoneEndTheRun) {
  EXPECT_THAT(Error(absl::StrCat(kListens, kWaits),
                    absl::StrCat("echo hello\n", kWaits)),
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
      Run(absl::StrCat(kListens, kWaits),
          absl::StrCat("echo $$ >", pids, ".new; mv ", pids, ".new ", pids,
                       "\nsay \"$from\" u00001,dyad1,handshake\n", kWaits));
  EXPECT_EQ(run.status().code(), absl::StatusCode::kCancelled);
  const std::string text = base::ReadFile(pids).value();
  pid_t client = 0;
  ASSERT_TRUE(absl::SimpleAtoi(text, &client));
  EXPECT_EQ(kill(client, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST_F(LocalBackendTest, MissingStatsAreAnError) {
  const std::string server = absl::StrCat(kListens, R"(
say "$from" register,u00001,dyad1
say "$from" register,u00002,dyad1
say "$from" "registration phase complete"
trap 'exit 0' TERM
)",
                                          kWaits);
  EXPECT_THAT(Error(server, absl::StrCat("trap 'exit 0' TERM\n", kWaits)),
              HasSubstr("client_stats.json: no such file"));
}

}  // namespace
}  // namespace lab
