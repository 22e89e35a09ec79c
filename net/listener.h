// Accepts TCP connections.
#ifndef NET_LISTENER_H_
#define NET_LISTENER_H_

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/timers.h"

namespace net {

class Listener {
 public:
  // Called from the loop. May destroy the Listener.
  using OnAccepted = std::function<void(TcpSocket)>;
  // Called from the loop the first time that no connection can be taken, with
  // what to do about it.
  using OnTrouble = std::function<void(const absl::Status&)>;

  // Listens at once; accepts from the next turn of the loop. Port 0: the system
  // chooses. `timers` outlives the Listener.
  // Errors: kAlreadyExists, kPermissionDenied or kUnavailable, with what to do.
  static absl::StatusOr<std::unique_ptr<Listener>> Create(
      IoContext& io_context, Timers* timers, const Endpoint& at,
      OnAccepted on_accepted, OnTrouble on_trouble);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Where it listens, with the port that it really has.
  Endpoint endpoint() const { return endpoint_; }
  // How often no connection could be taken, for want of descriptors or memory.
  // Each time accepting pauses a little: the waiting connection stays readable,
  // and would be tried again and again.
  std::uint64_t failures() const { return failures_; }

 private:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

  Listener(Acceptor acceptor, Timers* timers, OnAccepted on_accepted,
           OnTrouble on_trouble);
  void Accept();
  void HandleAccepted(const boost::system::error_code& error, TcpSocket socket);
  void HandleFailure(const boost::system::error_code& error);

  Acceptor acceptor_;
  Endpoint endpoint_;
  OnAccepted on_accepted_;
  OnTrouble on_trouble_;
  std::uint64_t failures_ = 0;
  Timers* timers_;
  Timer pause_;
  // Gone with this: what a callback looks at first.
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace net

#endif  // NET_LISTENER_H_
