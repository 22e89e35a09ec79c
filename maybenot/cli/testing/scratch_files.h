// Files of a test, in a folder of its own.
#ifndef MAYBENOT_CLI_TESTING_SCRATCH_FILES_H_
#define MAYBENOT_CLI_TESTING_SCRATCH_FILES_H_

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"

namespace maybenot::cli {

// A test fixture: an empty folder, removed at the end.
class ScratchFiles : public ::testing::Test {
 protected:
  ScratchFiles() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string(test->test_suite_name()) + "." + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~ScratchFiles() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const {
    return (folder_ / name).string();
  }

  // Its path.
  std::string Write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << content;
    return Path(name);
  }

  std::string Read(const std::string& name) const {
    std::ifstream in(folder_ / name);
    std::ostringstream content;
    content << in.rdbuf();
    return content.str();
  }

 private:
  std::filesystem::path folder_;
};

// A configuration by which a defense is soon derived: 2 traces, few steps.
inline constexpr char kQuickDerive[] = R"(
[derive]
max_attempts = 100
[derive.constraints]
client_load = [0.1, 9.0]
[derive.env]
traces = ["Synthetic"]
num_traces = [1, 2]
sim_steps = [300, 400]
[derive.env.network]
rtt_in_ms = [10, 100]
[derive.machine]
num_states = [2, 2]
allow_blocking_client = false
allow_blocking_server = false
allow_expressive = false
)";

// Two defenses of two machines each.
inline constexpr char kTwoDefenses[] =
    "two defenses\n"
    "{\"client\":[\"02eNpjYEAHjOgCAAA0AAI=\"],"
    "\"server\":[\"02eNpjYEAHjOgCAAA0AAI=\"],\"note\":null}\n"
    "{\"client\":[\"02eNpdjEENACAMAzeEIIPvMicEJQjCFQYwQCBAH2x9tM0l7VwQeYXrzExU"
    "5SvAKLknPdli0UeG+Cc73QNbD5Y=\"],"
    "\"server\":[\"02eNpjYEAHjOgCAAA0AAI=\"],\"note\":\"a note\"}\n";

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_TESTING_SCRATCH_FILES_H_
