// TLS straight on a non-blocking socket's descriptor. Nothing here waits: who
// owns it waits on socket() for what a call asks for and calls again.
//
// Not asio::ssl::stream, which keeps two buffers of 17 KB a connection beside
// OpenSSL's own; an idle connection of this class holds none.
#ifndef NET_TLS_SOCKET_H_
#define NET_TLS_SOCKET_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "net/tcp_socket.h"
#include "net/tls_context.h"
#include "openssl/ssl.h"

namespace net {

// A write to a connection that is gone gives an error, as it should, and not a
// signal that ends the process. Each program that uses a TlsSocket calls it.
void IgnoreSigpipe();

// Errors everywhere: kUnavailable when the network or the peer ended the
// connection, kInvalidArgument when the peer speaks no TLS that we do. They
// name no address. After one only Abort is of use.
class TlsSocket {
 public:
  enum class Role : std::uint8_t { kClient, kServer };
  // What the socket must become before the call is worth repeating.
  enum class Want : std::uint8_t { kNothing, kRead, kWrite };

  static constexpr std::size_t kMaxRecordBytes = 16384;  // Of a TLS record.

  // `socket` is open; a client's need not be connected yet. `server_name` is
  // what a client asks for (SNI): a host name, or empty for an address.
  TlsSocket(TcpSocket socket, const TlsContext& context, Role role,
            const std::string& server_name = "");
  TlsSocket(const TlsSocket&) = delete;
  TlsSocket& operator=(const TlsSocket&) = delete;

  // Of a client, before the handshake: the certificate must be this host's, a
  // name or an address. Needs a context that verifies.
  void ExpectPeer(const std::string& host);

  // Only to wait and to connect: its bytes are OpenSSL's.
  TcpSocket& socket() { return socket_; }

  // kNothing: done, and what is below may be called.
  absl::StatusOr<Want> ContinueHandshake();

  struct ReadResult {
    // kBytes: the first `bytes` of the buffer; `more`: OpenSSL holds some of
    // what came after them, so read again before you wait. kWouldBlock: wait
    // for what `want` says. kClosed: the peer closed in good order.
    enum class Kind : std::uint8_t { kBytes, kWouldBlock, kClosed };
    Kind kind;
    std::size_t bytes = 0;
    bool more = false;
    Want want = Want::kNothing;
  };
  // At most one record's bytes.
  absl::StatusOr<ReadResult> Read(absl::Span<std::uint8_t> into);

  // Whether Write takes a record now: the last one has left for the kernel
  // whole. One record at most lies here unfinished, so what is written goes out
  // before anything decided later.
  bool HasRoom() const { return unfinished_.empty(); }

  // One TLS record. What the kernel doesn't take is kept: HasRoom() is false
  // then, until FinishWrite has given the rest away.
  // Requires: HasRoom(), 1 to kMaxRecordBytes.
  absl::Status Write(absl::Span<const std::uint8_t> bytes);
  // Once the socket is writable. Does nothing if no write is unfinished.
  absl::Status FinishWrite();

  // Tells the peer that no more follows: close_notify if it can be said now,
  // and the end of the TCP stream. Reading goes on.
  void FinishSending();
  // Drops what the peer still sends, as it came; false once it has ended or
  // broken.
  bool Discard();
  // Closes at once; the peer sees a reset.
  void Abort();
  // Closes the descriptor.
  void Close();

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  // What `result` of an OpenSSL call means: what it waits for, or an error.
  absl::StatusOr<Want> Judge(int result);
  absl::Status WriteRecord(absl::Span<const std::uint8_t> bytes,
                           bool* finished);

  TcpSocket socket_;
  std::unique_ptr<SSL, Free> ssl_;
  bool usable_ = true;  // No error yet, and not closed.
  std::vector<std::uint8_t> unfinished_;
};

}  // namespace net

#endif  // NET_TLS_SOCKET_H_
