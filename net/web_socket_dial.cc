#include "net/web_socket_dial.h"

#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "net/address.h"
#include "net/any_stream.h"
#include "net/system_timer.h"
#include "net/tcp_socket.h"
#include "net/tls_socket.h"
#include "net/web_socket_stream.h"

namespace net {
namespace {

namespace websocket = boost::beast::websocket;
using boost::system::error_code;

// `status` with the step that it came from.
absl::Status At(absl::string_view step, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(step, ": ", status.message()));
}

}  // namespace

// Lives as long as the WebSocketDial, or a step under way.
class WebSocketDial::Attempt : public std::enable_shared_from_this<Attempt> {
 public:
  Attempt(IoContext& io_context, const WsUrl& url, const TlsContext* tls,
          const Options& options, OnDone on_done);

  void Start();
  void Abandon();

 private:
  void Connect();
  void HandleConnected(const error_code& error);
  void Upgrade();
  void HandleUpgraded(const error_code& error);
  absl::Status Refusal(const error_code& error) const;
  void Finish(absl::StatusOr<std::unique_ptr<WebSocket>> result);

  IoContext& io_context_;
  const WsUrl url_;
  const TlsContext* const tls_;
  const Options options_;
  OnDone on_done_;  // None once it is done.
  SystemTimer limit_;
  absl::string_view step_ = "resolving the host";
  std::vector<Endpoint> endpoints_;
  std::size_t next_endpoint_ = 0;
  std::optional<AnyStream> stream_;
  std::unique_ptr<WebSocketStream> web_socket_;
  websocket::response_type response_;
};

WebSocketDial::Attempt::Attempt(IoContext& io_context, const WsUrl& url,
                                const TlsContext* tls, const Options& options,
                                OnDone on_done)
    : io_context_(io_context),
      url_(url),
      tls_(tls),
      options_(options),
      on_done_(std::move(on_done)),
      limit_(io_context) {
  BASE_CHECK(tls != nullptr || !url.tls());
}

void WebSocketDial::Attempt::Start() {
  limit_.expires_after(ToSystem(options_.handshake_limit));
  limit_.async_wait([weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    if (error || self == nullptr) return;
    self->Finish(absl::DeadlineExceededError(
        absl::StrCat(self->step_, ": not done within ",
                     base::ToSeconds(self->options_.handshake_limit), " s")));
  });
  Resolve(io_context_, url_.address(),
          [self = shared_from_this()](const Resolved& resolved) {
            if (!self->on_done_) return;
            if (!resolved.ok()) {
              self->Finish(At(self->step_, resolved.status()));
              return;
            }
            self->endpoints_ = *resolved;
            self->Connect();
          });
}

void WebSocketDial::Attempt::Abandon() {
  if (!on_done_) return;
  on_done_ = nullptr;
  limit_.cancel();
  if (stream_) stream_->Close();
}

void WebSocketDial::Attempt::Connect() {
  step_ = "connecting";
  const Endpoint to = endpoints_[next_endpoint_++];
  TcpSocket socket(io_context_);
  error_code error;
  socket.open(to.protocol(), error);
  if (error) {
    HandleConnected(error);
    return;
  }
  if (url_.tls()) {
    const bool literal = url_.address().literal().has_value();
    const std::string& host = url_.address().host();
    stream_.emplace(std::move(socket), *tls_, TlsSocket::Role::kClient,
                    literal ? "" : host, tls_->verifies() ? host : "");
  } else {
    stream_.emplace(std::move(socket));
  }
  stream_->socket().async_connect(
      to, [self = shared_from_this()](const error_code& result) {
        self->HandleConnected(result);
      });
}

void WebSocketDial::Attempt::HandleConnected(const error_code& error) {
  if (!on_done_) return;
  if (error) {
    if (next_endpoint_ < endpoints_.size()) {
      Connect();
    } else {
      Finish(
          absl::UnavailableError(absl::StrCat(step_, ": ", error.message())));
    }
    return;
  }
  step_ = "TLS handshake";
  stream_->Handshake([self = shared_from_this()](const absl::Status& status) {
    if (!self->on_done_) return;
    if (status.ok()) {
      self->Upgrade();
    } else {
      self->Finish(At(self->step_, status));
    }
  });
}

void WebSocketDial::Attempt::Upgrade() {
  step_ = "WebSocket handshake";
  web_socket_ = std::make_unique<WebSocketStream>(*stream_);
  web_socket_->beast.async_handshake(
      response_, url_.host_header(), url_.target(),
      [self = shared_from_this()](const error_code& error) {
        self->HandleUpgraded(error);
      });
}

void WebSocketDial::Attempt::HandleUpgraded(const error_code& error) {
  if (!on_done_) return;
  if (error) {
    Finish(At(step_, Refusal(error)));
  } else {
    Finish(std::make_unique<WebSocket>(std::move(web_socket_),
                                       options_.web_socket));
  }
}

absl::Status WebSocketDial::Attempt::Refusal(const error_code& error) const {
  if (error == websocket::error::upgrade_declined) {
    return absl::UnavailableError(
        absl::StrCat("the server answers ", response_.result_int()));
  }
  if (!stream_->failure().ok()) return stream_->failure();
  const bool of_peer =
      error.category() ==
          websocket::make_error_code(websocket::error::closed).category() ||
      IsMalformedHttp(error);
  if (of_peer) {
    return absl::InvalidArgumentError(
        absl::StrCat("no WebSocket answer: ", error.message()));
  }
  return absl::UnavailableError(error.message());
}

void WebSocketDial::Attempt::Finish(
    absl::StatusOr<std::unique_ptr<WebSocket>> result) {
  const OnDone on_done = std::exchange(on_done_, nullptr);
  limit_.cancel();
  if (!result.ok() && stream_) stream_->Close();
  stream_.reset();
  if (on_done) on_done(std::move(result));
}

WebSocketDial::WebSocketDial(IoContext& io_context, const WsUrl& url,
                             const TlsContext* tls, const Options& options,
                             OnDone on_done)
    : attempt_(std::make_shared<Attempt>(io_context, url, tls, options,
                                         std::move(on_done))) {
  attempt_->Start();
}

WebSocketDial::~WebSocketDial() { attempt_->Abandon(); }

}  // namespace net
