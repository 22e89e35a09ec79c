#include "net/client_ip.h"

#include "gtest/gtest.h"

namespace net {
namespace {

TEST(ClientIpTest, IsReadDecodedAndWrittenShortly) {
  EXPECT_EQ(ClientIp("/?client_ip=192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(ClientIp("/any/path?a=b&client_ip=2001%3Adb8%3A%3A1&c=d"),
            "2001:db8::1");
  EXPECT_EQ(ClientIp("/?client_ip=2001:0db8:0:0:0:0:0:1"), "2001:db8::1");
  EXPECT_EQ(ClientIp("/?client_ip=%3A%3Affff%3A192.0.2.7"), "192.0.2.7");
}

TEST(ClientIpTest, TheFirstOfSeveralCounts) {
  EXPECT_EQ(ClientIp("/?client_ip=192.0.2.1&client_ip=192.0.2.2"), "192.0.2.1");
}

TEST(ClientIpTest, IsEmptyOfNoAddress) {
  EXPECT_EQ(ClientIp("/"), "");
  EXPECT_EQ(ClientIp(""), "");
  EXPECT_EQ(ClientIp("*"), "");
  EXPECT_EQ(ClientIp("/?client_ip"), "");
  EXPECT_EQ(ClientIp("/?client_ip="), "");
  EXPECT_EQ(ClientIp("/?Client_IP=192.0.2.7"), "");
  EXPECT_EQ(ClientIp("/?client_ip=example.org"), "");
  EXPECT_EQ(ClientIp("/?client_ip=192.0.2.256"), "");
  EXPECT_EQ(ClientIp("/?client_ip=192.0.2.7%3A80"), "");
  EXPECT_EQ(ClientIp("/?client_ip=192.0.2.7%00.example"), "");
  EXPECT_EQ(ClientIp("/?client_ip=fe80%3A%3A1%25lo"), "");
  EXPECT_EQ(ClientIp("/?client_ip=%zz"), "");
}

TEST(ClientIpTest, IsEmptyOfTheAddressOfNoHost) {
  EXPECT_EQ(ClientIp("/?client_ip=0.0.0.0"), "");
  EXPECT_EQ(ClientIp("/?client_ip=%3A%3A"), "");
  EXPECT_EQ(ClientIp("/?client_ip=%3A%3Affff%3A0.0.0.0"), "");
}

}  // namespace
}  // namespace net
