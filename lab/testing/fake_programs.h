// Shell scripts in place of mgen-server and mgen-client.
#ifndef LAB_TESTING_FAKE_PROGRAMS_H_
#define LAB_TESTING_FAKE_PROGRAMS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lab/experiment.h"
#include "lab/programs.h"

namespace lab {

// Two users in a dyad, who are not delayed; one second is measured.
Experiment FakeExperiment();

// Each script finds `from` and `to`, the times of --measure, and the functions
// `say TIME FIELDS`, which prints a log line, and `await_term`.
Programs MakeFakePrograms(const std::string& folder, absl::string_view server,
                          absl::string_view client);

// Parts: says that it listens on 127.0.0.1:4321; registers both users; waits
// for SIGTERM.
inline constexpr absl::string_view kFakeListens =
    "say $from listening,127.0.0.1:4321\n";
inline constexpr absl::string_view kFakeRegisters = R"(
say $from register,u00001,dyad1
say $from register,u00002,dyad1
say $from "registration phase complete"
)";
inline constexpr absl::string_view kFakeWaits = "await_term\n";

// A whole run: a message of u00001 at the window's first instant is answered.
// Normal cells: 1 and 2 up, 11 and 12 down. Exits are 8 and 9 for a call and
// files that are not RunLocal's for FakeExperiment.
std::string FakeServer();
std::string FakeClient();

}  // namespace lab

#endif  // LAB_TESTING_FAKE_PROGRAMS_H_
