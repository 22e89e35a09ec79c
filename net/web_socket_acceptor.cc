#include "net/web_socket_acceptor.h"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "net/any_stream.h"
#include "net/client_ip.h"
#include "net/executor.h"
#include "net/system_timer.h"
#include "net/tls_socket.h"
#include "net/web_socket_stream.h"

namespace net {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

// For a refused peer to read why.
constexpr base::Duration kLinger = base::Seconds(1);

AnyStream ToStream(TcpSocket socket, const TlsContext* tls) {
  return tls == nullptr
             ? AnyStream(std::move(socket))
             : AnyStream(std::move(socket), *tls, TlsSocket::Role::kServer);
}

}  // namespace

struct WebSocketAcceptor::Shared {
  Options options;
  OnAccepted on_accepted;
  Counts counts;
  absl::flat_hash_set<Handshake*> handshakes;
};

// Lives as long as a step of it is under way.
class WebSocketAcceptor::Handshake
    : public std::enable_shared_from_this<Handshake> {
 public:
  Handshake(std::shared_ptr<Shared> shared, AnyStream stream);
  ~Handshake();

  void Start();
  // Nobody waits for it any more.
  void Abandon();

 private:
  void SetLimit(base::Duration limit);
  void HandleLimit();
  void ReadRequest();
  void HandleRequest(const error_code& error);
  void Upgrade();
  void HandleUpgrade(const error_code& error);
  // Answers so (empty: Beast has answered), and lets the peer read it.
  void Refuse(absl::string_view status);
  void Linger();
  void Discard();
  void End();

  std::shared_ptr<Shared> shared_;
  AnyStream stream_;
  SystemTimer limit_;
  bool over_ = false;  // Refused, or abandoned.
  boost::beast::flat_buffer buffer_;
  http::request_parser<http::empty_body> parser_;
  std::unique_ptr<WebSocketStream> web_socket_;
  std::string answer_;
};

WebSocketAcceptor::Handshake::Handshake(std::shared_ptr<Shared> shared,
                                        AnyStream stream)
    : shared_(std::move(shared)),
      stream_(std::move(stream)),
      limit_(stream_.get_executor()),
      buffer_(shared_->options.header_bytes) {
  shared_->handshakes.insert(this);
  parser_.header_limit(
      static_cast<std::uint32_t>(shared_->options.header_bytes));
}

WebSocketAcceptor::Handshake::~Handshake() { shared_->handshakes.erase(this); }

void WebSocketAcceptor::Handshake::Start() {
  SetLimit(shared_->options.handshake_limit);
  stream_.Handshake([self = shared_from_this()](const absl::Status& status) {
    if (status.ok()) {
      self->ReadRequest();
    } else {
      ++self->shared_->counts.refused;
      self->Abandon();
    }
  });
}

void WebSocketAcceptor::Handshake::Abandon() {
  over_ = true;
  End();
}

void WebSocketAcceptor::Handshake::SetLimit(base::Duration limit) {
  limit_.expires_after(ToSystem(limit));
  limit_.async_wait([weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    if (!error && self != nullptr) self->HandleLimit();
  });
}

void WebSocketAcceptor::Handshake::HandleLimit() {
  if (!over_) ++shared_->counts.timed_out;
  Abandon();
}

void WebSocketAcceptor::Handshake::ReadRequest() {
  http::async_read_header(
      stream_, buffer_, parser_,
      [self = shared_from_this()](const error_code& error, std::size_t) {
        self->HandleRequest(error);
      });
}

void WebSocketAcceptor::Handshake::HandleRequest(const error_code& error) {
  if (over_) return;
  if (error == http::error::header_limit ||
      error == http::error::buffer_overflow) {
    Refuse("431 Request Header Fields Too Large");
  } else if (error && !IsMalformedHttp(error)) {
    ++shared_->counts.refused;
    Abandon();
  } else if (error || buffer_.size() > 0) {
    // Who asks waits for the answer. SOURCE: RFC 6455 4.1.
    Refuse("400 Bad Request");
  } else {
    Upgrade();
  }
}

void WebSocketAcceptor::Handshake::Upgrade() {
  web_socket_ = std::make_unique<WebSocketStream>(stream_);
  web_socket_->beast.async_accept(
      parser_.get(), [self = shared_from_this()](const error_code& error) {
        self->HandleUpgrade(error);
      });
}

void WebSocketAcceptor::Handshake::HandleUpgrade(const error_code& error) {
  if (over_) return;
  if (error) {
    Refuse("");
    return;
  }
  limit_.cancel();
  ++shared_->counts.accepted;
  shared_->handshakes.erase(this);
  const auto target = parser_.get().target();
  const Request request = {
      .client_ip = ClientIp(absl::string_view(target.data(), target.size()))};
  // Last, and a copy: it may destroy the acceptor.
  const OnAccepted on_accepted = shared_->on_accepted;
  if (on_accepted) {
    on_accepted(std::make_unique<WebSocket>(std::move(web_socket_),
                                            shared_->options.web_socket),
                request);
  }
}

void WebSocketAcceptor::Handshake::Refuse(absl::string_view status) {
  ++shared_->counts.refused;
  over_ = true;
  SetLimit(kLinger);
  if (status.empty()) {
    Linger();
    return;
  }
  answer_ = absl::StrCat("HTTP/1.1 ", status,
                         "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  asio::async_write(
      stream_, asio::buffer(answer_),
      [self = shared_from_this()](const error_code& error, std::size_t) {
        if (error) {
          self->End();
        } else {
          self->Linger();
        }
      });
}

void WebSocketAcceptor::Handshake::Linger() {
  stream_.FinishSending();
  Discard();
}

void WebSocketAcceptor::Handshake::Discard() {
  buffer_.clear();
  stream_.async_read_some(
      buffer_.prepare(512),
      [self = shared_from_this()](const error_code& error, std::size_t) {
        if (error) {
          self->End();
        } else {
          self->Discard();
        }
      });
}

void WebSocketAcceptor::Handshake::End() {
  limit_.cancel();
  stream_.Close();
}

WebSocketAcceptor::WebSocketAcceptor(const TlsContext* tls,
                                     const Options& options,
                                     OnAccepted on_accepted)
    : tls_(tls), shared_(std::make_shared<Shared>()) {
  shared_->options = options;
  shared_->on_accepted = std::move(on_accepted);
}

WebSocketAcceptor::~WebSocketAcceptor() {
  shared_->on_accepted = nullptr;
  for (Handshake* const handshake : shared_->handshakes) handshake->Abandon();
}

void WebSocketAcceptor::Accept(TcpSocket socket) {
  if (shared_->handshakes.size() >= shared_->options.max_handshakes) {
    ++shared_->counts.dropped;
    return;  // Closes it.
  }
  std::make_shared<Handshake>(shared_, ToStream(std::move(socket), tls_))
      ->Start();
}

const WebSocketAcceptor::Counts& WebSocketAcceptor::counts() const {
  return shared_->counts;
}

}  // namespace net
