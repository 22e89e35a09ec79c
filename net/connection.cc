#include "net/connection.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace net {
namespace {

// After so many bytes of one connection others have their turn.
constexpr std::size_t kReadAtOnceBytes = 65536;

std::string LimitText(absl::string_view what, base::Duration limit) {
  return absl::StrCat(what, " within ", base::ToSeconds(limit), " s");
}

}  // namespace

Connection::Connection(Shared* shared, Above above)
    : shared_(shared),
      above_(std::move(above)),
      timer_(shared->timers, [this] { HandleTimer(); }),
      end_(this, above_.application) {}

Connection::~Connection() {
  if (tls_) tls_->FinishSending();
}

void Connection::Accept(const TlsContext& tls, TcpSocket socket) {
  tls_.emplace(std::move(socket), tls, TlsSocket::Role::kServer);
  state_ = State::kHandshaking;
  SetLimit(shared_->options.handshake_limit);
  WaitReadable();
}

void Connection::Dial(const TlsContext& tls, const Endpoint& to,
                      const std::string& server_name) {
  SetLimit(shared_->options.handshake_limit);
  TcpSocket socket(shared_->io_context);
  boost::system::error_code error;
  socket.open(to.protocol(), error);
  if (error) {
    deferred_ = absl::UnavailableError(error.message());
    Post(&Connection::FailDeferred);
    return;
  }
  tls_.emplace(std::move(socket), tls, TlsSocket::Role::kClient, server_name);
  tls_->socket().async_connect(
      to, [weak = weak_from_this()](const boost::system::error_code& result) {
        if (const auto self = weak.lock()) self->HandleConnected(result);
      });
}

void Connection::Release() {
  above_.on_finished = nullptr;
  end_.Close();
}

std::optional<Endpoint> Connection::peer() {
  if (!tls_) return std::nullopt;
  return PeerOf(tls_->socket());
}

void Connection::TellFinished() {
  // It may release this, or end the program.
  if (above_.on_finished) std::exchange(above_.on_finished, nullptr)();
}

bool Connection::HasRoom(std::size_t) {
  return state_ == State::kOpen && deferred_.ok() && tls_->HasRoom();
}

void Connection::Write(absl::Span<const std::uint8_t> bytes) {
  const absl::Status status = tls_->Write(bytes);
  if (!status.ok()) {
    deferred_ = status;
    Post(&Connection::FailDeferred);
  } else if (!tls_->HasRoom()) {
    SetLimit(shared_->options.write_stall_limit);
    WaitWritable();
  }
}

void Connection::SetTimer(std::optional<base::Instant> at) {
  stream_at_ = at;
  UpdateTimer();
}

void Connection::SetReading(bool reading) {
  reading_ = reading;
  // OpenSSL may hold bytes already, of which no wait would tell.
  if (reading) Post(&Connection::ReadSome);
}

void Connection::Close() {
  if (state_ == State::kFinished) return;
  if (state_ != State::kOpen || !deferred_.ok()) {
    Finish();
    return;
  }
  SetLimit(shared_->options.linger_limit);
  state_ = State::kClosing;
  if (tls_->HasRoom()) Linger();  // Else once the write is finished.
}

void Connection::WaitReadable() {
  if (std::exchange(waits_for_read_, true)) return;
  tls_->socket().async_wait(
      asio::socket_base::wait_read,
      [weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (error || self == nullptr) return;
        self->waits_for_read_ = false;
        self->HandleReadable();
      });
}

void Connection::WaitWritable() {
  if (std::exchange(waits_for_write_, true)) return;
  tls_->socket().async_wait(
      asio::socket_base::wait_write,
      [weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (error || self == nullptr) return;
        self->waits_for_write_ = false;
        self->HandleWritable();
      });
}

void Connection::Await(TlsSocket::Want want) {
  if (want == TlsSocket::Want::kWrite) {
    WaitWritable();
  } else {
    WaitReadable();
  }
}

void Connection::Post(void (Connection::*call)()) {
  asio::post(shared_->io_context, [weak = weak_from_this(), call] {
    if (const auto self = weak.lock()) ((*self).*call)();
  });
}

void Connection::HandleConnected(const boost::system::error_code& error) {
  if (state_ != State::kConnecting) return;
  if (error) {
    Fail(error.message());
    return;
  }
  state_ = State::kHandshaking;
  Handshake();
}

void Connection::HandleReadable() {
  if (state_ == State::kHandshaking) {
    Handshake();
  } else if (state_ == State::kOpen) {
    ReadSome();
  } else if (state_ == State::kLingering) {
    if (tls_->Discard()) {
      WaitReadable();
    } else {
      Finish();
    }
  }
}

