// Runs the command itself, as a person would: what reaches the terminal, and
// the exit code.

#include <sys/wait.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Outcome {
  int code;
  std::string output;  // Standard output and error.
};

Outcome Execute(const std::string& arguments) {
  const std::string command = "maybenot/cli/maybenot 2>&1 " + arguments;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {-1, "cannot be started"};
  std::string output;
  std::array<char, 4096> buffer;
  while (const std::size_t size =
             std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), size);
  }
  const int status = pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

TEST(MainTest, ShowsAMachine) {
  const Outcome outcome = Execute("show 02eNpjYEAHjOgCAAA0AAI=");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(
      outcome.output,
      StartsWith("machine 3e99bf655613b2dba361dee14e3e0ddf, 1 state\n"));
}

TEST(MainTest, ShowsMachinesOfTheStandardInput) {
  const Outcome outcome =
      Execute("show --text - <<EOF\n02eNpjYEAHjOgCAAA0AAI=\nEOF\n");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.output, "02eNpjYEAHjOgCAAA0AAI=\n");
}

TEST(MainTest, ReplaysTheReference) {
  const Outcome outcome = Execute("conformance tests/golden/parse.tsv");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.output, HasSubstr(" passed, 0 failed"));
}

TEST(MainTest, RefusesBadInputWithOne) {
  const Outcome outcome = Execute("show 03eNpjYEAHjOgCAAA0AAI=");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, EndsWith("version is \"03\": must be \"02\"\n"));
  EXPECT_EQ(Execute("conformance no/such/file").code, 1);
}

TEST(MainTest, RefusesBadCallsWithTwo) {
  for (const char* arguments : {"", "shew", "show", "show --yaml x",
                                "conformance", "show --json --text x"}) {
    EXPECT_EQ(Execute(arguments).code, 2) << arguments;
  }
}

TEST(MainTest, TeachesByExamples) {
  for (const char* arguments :
       {"--help", "show --help", "conformance --help"}) {
    const Outcome outcome = Execute(arguments);
    EXPECT_EQ(outcome.code, 0) << arguments;
    EXPECT_THAT(outcome.output, HasSubstr("Examples:\n  maybenot "));
  }
}

}  // namespace
