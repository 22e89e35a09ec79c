// All connections of a process: makes, owns and in time destroys them.
#ifndef NET_CONNECTIONS_H_
#define NET_CONNECTIONS_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "base/time.h"
#include "net/connection.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/timers.h"
#include "net/tls_context.h"

namespace net {

class Connections {
 public:
  // Both outlive this.
  Connections(IoContext& io_context, Timers* timers,
              Connection::Options options = {});
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  // Closes what is there, in good order as far as that takes no time.
  ~Connections();

  // What is returned is good until it is released, or its on_finished was
  // called; nothing is called from here. Of a socket that was accepted, the
  // server's end of TLS; of one that is dialed, the client's, which asks for
  // `server_name` (a host name, or empty for an address).
  Connection* Accept(const TlsContext& tls, TcpSocket socket,
                     Connection::Above above);
  Connection* Dial(const TlsContext& tls, const Endpoint& to,
                   const std::string& server_name, Connection::Above above);

  // Those that were released and still linger too.
  std::size_t size() const { return connections_.size(); }
  const Connection::Counts& counts() const { return shared_.counts; }

 private:
  // A thousand handshakes at once leave 25 KB of holes in the heap for each
  // connection. After so many that came or went, a little later, what is free
  // is given back to the system: that takes milliseconds, so not after each.
  static constexpr int kChangesBeforeTrim = 64;
  static constexpr base::Duration kTrimDelay = base::Seconds(1);

  Connection* Add(Connection::Above above);
  void Remove(Connection& connection);
  void CountChange();

  Connection::Shared shared_;
  int changes_ = 0;  // Since the latest that asked for a trim.
  Timer trim_;
  absl::flat_hash_map<Connection*, std::shared_ptr<Connection>> connections_;
};

}  // namespace net

#endif  // NET_CONNECTIONS_H_