void Connection::HandleWritable() {
  if (state_ == State::kHandshaking) {
    Handshake();
  } else if (state_ == State::kOpen || state_ == State::kClosing) {
    ContinueWrite();
  }
}

void Connection::Handshake() {
  const absl::StatusOr<TlsSocket::Want> want = tls_->ContinueHandshake();
  if (!want.ok()) {
    Fail(want.status().message());
    return;
  }
  if (*want != TlsSocket::Want::kNothing) {
    Await(*want);
    return;
  }
  state_ = State::kOpen;
  ++shared_->counts.up;
  shared_->handle_up();
  SetLimit(std::nullopt);
  end_.Open(std::exchange(above_.make_stream, nullptr)());
  ReadSome();  // What came with the end of the handshake.
}

void Connection::ReadSome() {
  std::size_t budget = kReadAtOnceBytes;
  while (state_ == State::kOpen && reading_) {
    const absl::StatusOr<TlsSocket::ReadResult> result =
        tls_->Read(absl::MakeSpan(shared_->scratch));
    if (!result.ok()) {
      Fail(result.status().message());
      return;
    }
    switch (result->kind) {
      case TlsSocket::ReadResult::Kind::kWouldBlock:
        read_wants_write_ = result->want == TlsSocket::Want::kWrite;
        Await(result->want);
        return;
      case TlsSocket::ReadResult::Kind::kClosed:
        tls_->FinishSending();
        ++shared_->counts.closed_by_peer;
        End("the peer closed the connection");
        return;
      case TlsSocket::ReadResult::Kind::kBytes:
        end_.HandleReceived(
            absl::MakeConstSpan(shared_->scratch).first(result->bytes));
        if (result->more) break;
        // What is in the kernel by now ends the wait at once.
        if (state_ == State::kOpen && reading_) WaitReadable();
        return;
    }
    if (result->bytes >= budget) {
      Post(&Connection::ReadSome);
      return;
    }
    budget -= result->bytes;
  }
}

void Connection::ContinueWrite() {
  const absl::Status status = tls_->FinishWrite();
  if (!status.ok()) {
    Fail(status.message());
    return;
  }
  if (!tls_->HasRoom()) {  // Progress, but not all.
    if (state_ == State::kOpen) SetLimit(shared_->options.write_stall_limit);
    WaitWritable();
    return;
  }
  if (state_ == State::kClosing) {
    Linger();
    return;
  }
  SetLimit(std::nullopt);
  if (std::exchange(read_wants_write_, false)) ReadSome();
  end_.Pump();
}

void Connection::Linger() {
  state_ = State::kLingering;
  tls_->FinishSending();
  WaitReadable();
}

void Connection::SetLimit(std::optional<base::Duration> limit) {
  limit_at_.reset();
  if (limit) limit_at_ = base::SaturatingAdd(now(), *limit);
  UpdateTimer();
}

void Connection::UpdateTimer() {
  if (!stream_at_ || !limit_at_) {
    timer_.Set(stream_at_ ? stream_at_ : limit_at_);
  } else {
    timer_.Set(std::min(*stream_at_, *limit_at_));
  }
}

void Connection::HandleTimer() {
  const base::Instant at = now();
  if (limit_at_ && *limit_at_ <= at) {
    HandleLimit();
    return;
  }
  if (stream_at_ && *stream_at_ <= at) {
    stream_at_.reset();
    end_.HandleTimer();
  }
  UpdateTimer();
}

void Connection::HandleLimit() {
  const Options& options = shared_->options;
  switch (state_) {
    case State::kConnecting:
    case State::kHandshaking:
      Fail(LimitText("no TLS connection", options.handshake_limit));
      break;
    case State::kOpen:
      ++shared_->counts.stalled;
      tls_->Abort();  // What the kernel holds for the peer is of no use.
      Fail(LimitText("the peer took nothing", options.write_stall_limit));
      break;
    case State::kClosing:
    case State::kLingering:
      tls_->Abort();
      Finish();
      break;
    case State::kFinished:
      break;
  }
}

void Connection::Fail(absl::string_view reason) {
  if (state_ == State::kFinished) return;
  if (state_ == State::kOpen) ++shared_->counts.failed_later;
  if (state_ < State::kOpen) ++shared_->counts.failed_before_up;
  End(reason);
}

void Connection::End(absl::string_view reason) {
  Finish();
  end_.HandleClosed(reason);
}

void Connection::FailDeferred() { Fail(deferred_.message()); }

void Connection::Finish() {
  state_ = State::kFinished;
  if (tls_) tls_->Close();
  stream_at_.reset();
  SetLimit(std::nullopt);
  asio::post(shared_->io_context, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->shared_->remove(*self);
  });
}

}  // namespace net
