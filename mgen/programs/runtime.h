// What both programs stand on: one thread and its clock, timers, connections,
// randomness and logs.
#ifndef MGEN_PROGRAMS_RUNTIME_H_
#define MGEN_PROGRAMS_RUNTIME_H_

#include <string>

#include "absl/status/status.h"
#include "base/entropy/entropy.h"
#include "base/time.h"
#include "mgen/log_line.h"
#include "net/clock.h"
#include "net/connection.h"
#include "net/connections.h"
#include "net/diagnostics.h"
#include "net/executor.h"
#include "net/line_writer.h"
#include "net/timers.h"

namespace mgen {

struct Runtime {
  struct Options {
    std::string program;
    int log = 1;                  // The descriptor that log lines go to.
    bool unsafe_logging = false;  // Shows addresses.
    net::Connection::Options connection = {};
  };

  explicit Runtime(const Options& options)
      : diagnostics(options.program,
                    {.unsafe_logging = options.unsafe_logging}),
        timers(io_context, clock),
        connections(io_context, &timers, options.connection),
        log(&timers, options.log, [this](const absl::Status& error) {
          diagnostics.Error(error.message());
        }) {}
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  base::Instant Now() const { return timers.Now(); }
  WallClock wall_clock() const { return {clock.unix_ns_at_start()}; }

  net::Diagnostics diagnostics;
  net::IoContext io_context{1};
  net::Clock clock;
  net::Timers timers;
  base::OpenSslEntropy entropy;
  net::Connections connections;
  net::LineWriter log;
};

}  // namespace mgen

#endif  // MGEN_PROGRAMS_RUNTIME_H_
