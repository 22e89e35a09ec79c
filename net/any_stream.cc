#include "net/any_stream.h"

#include <algorithm>
#include <boost/asio/error.hpp>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace net {
namespace {

asio::socket_base::wait_type WaitFor(TlsSocket::Want want) {
  return want == TlsSocket::Want::kWrite ? asio::socket_base::wait_write
                                         : asio::socket_base::wait_read;
}

}  // namespace

AnyStream::AnyStream(TcpSocket socket)
    : state_(std::make_shared<State>(std::move(socket))) {
  PrepareSocket(state_->socket());
  boost::system::error_code ignored;  // It fails again at the first call.
  state_->socket().non_blocking(true, ignored);
}

AnyStream::AnyStream(TcpSocket socket, const TlsContext& context,
                     TlsSocket::Role role, const std::string& server_name,
                     const std::string& verified_host)
    : state_(std::make_shared<State>(std::move(socket), context, role,
                                     server_name)) {
  if (!verified_host.empty()) state_->tls()->ExpectPeer(verified_host);
}

std::optional<Endpoint> AnyStream::peer() const {
  return PeerOf(state_->socket());
}

void AnyStream::Handshake(std::function<void(const absl::Status&)> done) const {
  if (state_->tls() == nullptr) {
    done(absl::OkStatus());
  } else {
    state_->ContinueHandshake(done);
  }
}

void AnyStream::FinishSending() const {
  state_->more_follows = false;
  state_->Flush();  // What the kernel takes of it.
  if (TlsSocket* const tls = state_->tls()) {
    tls->FinishSending();
  } else {
    boost::system::error_code ignored;
    state_->socket().shutdown(asio::socket_base::shutdown_send, ignored);
  }
}

void AnyStream::Close() const {
  if (TlsSocket* const tls = state_->tls()) {
    tls->Close();
  } else {
    boost::system::error_code ignored;
    state_->socket().close(ignored);
  }
}

void AnyStream::Abort() const {
  boost::system::error_code ignored;
  state_->socket().set_option(asio::socket_base::linger(true, 0), ignored);
  Close();
}

TcpSocket& AnyStream::State::socket() {
  TlsSocket* const over = tls();
  return over != nullptr ? over->socket() : std::get<TcpSocket>(transport);
}

void AnyStream::State::ContinueHandshake(
    const std::function<void(const absl::Status&)>& done) {
  const absl::StatusOr<TlsSocket::Want> want = tls()->ContinueHandshake();
  if (!want.ok() || *want == TlsSocket::Want::kNothing) {
    done(want.status());
    return;
  }
  socket().async_wait(WaitFor(*want),
                      [self = shared_from_this(),
                       done](const boost::system::error_code& error) {
                        if (!error) self->ContinueHandshake(done);
                      });
}

AnyStream::Attempt AnyStream::State::Fail(const absl::Status& status) {
  failure = status;
  return {.error = asio::error::connection_aborted};
}

AnyStream::Attempt AnyStream::State::Read(asio::mutable_buffer into) {
  if (into.size() == 0) return {};
  TlsSocket* const over = tls();
  if (over == nullptr) {
    Attempt attempt;
    attempt.bytes = socket().read_some(into, attempt.error);
    if (attempt.error == asio::error::would_block) {
      return {.blocked = true, .wait = asio::socket_base::wait_read};
    }
    return attempt;
  }
  const absl::StatusOr<TlsSocket::ReadResult> result = over->Read(
      absl::MakeSpan(static_cast<std::uint8_t*>(into.data()), into.size()));
  if (!result.ok()) return Fail(result.status());
  switch (result->kind) {
    case TlsSocket::ReadResult::Kind::kWouldBlock:
      return {.blocked = true, .wait = WaitFor(result->want)};
    case TlsSocket::ReadResult::Kind::kClosed:
      return {.error = asio::error::eof};
    case TlsSocket::ReadResult::Kind::kBytes:
      break;
  }
  return {.bytes = result->bytes};
}

std::size_t AnyStream::State::Gather(asio::const_buffer bytes) {
  const std::size_t taken =
      std::min(bytes.size(), kMaxGatheredBytes - gathered.size());
  const auto* const from = static_cast<const std::uint8_t*>(bytes.data());
  gathered.insert(gathered.end(), from, from + taken);
  return taken;
}

AnyStream::Attempt AnyStream::State::Flush() {
  if (more_follows && gathered.size() < kMaxGatheredBytes) return {};
  if (TlsSocket* const over = tls()) return FlushTls(*over);
  while (sent < gathered.size()) {
    Attempt attempt;
    sent += socket().write_some(
        asio::buffer(gathered.data() + sent, gathered.size() - sent),
        attempt.error);
    if (attempt.error == asio::error::would_block) {
      return {.blocked = true, .wait = asio::socket_base::wait_write};
    }
    if (attempt.error) return attempt;
  }
  sent = 0;
  // An idle stream holds none.
  std::vector<std::uint8_t>().swap(gathered);
  return {};
}

AnyStream::Attempt AnyStream::State::FlushTls(TlsSocket& over) {
  absl::Status status = over.FinishWrite();
  if (status.ok() && over.HasRoom() && !gathered.empty()) {
    status = over.Write(gathered);
    std::vector<std::uint8_t>().swap(gathered);
  }
  if (!status.ok()) return Fail(status);
  if (over.HasRoom()) return {};
  return {.blocked = true, .wait = asio::socket_base::wait_write};
}

}  // namespace net
