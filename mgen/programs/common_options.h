// The options that both programs take, and what becomes of them.
#ifndef MGEN_PROGRAMS_COMMON_OPTIONS_H_
#define MGEN_PROGRAMS_COMMON_OPTIONS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mgen/programs/runtime.h"
#include "mgen/programs/stats.pb.h"
#include "mgen/programs/unix_time.h"
#include "net/metrics.h"
#include "net/tcp_socket.h"

namespace mgen {

inline constexpr const char* kVersion = "0.1.0";

// Exit codes.
inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;  // What it was given is wrong, or failed.
inline constexpr int kExitBadCall = 2;  // The call is.

struct CommonOptions {
  std::string stats_file;  // "": none.
  std::string metrics;     // "ADDR:PORT", or "".
  std::string measure;     // "FROM..TO", or "".
  std::optional<std::uint64_t> seed;

  // The options of the command line; values are checked as they are read.
  void AddTo(CLI::App& app);
  std::optional<UnixWindow> window() const;  // Of `measure`, which was checked.
};

// For an option that takes "ADDR:PORT": what is wrong with `text`, or "".
std::string AddressProblem(const std::string& text);
// Where to listen. Errors: kInvalidArgument for what is none, or is a name.
absl::StatusOr<net::Endpoint> ListenEndpoint(const std::string& text);

// Reads the command line, and calls `run` if it is right; says on `err` what is
// wrong. Returns the exit code.
int ParseAndRun(CLI::App& app, const std::vector<std::string>& arguments,
                std::ostream& out, std::ostream& err,
                const std::function<absl::Status()>& run);

// Runs the loop until it is stopped, by SIGTERM or SIGINT (net::StopSignal,
// made before the program says that it is ready), lets the program stop, and
// writes stats. `what` are the program's functions. Errors: of --metrics'
// address, and of writing the file.
struct Runnable {
  std::function<void()> stop;
  std::function<stats::Stats()> stats;
  std::function<std::vector<net::Metric>()> metrics;
};
absl::Status RunUntilStopped(Runtime& runtime, const CommonOptions& options,
                             const Runnable& what);

// The same of a ServerProgram or a ClientProgram.
template <typename Program>
absl::Status RunProgram(Runtime& runtime, const CommonOptions& options,
                        Program& program) {
  return RunUntilStopped(runtime, options,
                         {.stop = [&program] { program.Stop(); },
                          .stats = [&program] { return program.Stats(); },
                          .metrics = [&program] { return program.Metrics(); }});
}

}  // namespace mgen

#endif  // MGEN_PROGRAMS_COMMON_OPTIONS_H_
