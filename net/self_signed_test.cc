#include "net/self_signed.h"

#include <sys/stat.h>

#include <cstdio>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "openssl/pem.h"
#include "openssl/x509.h"
#include "openssl/x509v3.h"

namespace net {
namespace {

std::string PathOf(const std::string& name) {
  return ::testing::TempDir() + "/self_signed_" + name;
}

struct Free {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

std::unique_ptr<X509, Free> ReadCertificate(const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "r");
  if (file == nullptr) return nullptr;
  std::unique_ptr<X509, Free> certificate(
      PEM_read_X509(file, nullptr, nullptr, nullptr));
  std::fclose(file);
  return certificate;
}

TEST(SelfSignedTest, SignsItselfForLocalhost) {
  const std::string path = PathOf("a.crt");
  ASSERT_TRUE(WriteSelfSigned(path, PathOf("a.key")).ok());
  const auto certificate = ReadCertificate(path);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(certificate.get())),
            1);
  EXPECT_EQ(X509_check_host(certificate.get(), "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "::1", 0), 1);
  EXPECT_LE(X509_cmp_current_time(X509_get0_notBefore(certificate.get())), 0);
  EXPECT_GT(X509_cmp_current_time(X509_get0_notAfter(certificate.get())), 0);
}

TEST(SelfSignedTest, MayHaveExpired) {
  const std::string path = PathOf("b.crt");
  ASSERT_TRUE(WriteSelfSigned(path, PathOf("b.key"),
                              {.not_before_s = -7200, .not_after_s = -3600})
                  .ok());
  const auto certificate = ReadCertificate(path);
  ASSERT_NE(certificate, nullptr);
  EXPECT_LT(X509_cmp_current_time(X509_get0_notAfter(certificate.get())), 0);
}

TEST(SelfSignedTest, OnlyItsOwnerReadsTheKey) {
  const std::string path = PathOf("c.key");
  std::FILE* const before = std::fopen(path.c_str(), "w");  // 0644, say.
  ASSERT_NE(before, nullptr);
  std::fclose(before);
  ASSERT_TRUE(WriteSelfSigned(PathOf("c.crt"), path).ok());
  struct stat status = {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST(SelfSignedTest, NamesTheFileThatItCannotWrite) {
  const absl::Status status =
      WriteSelfSigned(PathOf("missing/d.crt"), PathOf("d.key"));
  EXPECT_THAT(std::string(status.message()),
              ::testing::HasSubstr("missing/d.crt: No such file"));
}

}  // namespace
}  // namespace net
