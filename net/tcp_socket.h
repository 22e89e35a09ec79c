// The sockets and addresses that net/ speaks.
#ifndef NET_TCP_SOCKET_H_
#define NET_TCP_SOCKET_H_

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "net/executor.h"

namespace net {

using Endpoint = asio::ip::tcp::endpoint;
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

}  // namespace net

#endif  // NET_TCP_SOCKET_H_
