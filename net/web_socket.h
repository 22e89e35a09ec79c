// One end of a WebSocket, either role: bytes in, messages out. What comes in is
// a stream: text or binary, in however many messages and fragments, their
// boundaries carry no meaning. No message is too long, for none is held: bytes
// are passed on as they come. SOURCE: spec/tunnel.md 2.3.
//
// Pings are answered. An idle one takes 6 KiB at a server and 10 at a client,
// which masks, and with TLS 17 KiB more (measured on the heap); what waits to
// be sent comes on top.
#ifndef NET_WEB_SOCKET_H_
#define NET_WEB_SOCKET_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "net/tcp_socket.h"

namespace net {

class WebSocketStream;  // web_socket_stream.h, with Beast in it.

// Made by WebSocketAcceptor and WebSocketDial, one thread's loop runs it.
class WebSocket {
 public:
  struct Options {
    // After so long without a byte from the peer it is pinged, and after as
    // long again the connection is over. Zero: never. Go's ends answer, and
    // never ask.
    base::Duration ping_interval = base::Seconds(20);
    // HasRoom() is false from so many bytes on that the kernel has not taken;
    // it takes about 16 KiB more than is on its way.
    std::size_t queue_bytes = 16384;
    // For what is queued and the closing handshake, after Close().
    base::Duration close_limit = base::Seconds(1);
  };

  // All are called from the loop, never from a call to this. Each may call
  // anything here and destroy it.
  struct Handlers {
    // Good until it returns.
    std::function<void(absl::Span<const std::uint8_t>)> on_bytes;
    // HasRoom() was false, and half of the queue is empty now.
    std::function<void()> on_room;
    // It is over, and nothing else is called: OK if the peer closed it in good
    // order (code 1000 or none), else kUnavailable or, from a peer that breaks
    // the protocol, kInvalidArgument. Names no address.
    std::function<void(const absl::Status&)> on_closed;
  };

  WebSocket(std::unique_ptr<WebSocketStream> stream, const Options& options);
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  // Closes, if nothing has closed it yet.
  ~WebSocket();

  // Once; reading begins.
  void Start(Handlers handlers);

  bool HasRoom() const;
  // One binary message. Messages that wait leave together.
  // Requires: HasRoom(), at least a byte. Once it is over it has no effect.
  void Write(absl::Span<const std::uint8_t> bytes);
  // Bytes that the kernel has not taken yet.
  std::size_t queued_bytes() const;

  // What is queued leaves, then a Close frame without a code, and the peer's
  // answer is awaited, all of it within close_limit. No handler is called any
  // more, and this may be destroyed: what is left to do is done without it.
  void Close();

  // For logs: see net/diagnostics.h.
  std::optional<Endpoint> peer() const;

 private:
  class Impl;

  std::shared_ptr<Impl> impl_;
};

}  // namespace net

#endif  // NET_WEB_SOCKET_H_
