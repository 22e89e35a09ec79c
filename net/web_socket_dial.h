// The client's side of opening a WebSocket: the host's name, TCP, TLS and the
// HTTP upgrade.
#ifndef NET_WEB_SOCKET_DIAL_H_
#define NET_WEB_SOCKET_DIAL_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "net/executor.h"
#include "net/tls_context.h"
#include "net/web_socket.h"
#include "net/ws_url.h"

namespace net {

// One attempt.
class WebSocketDial {
 public:
  struct Options {
    // From Start until the WebSocket is open.
    base::Duration handshake_limit = base::Seconds(10);
    WebSocket::Options web_socket = {};
  };

  // Called from the loop, once; may destroy the WebSocketDial.
  // Errors name the step, and neither name nor address: kDeadlineExceeded at
  // handshake_limit; kUnavailable when the network or the server fails, or it
  // refuses, with its HTTP status; kInvalidArgument of a server that speaks no
  // TLS that we take (a certificate that is not the host's, too) or no HTTP.
  using OnDone =
      std::function<void(absl::StatusOr<std::unique_ptr<WebSocket>>)>;

  // The host's addresses are tried in turn until one is connected. `tls` is for
  // wss, and outlives this; one that verifies
  // (TlsContext::ForVerifyingClient) expects the URL's host. No Origin header,
  // no ALPN.
  // Requires: `tls` is not null if url.tls().
  WebSocketDial(IoContext& io_context, const WsUrl& url, const TlsContext* tls,
                const Options& options, OnDone on_done);
  WebSocketDial(const WebSocketDial&) = delete;
  WebSocketDial& operator=(const WebSocketDial&) = delete;
  // Gives up, if it is not done; on_done is not called any more.
  ~WebSocketDial();

 private:
  class Attempt;

  std::shared_ptr<Attempt> attempt_;
};

}  // namespace net

#endif  // NET_WEB_SOCKET_DIAL_H_
