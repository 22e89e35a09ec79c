#include "net/tls_context.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/self_signed.h"
#include "openssl/err.h"
#include "openssl/evp.h"
#include "openssl/pem.h"
#include "openssl/ssl.h"

namespace net {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string PathOf(const std::string& name) {
  return ::testing::TempDir() + "/tls_context_" + name;
}

std::string WriteText(const std::string& name, absl::string_view text) {
  const std::string path = PathOf(name);
  std::FILE* const file = std::fopen(path.c_str(), "w");
  EXPECT_NE(file, nullptr);
  std::fwrite(text.data(), 1, text.size(), file);
  std::fclose(file);
  return path;
}

// Paths of a certificate and its key.
std::pair<std::string, std::string> MakePair(const std::string& name,
                                             SelfSignedOptions options = {}) {
  std::pair<std::string, std::string> paths(PathOf(name + ".crt"),
                                            PathOf(name + ".key"));
  EXPECT_TRUE(WriteSelfSigned(paths.first, paths.second, options).ok());
  return paths;
}

std::string ErrorOf(const std::string& certificate, const std::string& key) {
  const absl::StatusOr<TlsContext> context =
      TlsContext::ForServer(certificate, key);
  EXPECT_EQ(ERR_peek_error(), 0u);
  return context.ok() ? "no error" : std::string(context.status().message());
}

TEST(TlsContextTest, TakesACertificateAndItsKeyWithoutAWarning) {
  const auto [certificate, key] = MakePair("good");
  const absl::StatusOr<TlsContext> context =
      TlsContext::ForServer(certificate, key);
  ASSERT_TRUE(context.ok()) << context.status();
  EXPECT_THAT(context->warning(), IsEmpty());
}

TEST(TlsContextTest, KeepsNoSessionsAndGivesIdleBuffersBack) {
  const TlsContext context = TlsContext::ForClient().value();
  EXPECT_EQ(SSL_CTX_get_min_proto_version(context.get()), TLS1_2_VERSION);
  EXPECT_EQ(SSL_CTX_get_num_tickets(context.get()), 0u);
  EXPECT_EQ(SSL_CTX_get_session_cache_mode(context.get()), SSL_SESS_CACHE_OFF);
  EXPECT_TRUE(SSL_CTX_get_options(context.get()) & SSL_OP_NO_TICKET);
  EXPECT_TRUE(SSL_CTX_get_options(context.get()) & SSL_OP_NO_RENEGOTIATION);
  EXPECT_TRUE(SSL_CTX_get_mode(context.get()) & SSL_MODE_RELEASE_BUFFERS);
  EXPECT_FALSE(SSL_CTX_get_mode(context.get()) & SSL_MODE_ENABLE_PARTIAL_WRITE);
}

TEST(TlsContextTest, NamesAMissingFile) {
  const auto [certificate, key] = MakePair("present");
  EXPECT_EQ(ErrorOf(PathOf("none.crt"), key),
            PathOf("none.crt") + ": No such file or directory");
  EXPECT_EQ(ErrorOf(certificate, PathOf("none.key")),
            PathOf("none.key") + ": No such file or directory");
  EXPECT_EQ(TlsContext::ForServer(PathOf("none.crt"), key).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(TlsContextTest, NamesAFileThatIsNotPem) {
  const auto [certificate, key] = MakePair("pem");
  const std::string text = WriteText("text", "hello\n");
  EXPECT_THAT(ErrorOf(text, key),
              HasSubstr(text + ": not a certificate (chain) in PEM"));
  EXPECT_THAT(ErrorOf(certificate, text),
              HasSubstr(text + ": not a private key in PEM"));
  // The two files changed places.
  EXPECT_THAT(ErrorOf(key, certificate), HasSubstr("not a certificate"));
}

TEST(TlsContextTest, NamesAKeyOfAnotherCertificate) {
  const auto [certificate, key] = MakePair("one");
  const auto [other_certificate, other_key] = MakePair("other");
  EXPECT_THAT(
      ErrorOf(certificate, other_key),
      HasSubstr(other_key + ": the key is not that of the certificate in " +
                certificate));
}

TEST(TlsContextTest, DoesNotAskForAPassphrase) {
  const auto [certificate, key] = MakePair("locked");
  EVP_PKEY* const fresh = EVP_EC_gen("P-256");
  const std::string path = PathOf("locked2.key");
  std::FILE* const file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(
      PEM_write_PrivateKey(file, fresh, EVP_aes_128_cbc(),
                           reinterpret_cast<const unsigned char*>("secret"), 6,
                           nullptr, nullptr),
      1);
  std::fclose(file);
  EVP_PKEY_free(fresh);
  EXPECT_THAT(ErrorOf(certificate, path), HasSubstr("has a passphrase"));
}

TEST(TlsContextTest, WarnsOfACertificateThatIsNotValidNow) {
  const auto [expired, expired_key] =
      MakePair("expired", {.not_before_s = -7200, .not_after_s = -3600});
  const absl::StatusOr<TlsContext> past =
      TlsContext::ForServer(expired, expired_key);
  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_THAT(past->warning(),
              HasSubstr(expired + ": the certificate expired"));

  const auto [early, early_key] =
      MakePair("early", {.not_before_s = 3600, .not_after_s = 7200});
  const absl::StatusOr<TlsContext> future =
      TlsContext::ForServer(early, early_key);
  ASSERT_TRUE(future.ok()) << future.status();
  EXPECT_THAT(future->warning(), HasSubstr("is not valid before"));
}

TEST(TlsContextTest, AClientVerifiesOnlyIfItIsToldSo) {
  EXPECT_FALSE(TlsContext::ForClient()->verifies());
  EXPECT_TRUE(TlsContext::ForVerifyingClient()->verifies());
  const auto [certificate, key] = MakePair("authority");
  EXPECT_TRUE(TlsContext::ForVerifyingClient(certificate)->verifies());
}

TEST(TlsContextTest, NamesAuthoritiesThatAreNone) {
  const absl::Status missing =
      TlsContext::ForVerifyingClient(PathOf("none")).status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.message()), HasSubstr(PathOf("none")));
  const std::string path = WriteText("no_authority", "hello");
  const absl::Status wrong = TlsContext::ForVerifyingClient(path).status();
  EXPECT_EQ(wrong.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(wrong.message()),
              HasSubstr(path + ": no certificates in PEM"));
}

TEST(TlsContextTest, NamesAKeyLogThatItCannotWrite) {
  ASSERT_EQ(setenv("SSLKEYLOGFILE", PathOf("none/log").c_str(), 1), 0);
  const absl::Status status = TlsContext::ForClient().status();
  unsetenv("SSLKEYLOGFILE");
  EXPECT_EQ(status.message(), "SSLKEYLOGFILE " + PathOf("none/log") +
                                  ": No such file or directory");
}

}  // namespace
}  // namespace net
