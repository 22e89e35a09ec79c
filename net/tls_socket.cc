#include "net/tls_socket.h"

#include <sys/socket.h>

#include <array>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "net/openssl_error.h"
#include "openssl/err.h"
#include "openssl/x509_vfy.h"
#include "openssl/x509v3.h"

namespace net {
namespace {

absl::Status Broken(absl::string_view how) {
  return absl::UnavailableError(how);
}

}  // namespace

void IgnoreSigpipe() { std::signal(SIGPIPE, SIG_IGN); }

TlsSocket::TlsSocket(TcpSocket socket, const TlsContext& context, Role role,
                     const std::string& server_name)
    : socket_(std::move(socket)), ssl_(SSL_new(context.get())) {
  BASE_CHECK(ssl_ != nullptr);  // Out of memory.
  BASE_CHECK(SSL_set_fd(ssl_.get(), socket_.native_handle()) == 1);
  PrepareSocket(socket_);
  if (role == Role::kServer) {
    SSL_set_accept_state(ssl_.get());
  } else {
    SSL_set_connect_state(ssl_.get());
    if (!server_name.empty()) {
      SSL_set_tlsext_host_name(ssl_.get(), server_name.c_str());
    }
  }
}

void TlsSocket::ExpectPeer(const std::string& host) {
  X509_VERIFY_PARAM* const expected = SSL_get0_param(ssl_.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1) return;
  ERR_clear_error();  // It is a name.
  X509_VERIFY_PARAM_set_hostflags(expected,
                                  X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  BASE_CHECK(X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) ==
             1);
}

absl::StatusOr<TlsSocket::Want> TlsSocket::Judge(int result) {
  const int saved_errno = errno;
  const int error = SSL_get_error(ssl_.get(), result);
  switch (error) {
    case SSL_ERROR_WANT_READ:
      return Want::kRead;
    case SSL_ERROR_WANT_WRITE:
      return Want::kWrite;
    default:
      break;
  }
  usable_ = false;
  if (error == SSL_ERROR_ZERO_RETURN) {
    return Broken("the peer closed the connection");
  }
  if (error == SSL_ERROR_SYSCALL) {
    ERR_clear_error();
    return Broken(saved_errno == 0 ? "the connection ended"
                                   : std::strerror(saved_errno));
  }
  if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
    ERR_clear_error();
    return Broken("the connection ended without a TLS close_notify");
  }
  const long verified = SSL_get_verify_result(ssl_.get());
  const std::string why =
      verified == X509_V_OK
          ? ""
          : absl::StrCat(" (", X509_verify_cert_error_string(verified), ")");
  return absl::InvalidArgumentError(
      absl::StrCat("TLS: ", TakeOpenSslErrors(), why));
}

absl::StatusOr<TlsSocket::Want> TlsSocket::ContinueHandshake() {
  ERR_clear_error();
  errno = 0;
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) return Want::kNothing;
  return Judge(result);
}

absl::StatusOr<TlsSocket::ReadResult> TlsSocket::Read(
    absl::Span<std::uint8_t> into) {
  using Kind = ReadResult::Kind;
  if (!usable_) return Broken("the connection is closed");
  ERR_clear_error();
  errno = 0;
  std::size_t bytes = 0;
  if (SSL_read_ex(ssl_.get(), into.data(), into.size(), &bytes) == 1) {
    return ReadResult{.kind = Kind::kBytes,
                      .bytes = bytes,
                      .more = SSL_has_pending(ssl_.get()) == 1};
  }
  if (SSL_get_error(ssl_.get(), 0) == SSL_ERROR_ZERO_RETURN) {
    return ReadResult{.kind = Kind::kClosed};
  }
  const absl::StatusOr<Want> want = Judge(0);
  if (!want.ok()) return want.status();
  return ReadResult{.kind = Kind::kWouldBlock, .want = *want};
}

absl::Status TlsSocket::WriteRecord(absl::Span<const std::uint8_t> bytes,
                                    bool* finished) {
  *finished = false;
  if (!usable_) return Broken("the connection is closed");
  ERR_clear_error();
  errno = 0;
  std::size_t written = 0;
  if (SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written) == 1) {
    *finished = true;
    return absl::OkStatus();
  }
  return Judge(0).status();
}

absl::Status TlsSocket::Write(absl::Span<const std::uint8_t> bytes) {
  BASE_CHECK(HasRoom());
  BASE_CHECK(!bytes.empty() && bytes.size() <= kMaxRecordBytes);
  bool finished = false;
  const absl::Status status = WriteRecord(bytes, &finished);
  // OpenSSL wants to see the same bytes again.
  if (status.ok() && !finished) unfinished_.assign(bytes.begin(), bytes.end());
  return status;
}

absl::Status TlsSocket::FinishWrite() {
  if (HasRoom()) return absl::OkStatus();
  bool finished = false;
  const absl::Status status = WriteRecord(unfinished_, &finished);
  if (finished) std::vector<std::uint8_t>().swap(unfinished_);
  return status;
}

void TlsSocket::FinishSending() {
  if (usable_ && HasRoom() && SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
  usable_ = false;
  boost::system::error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

bool TlsSocket::Discard() {
  std::array<std::uint8_t, 4096> dropped;
  const ssize_t bytes = recv(socket_.native_handle(), dropped.data(),
                             dropped.size(), MSG_DONTWAIT);
  return bytes > 0 || (bytes < 0 && (errno == EAGAIN || errno == EINTR));
}

void TlsSocket::Abort() {
  boost::system::error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  Close();
}

void TlsSocket::Close() {
  usable_ = false;
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace net
