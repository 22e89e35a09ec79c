#include "net/ws_url.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace net {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(absl::string_view text) {
  const absl::Status status = WsUrl::Parse(text).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
  return std::string(status.message());
}

TEST(WsUrlTest, HasASchemeHostPortAndTarget) {
  const WsUrl url =
      WsUrl::Parse("wss://example.org:8443/a/b%20c?client_ip=1&d").value();
  EXPECT_TRUE(url.tls());
  EXPECT_EQ(url.address().host(), "example.org");
  EXPECT_EQ(url.address().port(), 8443);
  EXPECT_EQ(url.host_header(), "example.org:8443");
  EXPECT_EQ(url.target(), "/a/b%20c?client_ip=1&d");
  EXPECT_EQ(url.ToString(), "wss://example.org:8443/a/b%20c?client_ip=1&d");
}

TEST(WsUrlTest, ThePortIsTheSchemesUnlessSaid) {
  EXPECT_EQ(WsUrl::Parse("ws://example.org")->address().port(), 80);
  EXPECT_EQ(WsUrl::Parse("wss://example.org")->address().port(), 443);
  EXPECT_EQ(WsUrl::Parse("ws://example.org:")->address().port(), 80);
  EXPECT_EQ(WsUrl::Parse("ws://example.org:80/")->host_header(), "example.org");
  EXPECT_EQ(WsUrl::Parse("ws://example.org:443/")->host_header(),
            "example.org:443");
}

TEST(WsUrlTest, TheTargetIsASlashAtLeast) {
  EXPECT_EQ(WsUrl::Parse("ws://example.org")->target(), "/");
  EXPECT_EQ(WsUrl::Parse("ws://example.org?a")->target(), "/?a");
  EXPECT_EQ(WsUrl::Parse("WS://example.org/?")->target(), "/?");
}

TEST(WsUrlTest, TakesAddresses) {
  const WsUrl v6 = WsUrl::Parse("ws://[::1]:8080/p").value();
  EXPECT_EQ(v6.address().host(), "::1");
  EXPECT_TRUE(v6.address().literal().has_value());
  EXPECT_EQ(v6.host_header(), "[::1]:8080");
  EXPECT_EQ(WsUrl::Parse("wss://[2001:db8::1]/")->host_header(),
            "[2001:db8::1]");
  EXPECT_TRUE(WsUrl::Parse("ws://192.0.2.1/")->address().literal().has_value());
}

TEST(WsUrlTest, SaysWhatIsWrong) {
  EXPECT_THAT(ErrorOf("http://example.org/"), HasSubstr("neither ws nor wss"));
  EXPECT_THAT(ErrorOf("ws://user:secret@example.org/"),
              HasSubstr("a user's name"));
  EXPECT_THAT(ErrorOf("ws://example.org/#there"), HasSubstr("a fragment"));
  EXPECT_THAT(ErrorOf("ws://example.org:0/"), HasSubstr("from 1 to 65535"));
  EXPECT_THAT(ErrorOf("ws://example.org:65536/"), HasSubstr("from 1 to 65535"));
  EXPECT_THAT(ErrorOf("ws:///path"), HasSubstr("no host"));
  EXPECT_THAT(ErrorOf("ws:path"), HasSubstr("no host"));
  EXPECT_THAT(ErrorOf("ws://a%20b/"), HasSubstr("a character"));
  EXPECT_THAT(ErrorOf("ws://[v1.a]/"), HasSubstr("no IPv6 address"));
  EXPECT_THAT(ErrorOf("example.org"), HasSubstr("expected ws://HOST:PORT"));
  EXPECT_THAT(ErrorOf(""), HasSubstr("URL \"\""));
  EXPECT_THAT(ErrorOf("ws://ex ample.org/"), HasSubstr("URL \"ws://ex ample"));
}

}  // namespace
}  // namespace net
