#include "net/ws_url.h"

#include <boost/url/host_type.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace net {
namespace {

constexpr std::uint16_t kPort = 80;
constexpr std::uint16_t kTlsPort = 443;

absl::Status Malformed(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("URL \"", text, "\": ", why,
                   "; expected ws://HOST:PORT/PATH or wss://HOST:PORT/PATH"));
}

absl::string_view ToView(boost::urls::string_view view) {
  return {view.data(), view.size()};
}

}  // namespace

absl::StatusOr<WsUrl> WsUrl::Parse(absl::string_view text) {
  const auto url = boost::urls::parse_uri(
      boost::urls::string_view(text.data(), text.size()));
  if (!url) return Malformed(text, url.error().message());
  const bool tls = url->scheme() == "wss" || url->scheme() == "WSS";
  if (!tls && url->scheme() != "ws" && url->scheme() != "WS") {
    return Malformed(text, "the scheme is neither ws nor wss");
  }
  if (url->has_userinfo()) return Malformed(text, "it has a user's name");
  if (url->has_fragment()) return Malformed(text, "it has a fragment");
  std::uint16_t port = tls ? kTlsPort : kPort;
  if (url->has_port() && !url->port().empty()) {
    port = url->port_number();  // 0 if it is out of range.
    if (port == 0) {
      return Malformed(text, "the port is not a number from 1 to 65535");
    }
  }
  const absl::StatusOr<Address> address =
      Address::Parse(absl::StrCat(ToView(url->encoded_host()), ":", port));
  if (!address.ok()) return Malformed(text, address.status().message());
  std::string target = absl::StrCat(url->encoded_path().empty() ? "/" : "",
                                    ToView(url->encoded_path()));
  if (url->has_query()) {
    absl::StrAppend(&target, "?", ToView(url->encoded_query()));
  }
  return WsUrl(tls, *address, std::move(target));
}

std::string WsUrl::host_header() const {
  const std::string with_port = address_.ToString();
  if (address_.port() != (tls_ ? kTlsPort : kPort)) return with_port;
  return with_port.substr(0, with_port.rfind(':'));
}

std::string WsUrl::ToString() const {
  return absl::StrCat(tls_ ? "wss://" : "ws://", host_header(), target_);
}

}  // namespace net
