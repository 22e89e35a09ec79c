// Where a WebSocket is: ws://host:port/path?query, or wss:// with TLS.
#ifndef NET_WS_URL_H_
#define NET_WS_URL_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "net/address.h"

namespace net {

class WsUrl {
 public:
  // "wss://example.org", "ws://[::1]:8080/path?client_ip=192.0.2.1". The port
  // is 80 or, of wss, 443 unless it says another. Errors: kInvalidArgument,
  // with the text: another scheme, no host or one that is neither a name nor an
  // address, a port out of 1 to 65535, a user's name or password (no place for
  // secrets), or a fragment. SOURCE: RFC 6455 3.
  static absl::StatusOr<WsUrl> Parse(absl::string_view text);

  bool tls() const { return tls_; }
  const Address& address() const { return address_; }
  // Of the request: what its Host header says (with the port if it is not the
  // scheme's own), and the path and query, as they were written; "/" at least.
  std::string host_header() const;
  const std::string& target() const { return target_; }
  // What Parse takes.
  std::string ToString() const;

 private:
  WsUrl(bool tls, Address address, std::string target)
      : tls_(tls), address_(std::move(address)), target_(std::move(target)) {}

  bool tls_;
  Address address_;
  std::string target_;
};

}  // namespace net

#endif  // NET_WS_URL_H_
