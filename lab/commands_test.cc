#include "lab/commands.h"

#include <cstdint>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/files/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class CommandsTest : public ::testing::Test {
 protected:
  int Lab(const std::vector<std::string>& arguments) {
    out_.str("");
    err_.str("");
    return RunLab(arguments, {.out = out_, .err = err_});
  }

  // An experiment of two users and half a minute.
  std::string ExperimentFile(const std::string& name, const std::string& more) {
    const std::string path = ::testing::TempDir() + "/commands_test/" + name;
    EXPECT_TRUE(base::WriteFile(path, R"(name: tiny
duration: 30s
warmup: 6s
users: 2
groups: {dyads: 1}
mgen:
  distributions:
    s: 0.5
    r: 0.5
    m: {distribution: Poisson, lambda: 2}
    i: {distribution: Exp, lambda: 0.5}
    w: {distribution: Uniform, low: 5, high: 9}
    a_s: {distribution: Exp, lambda: 0.5}
    a_r: {distribution: Exp, lambda: 0.5}
defenses:
  - name: none
  - name: noop
    client: [02eNpjYEAHjOgCAAA0AAI=]
    server: noop.txt
)" + more)
                    .ok());
    EXPECT_TRUE(
        base::WriteFile(::testing::TempDir() + "/commands_test/noop.txt",
                        "02eNpjYEAHjOgCAAA0AAI=\n")
            .ok());
    return path;
  }

  std::ostringstream out_, err_;
};

TEST_F(CommandsTest, OneSeedWritesIdenticalResultsAndAnotherDoesNot) {
  const std::string file = ExperimentFile("same.yaml", "");
  const std::string folder = ::testing::TempDir() + "/commands_test/out";
  for (const char* run : {"a", "b"}) {
    ASSERT_EQ(Lab({"run", file, "--seed", "5", "--out", folder + run}), kExitOk)
        << err_.str();
  }
  ASSERT_EQ(Lab({"run", file, "--seed", "6", "--out", folder + "c"}), kExitOk);
  const std::string a = base::ReadFile(folder + "a/results.json").value();
  EXPECT_EQ(base::ReadFile(folder + "b/results.json").value(), a);
  EXPECT_NE(base::ReadFile(folder + "c/results.json").value(), a);
  EXPECT_THAT(a, HasSubstr("\"never_answered\""));
  EXPECT_THAT(base::ReadFile(folder + "a/run.json").value(),
              AllOf(HasSubstr("\"wall_seconds\""), HasSubstr("\"--seed\"")));
}

TEST_F(CommandsTest, PrintsTablesOrJson) {
  const std::string file = ExperimentFile("print.yaml", "seed: 9\n");
  ASSERT_EQ(Lab({"run", file}), kExitOk);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("seed 9"), HasSubstr("\nnoop ")));
  EXPECT_EQ(err_.str(), "");
  ASSERT_EQ(Lab({"run", file, "--seeds", "1..2", "--json"}), kExitOk);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("\"half_width\""),
                                HasSubstr("\"experiment\": \"tiny\"")));
}

