#include "net/web_socket.h"

#include <array>
#include <boost/asio/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/websocket/error.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "net/any_stream.h"
#include "net/executor.h"
#include "net/system_timer.h"
#include "net/web_socket_stream.h"

namespace net {
namespace {

namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 2048;

// Messages one after the other.
struct Batch {
  std::vector<std::uint8_t> bytes;
  std::vector<std::size_t> sizes;

  void Clear() {
    // An idle connection holds none.
    std::vector<std::uint8_t>().swap(bytes);
    std::vector<std::size_t>().swap(sizes);
  }
};

}  // namespace

// Lives as long as the WebSocket, or a read, write or close under way.
class WebSocket::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(std::unique_ptr<WebSocketStream> stream, const Options& options);

  void Start(Handlers handlers);
  bool HasRoom() const { return !closing_ && !over_ && !IsFull(); }
  void Write(absl::Span<const std::uint8_t> bytes);
  std::size_t queued_bytes() const {
    return sending_.bytes.size() - sent_bytes_ + waiting_.bytes.size();
  }
  void Close();
  std::optional<Endpoint> peer() const { return transport().peer(); }

 private:
  const AnyStream& transport() const { return stream_->beast.next_layer(); }
  bool IsFull() const { return queued_bytes() >= options_.queue_bytes; }
  void Read();
  void HandleRead(const error_code& error, std::size_t bytes);
  void SendNext();
  void HandleSent(const error_code& error);
  void SendClose();
  void End(const error_code& error);
  absl::Status Judge(const error_code& error) const;

  const std::unique_ptr<WebSocketStream> stream_;
  const Options options_;
  Handlers handlers_;
  Batch sending_;
  std::size_t sent_messages_ = 0;  // Of it.
  std::size_t sent_bytes_ = 0;
  Batch waiting_;
  bool was_full_ = false;
  bool peer_closed_ = false;  // Its Close frame has come.
  bool closing_ = false;
  bool over_ = false;
  std::unique_ptr<SystemTimer> close_limit_;  // While closing.
  std::array<std::uint8_t, kReadBytes> read_;
};

WebSocket::Impl::Impl(std::unique_ptr<WebSocketStream> stream,
                      const Options& options)
    : stream_(std::move(stream)), options_(options) {
  WebSocketStream::Beast& beast = stream_->beast;
  beast.binary(true);
  beast.auto_fragment(false);
  beast.read_message_max(0);  // Without limit.
  websocket::stream_base::timeout timeout = {
      .handshake_timeout = websocket::stream_base::none(),
      .idle_timeout = websocket::stream_base::none(),
      .keep_alive_pings = true};
  if (options.ping_interval > base::Duration::zero()) {
    timeout.idle_timeout = 2 * options.ping_interval;
  }
  beast.set_option(timeout);
}

void WebSocket::Impl::Start(Handlers handlers) {
  BASE_CHECK(!handlers_.on_bytes && handlers.on_bytes);
  handlers_ = std::move(handlers);
  stream_->beast.control_callback(
      [this](websocket::frame_type type, boost::beast::string_view) {
        if (type == websocket::frame_type::close) peer_closed_ = true;
      });
  if (!closing_) Read();
}

void WebSocket::Impl::Read() {
  stream_->beast.async_read_some(
      asio::buffer(read_),
      [self = shared_from_this()](const error_code& error, std::size_t bytes) {
        self->HandleRead(error, bytes);
      });
}

void WebSocket::Impl::HandleRead(const error_code& error, std::size_t bytes) {
  if (error) {
    End(error);
    return;
  }
  // While it closes Beast reads on by itself.
  if (closing_ || over_) return;
  if (bytes > 0) handlers_.on_bytes(absl::MakeConstSpan(read_).first(bytes));
  if (!closing_ && !over_) Read();
}

void WebSocket::Impl::Write(absl::Span<const std::uint8_t> bytes) {
  BASE_CHECK(!bytes.empty());
  if (closing_ || over_) return;
  BASE_CHECK(!IsFull());
  const bool idle = sending_.sizes.empty();
  waiting_.bytes.insert(waiting_.bytes.end(), bytes.begin(), bytes.end());
  waiting_.sizes.push_back(bytes.size());
  was_full_ = was_full_ || IsFull();
  if (idle) SendNext();
}

