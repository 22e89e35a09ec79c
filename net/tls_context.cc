#include "net/tls_context.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "net/openssl_error.h"
#include "openssl/bio.h"
#include "openssl/err.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "openssl/x509.h"

namespace net {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

// The descriptor of the key log is kept with the SSL_CTX, whose connections may
// outlive the TlsContext; plus one, since none is null.
void* FromDescriptor(int descriptor) {
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor) + 1);
}
int ToDescriptor(void* data) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(data) - 1);
}

int KeyLogIndex() {
  static const int index = SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr,
      [](void*, void* data, CRYPTO_EX_DATA*, int, long, void*) {
        if (data != nullptr) close(ToDescriptor(data));
      });
  return index;
}

// One write a line, so that processes may share the file. A line that cannot be
// written is lost: traffic goes before its capture.
void LogKey(const SSL* ssl, const char* line) {
  void* const data = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), KeyLogIndex());
  const std::string text = absl::StrCat(line, "\n");
  [[maybe_unused]] const ssize_t written =
      write(ToDescriptor(data), text.data(), text.size());
}

absl::Status OpenKeyLog(SSL_CTX* context) {
  const char* const path = std::getenv("SSLKEYLOGFILE");
  if (path == nullptr || *path == '\0') return absl::OkStatus();
  const int descriptor =
      open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("SSLKEYLOGFILE ", path, ": ", std::strerror(errno)));
  }
  SSL_CTX_set_ex_data(context, KeyLogIndex(), FromDescriptor(descriptor));
  SSL_CTX_set_keylog_callback(context, LogKey);
  return absl::OkStatus();
}

absl::StatusOr<Bio> OpenFile(const std::string& path) {
  Bio file(BIO_new_file(path.c_str(), "r"));
  if (file == nullptr) {
    const int error = errno;
    ERR_clear_error();
    const std::string message = absl::StrCat(path, ": ", std::strerror(error));
    return error == ENOENT ? absl::NotFoundError(message)
                           : absl::InvalidArgumentError(message);
  }
  return file;
}

absl::Status UseCertificates(SSL_CTX* context, const std::string& path) {
  RETURN_IF_ERROR(OpenFile(path).status());  // For its own error.
  if (SSL_CTX_use_certificate_chain_file(context, path.c_str()) != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": not a certificate (chain) in PEM: ", TakeOpenSslErrors()));
  }
  return absl::OkStatus();
}

absl::Status UseKey(SSL_CTX* context, const std::string& path,
                    const std::string& certificate_path) {
  ASSIGN_OR_RETURN(const Bio file, OpenFile(path));
  bool encrypted = false;
  // In place of OpenSSL's own, which asks on the terminal.
  const auto no_passphrase = [](char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
  };
  const Key key(
      PEM_read_bio_PrivateKey(file.get(), nullptr, no_passphrase, &encrypted));
  if (encrypted) {
    ERR_clear_error();
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": the key has a passphrase; store it without one"));
  }
  if (key == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": not a private key in PEM: ", TakeOpenSslErrors()));
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": the key is not that of the certificate in ",
                     certificate_path, ": ", TakeOpenSslErrors()));
  }
  return absl::OkStatus();
}

std::string TimeText(const ASN1_TIME* time) {
  const Bio out(BIO_new(BIO_s_mem()));
  char* text = nullptr;
  if (out == nullptr || ASN1_TIME_print(out.get(), time) != 1) return "?";
  const long length = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<std::size_t>(length));
}

std::string ValidityWarning(const X509* certificate, const std::string& path) {
  const ASN1_TIME* const from = X509_get0_notBefore(certificate);
  const ASN1_TIME* const to = X509_get0_notAfter(certificate);
  if (X509_cmp_current_time(to) < 0) {
    return absl::StrCat(path, ": the certificate expired on ", TimeText(to));
  }
  if (X509_cmp_current_time(from) > 0) {
    return absl::StrCat(path, ": the certificate is not valid before ",
                        TimeText(from));
  }
  return "";
}

}  // namespace

absl::StatusOr<TlsContext> TlsContext::Create(const SSL_METHOD* method) {
  TlsContext context(SSL_CTX_new(method));
  SSL_CTX* const raw = context.get();
  if (raw == nullptr ||
      SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) != 1) {
    return absl::InternalError(
        absl::StrCat("OpenSSL makes no context: ", TakeOpenSslErrors()));
  }
  SSL_CTX_set_options(
      raw, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_num_tickets(raw, 0);  // TLS 1.3 has its own.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(
      raw, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_clear_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE);
  SSL_CTX_set_read_ahead(raw, 1);  // Many cells a system call, not half a one.
  SSL_CTX_set_verify(raw, SSL_VERIFY_NONE, nullptr);
  RETURN_IF_ERROR(OpenKeyLog(raw));
  return context;
}

absl::StatusOr<TlsContext> TlsContext::ForServer(
    const std::string& certificate_path, const std::string& key_path) {
  ERR_clear_error();
  ASSIGN_OR_RETURN(TlsContext context, Create(TLS_server_method()));
  RETURN_IF_ERROR(UseCertificates(context.get(), certificate_path));
  RETURN_IF_ERROR(UseKey(context.get(), key_path, certificate_path));
  context.warning_ = ValidityWarning(SSL_CTX_get0_certificate(context.get()),
                                     certificate_path);
  return context;
}

absl::StatusOr<TlsContext> TlsContext::ForClient() {
  ERR_clear_error();
  return Create(TLS_client_method());
}

absl::StatusOr<TlsContext> TlsContext::ForVerifyingClient(
    const std::string& authorities_path) {
  ERR_clear_error();
  ASSIGN_OR_RETURN(TlsContext context, Create(TLS_client_method()));
  if (authorities_path.empty()) {
    if (SSL_CTX_set_default_verify_paths(context.get()) != 1) {
      return absl::InvalidArgumentError(absl::StrCat(
          "cannot read the system's certificates: ", TakeOpenSslErrors()));
    }
  } else {
    RETURN_IF_ERROR(OpenFile(authorities_path).status());  // Its own error.
    if (SSL_CTX_load_verify_file(context.get(), authorities_path.c_str()) !=
        1) {
      return absl::InvalidArgumentError(absl::StrCat(
          authorities_path, ": no certificates in PEM: ", TakeOpenSslErrors()));
    }
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

bool TlsContext::verifies() const {
  return SSL_CTX_get_verify_mode(context_.get()) != SSL_VERIFY_NONE;
}

}  // namespace net
