// The sockets and addresses that net/ speaks.
#ifndef NET_TCP_SOCKET_H_
#define NET_TCP_SOCKET_H_

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <optional>

#include "net/executor.h"

namespace net {

using Endpoint = asio::ip::tcp::endpoint;
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

// Sends at once, never waits in a call, and has the kernel hold little that is
// not on its way yet: it waits in the Defender or in KCP, where it is still a
// decision. The socket is open. What fails here costs speed, or fails again at
// the first call.
inline void PrepareSocket(TcpSocket& socket) {
  constexpr int kUnsentBytesInKernel = 16384;
  boost::system::error_code ignored;
  socket.native_non_blocking(true, ignored);
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT,
             &kUnsentBytesInKernel, sizeof(kUnsentBytesInKernel));
}

// Of a connected socket; none otherwise.
inline std::optional<Endpoint> PeerOf(const TcpSocket& socket) {
  boost::system::error_code error;
  const Endpoint peer = socket.remote_endpoint(error);
  if (error) return std::nullopt;
  return peer;
}

}  // namespace net

#endif  // NET_TCP_SOCKET_H_
