#include "net/address.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/executor.h"
#include "net/tcp_socket.h"

namespace net {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(absl::string_view text) {
  const absl::StatusOr<Address> address = Address::Parse(text);
  return address.ok() ? "no error" : std::string(address.status().message());
}

// What Resolve called back with.
Resolved Resolution(const char* text) {
  IoContext io_context;
  Resolved result = absl::UnknownError("not called back");
  Resolve(io_context, Address::Parse(text).value(),
          [&result](Resolved resolved) { result = std::move(resolved); });
  EXPECT_EQ(result.status(), absl::UnknownError("not called back"));
  io_context.run_for(std::chrono::seconds(60));
  return result;
}

TEST(AddressTest, ReadsLiteralAddressesAndNames) {
  const Address v4 = Address::Parse("127.0.0.1:6397").value();
  EXPECT_EQ(v4.host(), "127.0.0.1");
  EXPECT_EQ(v4.port(), 6397);
  ASSERT_TRUE(v4.literal());
  EXPECT_TRUE(v4.literal()->address().is_v4());

  const Address v6 = Address::Parse("[2001:db8::1]:65535").value();
  EXPECT_EQ(v6.host(), "2001:db8::1");
  EXPECT_EQ(v6.port(), 65535);
  EXPECT_TRUE(v6.literal()->address().is_v6());

  const Address name = Address::Parse("a-b.example.org:0").value();
  EXPECT_EQ(name.host(), "a-b.example.org");
  EXPECT_EQ(name.port(), 0);
  EXPECT_FALSE(name.literal());
}

TEST(AddressTest, PrintsWhatItReads) {
  for (const char* text : {"127.0.0.1:1", "[::1]:6397", "example.org:443"}) {
    EXPECT_EQ(Address::Parse(text).value().ToString(), text);
  }
}

TEST(AddressTest, SaysWhatIsWrong) {
  EXPECT_THAT(ErrorOf("127.0.0.1"), HasSubstr("no port"));
  EXPECT_THAT(ErrorOf(":80"), HasSubstr("no host"));
  EXPECT_THAT(ErrorOf("[]:80"), HasSubstr("no host"));
  EXPECT_THAT(ErrorOf("::1:80"), HasSubstr("needs brackets"));
  EXPECT_THAT(ErrorOf("[127.0.0.1]:80"), HasSubstr("no IPv6 address"));
  EXPECT_THAT(ErrorOf("[::g]:80"), HasSubstr("no IPv6 address"));
  EXPECT_THAT(ErrorOf("a b:80"), HasSubstr("a character"));
  EXPECT_THAT(ErrorOf(std::string(254, 'a') + ":80"), HasSubstr("253"));
  for (const char* text :
       {"h:", "h:65536", "h:-1", "h:+1", "h: 1", "h:0x50", "h:000080"}) {
    EXPECT_THAT(ErrorOf(text), HasSubstr("from 0 to 65535")) << text;
  }
}

TEST(ResolveTest, ALiteralAddressIsItself) {
  EXPECT_EQ(Resolution("127.0.0.1:80").value(),
            std::vector<Endpoint>{*Address::Parse("127.0.0.1:80")->literal()});
}

TEST(ResolveTest, AsksTheSystemForNames) {
  const std::vector<Endpoint> endpoints = Resolution("localhost:81").value();
  ASSERT_FALSE(endpoints.empty());
  EXPECT_TRUE(endpoints[0].address().is_loopback());
  EXPECT_EQ(endpoints[0].port(), 81);
}

// No label of a name is over 63 bytes, so no server is asked.
TEST(ResolveTest, AnUnknownNameIsAnErrorThatDoesNotRepeatIt) {
  const std::string label(64, 'x');
  const absl::Status status = Resolution((label + ":82").c_str()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("cannot resolve"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr(label)));
}

}  // namespace
}  // namespace net
