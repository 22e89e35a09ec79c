// Whom a Snowflake proxy says it speaks for.
#ifndef NET_CLIENT_IP_H_
#define NET_CLIENT_IP_H_

#include <string>

#include "absl/strings/string_view.h"

namespace net {

// Of a request's target, as "/path?client_ip=2001%3Adb8%3A%3A1": the first
// value of that parameter, decoded, as an address is written most shortly (one
// of IPv4 in IPv6's clothes as IPv4). Empty if there is none, or it is no
// address, or that of no host (0.0.0.0, ::). What a peer says of itself: good
// for counting by country, and no proof of anything. SOURCE: spec/tunnel.md
// 2.3.
std::string ClientIp(absl::string_view target);

}  // namespace net

#endif  // NET_CLIENT_IP_H_
