#include "net/self_signed.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "net/openssl_error.h"
#include "openssl/bio.h"
#include "openssl/err.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "openssl/rand.h"
#include "openssl/x509.h"
#include "openssl/x509v3.h"

namespace net {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* e) const { X509_EXTENSION_free(e); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

bool SetSerial(X509* certificate) {
  std::uint64_t serial = 0;
  return RAND_bytes(reinterpret_cast<unsigned char*>(&serial),
                    sizeof(serial)) == 1 &&
         ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate),
                                 serial >> 1) == 1;
}

bool SetNames(X509* certificate) {
  X509_NAME* const name = X509_get_subject_name(certificate);
  const Owned<X509_EXTENSION> hosts(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name,
                          "DNS:localhost,IP:127.0.0.1,IP:::1"));
  return X509_NAME_add_entry_by_txt(
             name, "CN", MBSTRING_ASC,
             reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
             0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 && hosts != nullptr &&
         X509_add_ext(certificate, hosts.get(), -1) == 1;
}

// Null if OpenSSL fails.
Owned<X509> Sign(EVP_PKEY* key, const SelfSignedOptions& options) {
  Owned<X509> certificate(X509_new());
  constexpr long kVersion3 = 2;
  if (certificate == nullptr ||
      X509_set_version(certificate.get(), kVersion3) != 1 ||
      !SetSerial(certificate.get()) || !SetNames(certificate.get()) ||
      X509_gmtime_adj(X509_getm_notBefore(certificate.get()),
                      options.not_before_s) == nullptr ||
      X509_gmtime_adj(X509_getm_notAfter(certificate.get()),
                      options.not_after_s) == nullptr ||
      X509_set_pubkey(certificate.get(), key) != 1 ||
      X509_sign(certificate.get(), key, EVP_sha256()) == 0) {
    return nullptr;
  }
  return certificate;
}

absl::Status WriteFile(const std::string& path, absl::string_view text,
                       mode_t mode) {
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  const bool written = file >= 0 && fchmod(file, mode) == 0 &&
                       write(file, text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size());
  const int error = errno;
  if (file >= 0) close(file);
  if (written) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": ", std::strerror(error)));
}

absl::string_view TextIn(BIO* memory) {
  char* text = nullptr;
  const long length = BIO_get_mem_data(memory, &text);
  return absl::string_view(text, static_cast<std::size_t>(length));
}

}  // namespace

absl::Status WriteSelfSigned(const std::string& certificate_path,
                             const std::string& key_path,
                             SelfSignedOptions options) {
  ERR_clear_error();
  const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const Owned<X509> certificate =
      key == nullptr ? nullptr : Sign(key.get(), options);
  const Owned<BIO> certificate_text(BIO_new(BIO_s_mem()));
  const Owned<BIO> key_text(BIO_new(BIO_s_secmem()));
  if (certificate == nullptr || certificate_text == nullptr ||
      key_text == nullptr ||
      PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1 ||
      PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0,
                               nullptr, nullptr) != 1) {
    return absl::InternalError(
        absl::StrCat("OpenSSL makes no certificate: ", TakeOpenSslErrors()));
  }
  RETURN_IF_ERROR(
      WriteFile(certificate_path, TextIn(certificate_text.get()), 0644));
  return WriteFile(key_path, TextIn(key_text.get()), 0600);
}

}  // namespace net