TEST_F(CommandsTest, ChecksWithoutRunning) {
  EXPECT_EQ(Lab({"check", ExperimentFile("check.yaml", "")}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("valid. tiny: 2 users in 1 groups; 30 s "
                                    "measured after 6 s; defenses: none, "
                                    "noop\n"));
}

TEST_F(CommandsTest, BadInputIsToldWithFileAndLine) {
  EXPECT_EQ(Lab({"check", ExperimentFile("bad.yaml", "sed: 1\n")}),
            kExitBadInput);
  EXPECT_THAT(err_.str(), HasSubstr("bad.yaml:20: "));
  EXPECT_EQ(Lab({"run", "no/such.yaml"}), kExitBadInput);
  EXPECT_THAT(err_.str(), HasSubstr("no/such.yaml: no such file"));
  EXPECT_EQ(out_.str(), "");
}

TEST_F(CommandsTest, BadCallsAreTold) {
  EXPECT_EQ(Lab({}), kExitBadCall);
  EXPECT_EQ(Lab({"run"}), kExitBadCall);
  EXPECT_EQ(Lab({"run", "x.yaml", "--sed", "1"}), kExitBadCall);
  EXPECT_EQ(Lab({"run", "x.yaml", "--seeds", "5..1"}), kExitBadCall);
  EXPECT_THAT(err_.str(), HasSubstr("A <= B"));
  EXPECT_EQ(Lab({"run", "x.yaml", "--seed", "1", "--seeds", "1..2"}),
            kExitBadCall);
  EXPECT_EQ(Lab({"run", "x.yaml", "--threads", "0"}), kExitBadCall);
}

TEST_F(CommandsTest, TheLocalBackendRefusesWhatItCannotDo) {
  EXPECT_EQ(Lab({"run", "x.yaml", "--backend", "local", "--threads", "2"}),
            kExitBadCall);
  EXPECT_THAT(err_.str(), HasSubstr("--threads 2: runs of --backend local"));
  EXPECT_EQ(Lab({"run", "x.yaml", "--backend", "local", "--traces", "t"}),
            kExitBadCall);
  EXPECT_THAT(err_.str(), HasSubstr("--traces: the programs"));
  EXPECT_EQ(Lab({"run", "x.yaml", "--programs", "bin"}), kExitBadCall);
  EXPECT_THAT(err_.str(), HasSubstr("--programs is for --backend local"));
  EXPECT_EQ(Lab({"run", "x.yaml", "--backend", "shadow"}), kExitBadCall);
}

TEST_F(CommandsTest, TheLocalBackendRunsTheProgramsItIsTold) {
  const std::string file = ExperimentFile("local.yaml", "");
  const std::string folder = ::testing::TempDir() + "/commands_test/bin";
  ASSERT_EQ(Lab({"run", file, "--backend", "local", "--programs", folder}),
            kExitBadInput);
  EXPECT_THAT(err_.str(),
              HasSubstr("mgen-server and mgen-client are not in " + folder));
  for (const char* name : {"/mgen-server", "/mgen-client"}) {
    ASSERT_TRUE(base::WriteFile(folder + name,
                                "#!/bin/sh\necho no certificate >&2\n"
                                "exit 1\n")
                    .ok());
    std::filesystem::permissions(folder + name,
                                 std::filesystem::perms::owner_all);
  }
  ASSERT_EQ(Lab({"run", file, "--backend", "local", "--programs", folder}),
            kExitBadInput);
  // The experiment's link is the default one.
  EXPECT_THAT(err_.str(), HasSubstr("(rate 10000000 bit/s, delay 20 ms, loss "
                                    "0, queue 65.5 kB) is not looked at\n"));
  EXPECT_THAT(err_.str(),
              HasSubstr("lab: none, seed 1: mgen-server ended with exit code "
                        "1: no certificate\n"));
  EXPECT_EQ(out_.str(), "");
}

TEST_F(CommandsTest, HelpTeaches) {
  EXPECT_EQ(Lab({"--help"}), kExitOk);
  EXPECT_THAT(out_.str(), HasSubstr("lab run docs/examples/quick.yaml"));
  EXPECT_EQ(Lab({"run", "--help"}), kExitOk);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("--seeds"), HasSubstr("Exit codes")));
  EXPECT_THAT(out_.str(), Not(HasSubstr("TEXT:A")));
  EXPECT_EQ(Lab({"--version"}), kExitOk);
}

TEST_F(CommandsTest, SeedsAreARange) {
  EXPECT_THAT(ParseSeeds("3..5").value(), ElementsAre(3, 4, 5));
  EXPECT_THAT(ParseSeeds("18446744073709551615..18446744073709551615").value(),
              ElementsAre(18446744073709551615u));
  for (const char* text :
       {"", "3", "3..", "..3", "5..3", "-1..2", "1..2..3", "0..10000"}) {
    EXPECT_FALSE(ParseSeeds(text).ok()) << text;
  }
}

}  // namespace
}  // namespace lab