void WebSocket::Impl::SendNext() {
  if (sent_messages_ == sending_.sizes.size()) {
    sending_.Clear();
    sent_messages_ = sent_bytes_ = 0;
    std::swap(sending_, waiting_);
    if (sending_.sizes.empty()) {
      if (closing_) SendClose();
      return;
    }
  }
  // A pong that comes between waits with the others.
  stream_->beast.next_layer().SetMoreFollows(sent_messages_ + 1 <
                                             sending_.sizes.size());
  stream_->beast.async_write(
      asio::buffer(sending_.bytes.data() + sent_bytes_,
                   sending_.sizes[sent_messages_]),
      [self = shared_from_this()](const error_code& error, std::size_t) {
        self->HandleSent(error);
      });
}

void WebSocket::Impl::HandleSent(const error_code& error) {
  if (error) {
    End(error);
    return;
  }
  if (over_) return;
  sent_bytes_ += sending_.sizes[sent_messages_];
  ++sent_messages_;
  SendNext();
  if (closing_ || !was_full_ || queued_bytes() > options_.queue_bytes / 2) {
    return;
  }
  was_full_ = false;
  if (handlers_.on_room) handlers_.on_room();
}

void WebSocket::Impl::Close() {
  if (closing_ || over_) return;
  closing_ = true;
  close_limit_ = std::make_unique<SystemTimer>(stream_->beast.get_executor(),
                                               ToSystem(options_.close_limit));
  close_limit_->async_wait([self = shared_from_this()](const error_code& e) {
    if (!e) self->transport().Abort();
  });
  if (sending_.sizes.empty()) SendClose();
}

void WebSocket::Impl::SendClose() {
  stream_->beast.async_close(
      websocket::close_code::none,  // An empty payload.
      [self = shared_from_this()](const error_code& error) {
        // If the peer's Close came first, the read has taken it and ends all.
        if (error != asio::error::operation_aborted) self->End(error);
      });
}

void WebSocket::Impl::End(const error_code& error) {
  if (std::exchange(over_, true)) return;
  const absl::Status why = Judge(error);
  transport().Close();
  if (close_limit_) close_limit_->cancel();
  if (!closing_ && handlers_.on_closed) handlers_.on_closed(why);
}

absl::Status WebSocket::Impl::Judge(const error_code& error) const {
  if (peer_closed_) {
    const std::uint16_t code = stream_->beast.reason().code;
    if (code == websocket::close_code::none ||
        code == websocket::close_code::normal) {
      return absl::OkStatus();
    }
    return absl::UnavailableError(
        absl::StrCat("the peer closed the WebSocket with code ", code));
  }
  // Beast tells the first operation that ends, which may be its own ping; then
  // the closed socket tells.
  if (error == boost::beast::error::timeout ||
      (error == asio::error::operation_aborted &&
       !transport().socket().is_open())) {
    return absl::UnavailableError(
        absl::StrCat("the peer is silent: no answer to a ping within ",
                     base::ToSeconds(options_.ping_interval), " s"));
  }
  if (!transport().failure().ok()) return transport().failure();
  if (error == asio::error::eof) {
    return absl::UnavailableError(
        "the peer ended the connection without closing the WebSocket");
  }
  if (error == websocket::condition::protocol_violation) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the peer breaks the WebSocket protocol: ", error.message()));
  }
  return absl::UnavailableError(error.message());
}

WebSocket::WebSocket(std::unique_ptr<WebSocketStream> stream,
                     const Options& options)
    : impl_(std::make_shared<Impl>(std::move(stream), options)) {}

WebSocket::~WebSocket() { impl_->Close(); }

void WebSocket::Start(Handlers handlers) { impl_->Start(std::move(handlers)); }

bool WebSocket::HasRoom() const { return impl_->HasRoom(); }

void WebSocket::Write(absl::Span<const std::uint8_t> bytes) {
  impl_->Write(bytes);
}

std::size_t WebSocket::queued_bytes() const { return impl_->queued_bytes(); }

void WebSocket::Close() { impl_->Close(); }

std::optional<Endpoint> WebSocket::peer() const { return impl_->peer(); }

}  // namespace net
