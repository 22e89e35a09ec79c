#include "lab/child_process.h"

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/files/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

ChildProcess::TimePoint InAMinute() {
  return std::chrono::steady_clock::now() + std::chrono::minutes(1);
}

std::unique_ptr<ChildProcess> Shell(const std::string& script) {
  return ChildProcess::Start(
             {.program = "/bin/sh", .arguments = {"-c", script}})
      .value();
}

// All lines until the child ends.
std::vector<std::string> Lines(ChildProcess& child) {
  std::vector<std::string> lines;
  const ChildProcess::TimePoint limit = InAMinute();
  while (child.running() && std::chrono::steady_clock::now() < limit) {
    ChildProcess::Await({&child}, -1, limit);
    while (const auto line = child.PollLine()) lines.push_back(*line);
  }
  EXPECT_FALSE(child.running());
  return lines;
}

std::string NextLine(ChildProcess& child) {
  const ChildProcess::TimePoint limit = InAMinute();
  while (std::chrono::steady_clock::now() < limit) {
    if (const auto line = child.PollLine()) return *line;
    if (!child.running()) break;
    ChildProcess::Await({&child}, -1, limit);
  }
  return "no line";
}

// Whether it goes: a zombie counts as gone.
bool Goes(pid_t pid) {
  const std::string status = absl::StrCat("/proc/", pid, "/stat");
  const ChildProcess::TimePoint limit = InAMinute();
  while (std::chrono::steady_clock::now() < limit) {
    const auto text = base::ReadFile(status);
    if (!text.ok() || text->find(") Z ") != std::string::npos) return true;
  }
  return false;
}

TEST(ChildProcessTest, GivesEachLineOnceAndTheEnd) {
  auto child = Shell("printf 'one\\n\\nthr'; printf 'ee\\ntorn'");
  EXPECT_THAT(Lines(*child), ElementsAre("one", "", "three"));
  EXPECT_TRUE(child->Result().ok()) << child->Result();
  EXPECT_EQ(child->PollLine(), std::nullopt);
}

TEST(ChildProcessTest, LinesComeWhileItRuns) {
  auto child = Shell("echo ready; exec tail -f /dev/null");
  EXPECT_EQ(NextLine(*child), "ready");
  EXPECT_TRUE(child->running());
}

TEST(ChildProcessTest, ReadsMoreThanAPipeHolds) {
  // 200,000 lines, 1.3 MB.
  auto child = Shell("seq 200000");
  const std::vector<std::string> lines = Lines(*child);
  ASSERT_THAT(lines, SizeIs(200000));
  EXPECT_EQ(lines.front(), "1");
  EXPECT_EQ(lines.back(), "200000");
}

TEST(ChildProcessTest, ALineWithoutEndIsSplit) {
  auto child = Shell("head -c 150000 /dev/zero; echo");
  // 2 * 65,536 = 131,072; 18,928 are left.
  const std::vector<std::string> lines = Lines(*child);
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_THAT(lines[0], SizeIs(ChildProcess::kMaxLineBytes));
  EXPECT_THAT(lines[2], SizeIs(18928));
}

TEST(ChildProcessTest, AFailureHasItsLastWords) {
  auto child = Shell("echo 'port in use' >&2; exit 3");
  Lines(*child);
  EXPECT_EQ(child->Result().message(),
            "sh ended with exit code 3: port in use");
  // Of much, the end.
  auto talkative = Shell("seq 100000 >&2; exit 1");
  Lines(*talkative);
  EXPECT_THAT(std::string(talkative->Result().message()),
              AllOf(HasSubstr("99999\n100000"), SizeIs(::testing::Lt(4200u))));
  auto killed = Shell("kill -9 $$");
  Lines(*killed);
  EXPECT_THAT(std::string(killed->Result().message()),
              HasSubstr("sh was ended by signal 9 (Killed)"));
}

TEST(ChildProcessTest, TerminateLetsItEndWell) {
  auto child = Shell(
      "trap 'echo flushed; exit 0' TERM; echo ready; "
      "tail -f /dev/null & wait");
  ASSERT_EQ(NextLine(*child), "ready");
  child->Terminate();
  EXPECT_THAT(Lines(*child), ElementsAre("flushed"));
  EXPECT_TRUE(child->Result().ok()) << child->Result();
}

