#include "net/client_ip.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/system/error_code.hpp>
#include <boost/url/params_view.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "net/executor.h"

namespace net {

std::string ClientIp(absl::string_view target) {
  const auto url = boost::urls::parse_origin_form(
      boost::urls::string_view(target.data(), target.size()));
  if (!url) return "";
  const auto parameters = url->params();
  const auto found = parameters.find("client_ip");
  if (found == parameters.end()) return "";
  const std::string text = (*found).value;
  // Not fe80::1%eth0, nor what a C string would end early at.
  if (text.find('%') != std::string::npos ||
      text.find('\0') != std::string::npos) {
    return "";
  }
  boost::system::error_code error;
  asio::ip::address address = asio::ip::make_address(text, error);
  if (error || address.is_unspecified()) return "";
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    if (address.is_unspecified()) return "";
  }
  return address.to_string();
}

}  // namespace net
