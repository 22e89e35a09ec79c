#include "net/openssl_error.h"

#include "gtest/gtest.h"
#include "openssl/err.h"
#include "openssl/ssl.h"

namespace net {
namespace {

TEST(OpenSslErrorTest, GivesReasonsInOrderAndEmptiesTheQueue) {
  OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS, nullptr);
  ERR_clear_error();
  ERR_raise(ERR_LIB_SSL, SSL_R_HTTP_REQUEST);
  ERR_raise(ERR_LIB_SSL, SSL_R_WRONG_VERSION_NUMBER);
  EXPECT_EQ(TakeOpenSslErrors(), "http request; wrong version number");
  EXPECT_EQ(ERR_peek_error(), 0u);
  EXPECT_EQ(TakeOpenSslErrors(), "unknown error");
}

TEST(OpenSslErrorTest, AReasonWithoutTextIsANumber) {
  ERR_clear_error();
  ERR_raise(ERR_LIB_USER, 77);
  EXPECT_EQ(TakeOpenSslErrors().substr(0, 8), "error 0x");
}

}  // namespace
}  // namespace net