TEST(ChildProcessTest, IsKilledWithItsGroupAtItsEnd) {
  auto child =
      Shell("trap '' TERM; tail -f /dev/null & echo $$ $!; wait; wait");
  pid_t shell = 0, tail = 0;
  {
    const std::string line = NextLine(*child);
    const std::size_t space = line.find(' ');
    ASSERT_TRUE(absl::SimpleAtoi(line.substr(0, space), &shell) &&
                absl::SimpleAtoi(line.substr(space + 1), &tail));
  }
  child.reset();
  EXPECT_EQ(kill(shell, 0), -1);  // Not a zombie either.
  EXPECT_TRUE(Goes(tail));
}

TEST(ChildProcessTest, WhatItLeavesBehindGoesWhenItEnds) {
  auto child = Shell("tail -f /dev/null & echo $!");
  const std::vector<std::string> lines = Lines(*child);
  ASSERT_THAT(lines, SizeIs(1));
  pid_t tail = 0;
  ASSERT_TRUE(absl::SimpleAtoi(lines[0], &tail));
  EXPECT_TRUE(Goes(tail));
}

TEST(ChildProcessTest, DiesWithItsParent) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t lab = fork();
  if (lab == 0) {  // Stands for a lab that is killed.
    const auto child = Shell("echo $$; exec tail -f /dev/null");
    const std::string line = NextLine(*child);
    [[maybe_unused]] const auto n = write(ends[1], line.data(), line.size());
    kill(getpid(), SIGKILL);
  }
  std::array<char, 16> text{};
  ASSERT_GT(read(ends[0], text.data(), text.size() - 1), 0);
  pid_t child = 0;
  ASSERT_TRUE(absl::SimpleAtoi(text.data(), &child));
  ASSERT_EQ(waitpid(lab, nullptr, 0), lab);
  EXPECT_TRUE(Goes(child));
  close(ends[0]);
  close(ends[1]);
}

TEST(ChildProcessTest, WaitsForSeveralAndForAWake) {
  auto quiet = Shell("exec tail -f /dev/null");
  auto speaker = Shell("echo hello; exec tail -f /dev/null");
  const ChildProcess::TimePoint limit = InAMinute();
  std::optional<std::string> line;
  while (!line && std::chrono::steady_clock::now() < limit) {
    ChildProcess::Await({quiet.get(), speaker.get()}, -1, limit);
    line = speaker->PollLine();
  }
  EXPECT_EQ(line, "hello");
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  ASSERT_EQ(write(ends[1], "x", 1), 1);
  ChildProcess::Await({quiet.get(), speaker.get()}, ends[0], limit);
  EXPECT_LT(std::chrono::steady_clock::now(), limit);
  close(ends[0]);
  close(ends[1]);
}

TEST(ChildProcessTest, RunsInItsFolderWithNothingToRead) {
  const std::string folder = ::testing::TempDir() + "/child_process_test";
  ASSERT_TRUE(base::WriteFile(folder + "/file", "inside\n").ok());
  auto child =
      ChildProcess::Start(
          {.program = "/bin/sh",
           .arguments = {"-c", "cat; cat file; echo \"$1\"", "name", "a b*"},
           .folder = folder})
          .value();
  EXPECT_THAT(Lines(*child), ElementsAre("inside", "a b*"));
}

TEST(ChildProcessTest, WhatCannotBeStartedIsTold) {
  EXPECT_THAT(
      std::string(ChildProcess::Start({.program = "/no/such", .arguments = {}})
                      .status()
                      .message()),
      HasSubstr("/no/such: cannot be started: No such file or directory"));
  const std::string text = ::testing::TempDir() + "/child_process_test.txt";
  ASSERT_TRUE(base::WriteFile(text, "no program\n").ok());
  EXPECT_THAT(
      std::string(ChildProcess::Start({.program = text, .arguments = {}})
                      .status()
                      .message()),
      HasSubstr("Permission denied"));
}

}  // namespace
}  // namespace lab
