// What all TLS connections of one role share.
//
// TLS 1.2 and later; no session tickets or cache, no renegotiation, no
// compression. Idle connections give their record buffers back, which is most
// of what one costs. If the environment names a SSLKEYLOGFILE, the secrets of
// every connection are appended to it, so that a capture can be read; whoever
// has that file can read the traffic.
#ifndef NET_TLS_CONTEXT_H_
#define NET_TLS_CONTEXT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "openssl/ssl.h"

namespace net {

class TlsContext {
 public:
  // PEM files: the certificate and then its chain, and its key without a
  // passphrase; any kind that TLS takes. A certificate that is expired or not
  // valid yet is taken, with a warning(): clocks of simulations start in 2000.
  // Errors: kInvalidArgument or kNotFound, naming the file and what is wrong
  // with it.
  static absl::StatusOr<TlsContext> ForServer(
      const std::string& certificate_path, const std::string& key_path);

  // Takes any certificate, as MGen's clients do: its population is one
  // experimenter's on both ends, and what is measured is traffic. So it hides
  // content from who listens, and not from who stands between. SOURCE:
  // spec/traffic.md 1.2.
  static absl::StatusOr<TlsContext> ForClient();

  // Takes certificates that lead to one of the system's authorities, or to one
  // in the PEM file if that is given, and (TlsSocket::ExpectPeer) are the
  // host's.
  // Errors: kInvalidArgument or kNotFound, naming the file.
  static absl::StatusOr<TlsContext> ForVerifyingClient(
      const std::string& authorities_path = "");
  // Whether the client verifies whom it speaks to.
  bool verifies() const;

  SSL_CTX* get() const { return context_.get(); }
  // What to tell the user about the certificate; mostly empty.
  const std::string& warning() const { return warning_; }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  explicit TlsContext(SSL_CTX* context) : context_(context) {}
  static absl::StatusOr<TlsContext> Create(const SSL_METHOD* method);

  std::unique_ptr<SSL_CTX, Free> context_;
  std::string warning_;
};

}  // namespace net

#endif  // NET_TLS_CONTEXT_H_
