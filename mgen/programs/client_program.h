// mgen-client: any number of MGen's users in one process, each conversation on
// a TLS connection of its own, plain or defended.
#ifndef MGEN_PROGRAMS_CLIENT_PROGRAM_H_
#define MGEN_PROGRAMS_CLIENT_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time.h"
#include "mgen/client_config.h"
#include "mgen/programs/measurement.h"
#include "mgen/programs/runtime.h"
#include "mgen/programs/stats.pb.h"
#include "mgen/programs/unix_time.h"
#include "mgen/stagger.h"
#include "mgen/user.h"
#include "net/metrics.h"
#include "net/tls_context.h"
#include "tunnel/shaper/defense.h"

namespace mgen {

class ClientProgram {
 public:
  struct Options {
    base::Duration stagger = kDefaultStagger;  // First attempts are before.
    // Of users whose configuration has none; none: from the system.
    std::optional<std::uint64_t> seed = std::nullopt;
    std::optional<std::int64_t> stop_sending_ns = std::nullopt;  // Unix time.
    std::optional<UnixWindow> measure = std::nullopt;
  };

  // Starts all users. `runtime` outlives this.
  // Errors: kInvalidArgument for what configurations cannot be run together: a
  // user twice in one group, and one who asks for a SOCKS proxy.
  static absl::StatusOr<std::unique_ptr<ClientProgram>> Create(
      Runtime* runtime, net::TlsContext tls, std::vector<ClientConfig> users,
      Options options);
  ~ClientProgram();

  // Closes each connection in good order; the loop has nothing left to do soon.
  // Once.
  void Stop();

  stats::Stats Stats() const;
  std::vector<net::Metric> Metrics() const;

 private:
  class OneUser;

  ClientProgram(Runtime* runtime, net::TlsContext tls, Options options);

  void PumpAll();
  // Without conversations.
  stats::Stats Summary() const;
  void Count(const User::Event& event);
  // As a log line says it.
  std::string Describe(const std::optional<shaper::Defense>& defense);

  Runtime* runtime_;
  net::TlsContext tls_;
  Options options_;
  Measurement measurement_;
  stats::Messages messages_;
  std::uint64_t defended_ = 0;  // Connections.
  // By the machines, which users share, and the cells' size.
  std::map<std::pair<const void*, std::size_t>, std::string> descriptions_;
  std::vector<std::unique_ptr<OneUser>> users_;
};

// What cannot be run, or not together; Create's errors, for --check.
absl::Status CheckUsers(const std::vector<ClientConfig>& users);

}  // namespace mgen

#endif  // MGEN_PROGRAMS_CLIENT_PROGRAM_H_
