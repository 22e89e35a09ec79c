// mgen-server: MGen's message server behind TLS on a port, plain and defended
// connections alike.
#ifndef MGEN_PROGRAMS_SERVER_PROGRAM_H_
#define MGEN_PROGRAMS_SERVER_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"
#include "mgen/message_server.h"
#include "mgen/programs/measurement.h"
#include "mgen/programs/runtime.h"
#include "mgen/programs/stats.pb.h"
#include "mgen/programs/unix_time.h"
#include "mgen/server_host.h"
#include "mgen/wire.h"
#include "net/connection.h"
#include "net/listener.h"
#include "net/metrics.h"
#include "net/tcp_socket.h"
#include "net/timers.h"
#include "net/tls_context.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/stream_end.h"

namespace mgen {

class ServerProgram final : private ServerHost::Environment {
 public:
  struct Options {
    net::Endpoint listen = {};
    MessageServer::Options core = {};
    // What clients who ask for one get; none: they are refused.
    std::optional<shaper::Defense> defense = std::nullopt;
    // Of the defenses' draws; none: from the system.
    std::optional<std::uint64_t> seed = std::nullopt;
    std::optional<UnixWindow> measure = std::nullopt;
  };

  // Listens, and says so in the log. `runtime` outlives this.
  // Errors: as Listener::Create.
  static absl::StatusOr<std::unique_ptr<ServerProgram>> Create(
      Runtime* runtime, net::TlsContext tls, Options options);
  ~ServerProgram();

  // With the port that it really has.
  net::Endpoint endpoint() const { return listener_->endpoint(); }

  // Listens no more and closes each connection in good order; the loop has
  // nothing left to do soon. Once.
  void Stop();

  stats::Stats Stats() const;
  std::vector<net::Metric> Metrics() const;

 private:
  class Peer;

  ServerProgram(Runtime* runtime, net::TlsContext tls, Options options);

  void Accept(net::TcpSocket socket);
  shaper::Stream MakeStream();
  void PumpAll();
  // Without conversations.
  stats::Stats Summary() const;
  void Release();

  // Of the server's core.
  base::Instant now() const override { return runtime_->Now(); }
  void SetTimer(std::optional<base::Instant> at) override { timer_.Set(at); }
  void HandleEvent(const MessageServer::Event& event) override;
  void HandleMember(shaper::StreamEnd& end, const Handshake& member) override;

  Runtime* runtime_;
  net::TlsContext tls_;
  Options options_;
  std::string defense_;  // As a log line says it.
  net::Timer timer_;
  ServerHost host_;
  Measurement measurement_;
  stats::Messages messages_;
  std::uint64_t defended_ = 0;
  std::uint64_t streams_ = 0;  // Made so far.
  absl::flat_hash_map<Peer*, std::unique_ptr<Peer>> peers_;
  std::unique_ptr<net::Listener> listener_;
};

}  // namespace mgen

#endif  // MGEN_PROGRAMS_SERVER_PROGRAM_H_
