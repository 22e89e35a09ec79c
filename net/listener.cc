#include "net/listener.h"

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/time.h"

namespace net {
namespace {

constexpr int kBacklog = 4096;
constexpr base::Duration kPause = base::Milliseconds(100);

absl::Status CannotListen(const boost::system::error_code& error,
                          std::uint16_t port) {
  const std::string what = absl::StrCat("cannot listen on port ", port, ": ");
  if (error == asio::error::address_in_use) {
    return absl::AlreadyExistsError(absl::StrCat(
        what, "it is in use; is another server running? choose another port"));
  }
  if (error == asio::error::access_denied) {
    return absl::PermissionDeniedError(absl::StrCat(
        what,
        "permission denied; ports below 1024 are for root: choose a "
        "higher one"));
  }
  if (error == boost::system::errc::address_not_available) {
    return absl::UnavailableError(absl::StrCat(
        what,
        "this machine does not have the address; 0.0.0.0 or [::] is any"));
  }
  return absl::UnavailableError(absl::StrCat(what, error.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Create(
    IoContext& io_context, Timers* timers, const Endpoint& at,
    OnAccepted on_accepted, OnTrouble on_trouble) {
  Acceptor acceptor(io_context);
  boost::system::error_code error;
  acceptor.open(at.protocol(), error);
  if (!error)
    acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(at, error);
  if (!error) acceptor.listen(kBacklog, error);
  if (error) return CannotListen(error, at.port());
  std::unique_ptr<Listener> listener(new Listener(std::move(acceptor), timers,
                                                  std::move(on_accepted),
                                                  std::move(on_trouble)));
  listener->endpoint_ = listener->acceptor_.local_endpoint(error);
  if (error) return CannotListen(error, at.port());
  listener->Accept();
  return listener;
}

Listener::Listener(Acceptor acceptor, Timers* timers, OnAccepted on_accepted,
                   OnTrouble on_trouble)
    : acceptor_(std::move(acceptor)),
      on_accepted_(std::move(on_accepted)),
      on_trouble_(std::move(on_trouble)),
      timers_(timers),
      pause_(timers, [this] { Accept(); }) {}

void Listener::Accept() {
  acceptor_.async_accept(
      [this, alive = std::weak_ptr<bool>(alive_)](
          const boost::system::error_code& error, TcpSocket socket) {
        if (!alive.expired()) HandleAccepted(error, std::move(socket));
      });
}

void Listener::HandleAccepted(const boost::system::error_code& error,
                              TcpSocket socket) {
  if (error == asio::error::operation_aborted) return;
  if (error && error != asio::error::connection_aborted) {
    HandleFailure(error);
    return;
  }
  Accept();
  // Last, and from here: it may destroy this.
  const OnAccepted on_accepted = on_accepted_;
  if (!error) on_accepted(std::move(socket));
}

void Listener::HandleFailure(const boost::system::error_code& error) {
  pause_.Set(base::SaturatingAdd(timers_->Now(), kPause));
  if (++failures_ > 1) return;
  const bool files =
      error == asio::error::no_descriptors ||
      error == boost::system::errc::too_many_files_open_in_system;
  const OnTrouble on_trouble = on_trouble_;
  on_trouble(absl::ResourceExhaustedError(absl::StrCat(
      "cannot accept a connection: ", error.message(),
      files ? "; raise the limit with `ulimit -n`, or connect fewer" : "")));
}

}  // namespace net
