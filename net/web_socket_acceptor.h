// The server's side of opening a WebSocket: from an accepted socket, through
// TLS and the HTTP upgrade, to a WebSocket, or to a refusal. Any path will do,
// any origin; no subprotocol, no extension. SOURCE: spec/tunnel.md 2.3.
#ifndef NET_WEB_SOCKET_ACCEPTOR_H_
#define NET_WEB_SOCKET_ACCEPTOR_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/time.h"
#include "net/tcp_socket.h"
#include "net/tls_context.h"
#include "net/web_socket.h"

namespace net {

class WebSocketAcceptor {
 public:
  struct Options {
    // From Accept until the WebSocket is open.
    base::Duration handshake_limit = base::Seconds(10);
    // Of the request: its line and header.
    std::size_t header_bytes = 16384;
    // Of sockets at once that have not come so far; one that is accepted beyond
    // it is closed. They cost up to 40 KiB each.
    std::size_t max_handshakes = 4096;
    WebSocket::Options web_socket = {};
  };

  struct Request {
    // The address that a proxy says it speaks for (query parameter client_ip),
    // or empty: see ClientIp in client_ip.h.
    std::string client_ip;
  };

  // Called from the loop; may destroy the acceptor. Start the WebSocket before
  // the loop's next turn, or what comes waits in the kernel until then.
  using OnAccepted =
      std::function<void(std::unique_ptr<WebSocket>, const Request&)>;

  struct Counts {
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;    // No TLS, no HTTP, or no WebSocket's upgrade.
    std::uint64_t timed_out = 0;  // At handshake_limit.
    std::uint64_t dropped = 0;    // Over max_handshakes.
  };

  // `tls` null: plain. It outlives the acceptor.
  WebSocketAcceptor(const TlsContext* tls, const Options& options,
                    OnAccepted on_accepted);
  WebSocketAcceptor(const WebSocketAcceptor&) = delete;
  WebSocketAcceptor& operator=(const WebSocketAcceptor&) = delete;
  // Closes what is not open yet.
  ~WebSocketAcceptor();

  // A Listener's (listener.h).
  void Accept(TcpSocket socket);

  const Counts& counts() const;

 private:
  struct Shared;
  class Handshake;

  const TlsContext* tls_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace net

#endif  // NET_WEB_SOCKET_ACCEPTOR_H_
