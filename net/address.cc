#include "net/address.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/basic_resolver_results.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace net {
namespace {

constexpr std::size_t kMaxHostBytes = 253;  // Of any name in the DNS.

absl::Status Malformed(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(
      "address \"", text, "\": ", why,
      "; expected HOST:PORT, for example 127.0.0.1:6397 or [::1]:6397"));
}

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
         c == '.' || c == '_';
}

bool IsIpAddress(const std::string& host) {
  boost::system::error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

}  // namespace

absl::StatusOr<Address> Address::Parse(absl::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos) return Malformed(text, "no port");
  const absl::string_view digits = text.substr(colon + 1);
  std::uint32_t port = 0;
  if (digits.empty() || digits.size() > 5 ||
      !std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(digits, &port) || port > 65535) {
    return Malformed(text, "the port is not a number from 0 to 65535");
  }
  absl::string_view host = text.substr(0, colon);
  const bool bracketed =
      host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host.empty()) return Malformed(text, "no host");
  if (host.size() > kMaxHostBytes)
    return Malformed(text, "the host is longer than 253 bytes");
  std::string name(host);
  if (bracketed) {
    if (name.find(':') == std::string::npos || !IsIpAddress(name)) {
      return Malformed(text, "what is in brackets is no IPv6 address");
    }
  } else if (!std::all_of(host.begin(), host.end(), IsNameCharacter)) {
    return Malformed(text, host.find(':') != absl::string_view::npos
                               ? "an IPv6 address needs brackets"
                               : "the host has a character that no name has");
  }
  return Address(std::move(name), static_cast<std::uint16_t>(port));
}

std::optional<Endpoint> Address::literal() const {
  boost::system::error_code error;
  const asio::ip::address address = asio::ip::make_address(host_, error);
  if (error) return std::nullopt;
  return Endpoint(address, port_);
}

std::string Address::ToString() const {
  const bool v6 = host_.find(':') != std::string::npos;
  return v6 ? absl::StrCat("[", host_, "]:", port_)
            : absl::StrCat(host_, ":", port_);
}

void Resolve(IoContext& io_context, const Address& address,
             std::function<void(Resolved)> callback) {
  if (const std::optional<Endpoint> endpoint = address.literal()) {
    asio::post(io_context, [callback = std::move(callback), endpoint] {
      callback(std::vector<Endpoint>{*endpoint});
    });
    return;
  }
  using Resolver = asio::ip::basic_resolver<asio::ip::tcp, Executor>;
  auto resolver = std::make_shared<Resolver>(io_context);
  resolver->async_resolve(
      address.host(), absl::StrCat(address.port()),
      [resolver, callback = std::move(callback)](
          const boost::system::error_code& error,
          const Resolver::results_type& results) {
        if (error || results.empty()) {
          callback(absl::UnavailableError(
              absl::StrCat("cannot resolve the host's name: ",
                           error ? error.message() : "it has no address")));
          return;
        }
        std::vector<Endpoint> endpoints;
        for (const auto& result : results)
          endpoints.push_back(result.endpoint());
        callback(std::move(endpoints));
      });
}

}  // namespace net
