// Where to listen or to connect, as people write it: HOST:PORT, with an IPv6
// address in brackets.
#ifndef NET_ADDRESS_H_
#define NET_ADDRESS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "net/executor.h"
#include "net/tcp_socket.h"

namespace net {

class Address {
 public:
  // "127.0.0.1:6397", "[::1]:6397", "example.org:443". Port 0 is for listening:
  // the system chooses.
  // Errors: kInvalidArgument, with the text.
  static absl::StatusOr<Address> Parse(absl::string_view text);

  const std::string& host() const { return host_; }  // Without brackets.
  std::uint16_t port() const { return port_; }
  // None if the host is a name.
  std::optional<Endpoint> literal() const;
  // What Parse takes.
  std::string ToString() const;

 private:
  Address(std::string host, std::uint16_t port)
      : host_(std::move(host)), port_(port) {}

  std::string host_;
  std::uint16_t port_;
};

// At least one endpoint, in the system's order of preference.
using Resolved = absl::StatusOr<std::vector<Endpoint>>;

// Calls back from the loop, never from here; of a literal address without
// asking the system's resolver.
// Errors: kUnavailable, without the name.
void Resolve(IoContext& io_context, const Address& address,
             std::function<void(Resolved)> callback);

}  // namespace net

#endif  // NET_ADDRESS_H_
