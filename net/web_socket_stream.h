// Beast's WebSocket over an AnyStream, for the few units that speak to Beast:
// each takes long to compile.
#ifndef NET_WEB_SOCKET_STREAM_H_
#define NET_WEB_SOCKET_STREAM_H_

#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/system/error_code.hpp>
#include <utility>

#include "net/any_stream.h"

namespace net {

// What Beast asks of a stream beside reads and writes, by these names: an end
// at once when it has waited too long, and one in good order after both Close
// frames.
inline void beast_close_socket(AnyStream& stream) { stream.Close(); }
template <class Handler>
void async_teardown(boost::beast::role_type, AnyStream& stream,
                    Handler&& handler) {
  stream.FinishSending();
  asio::post(stream.get_executor(),
             boost::beast::bind_front_handler(std::forward<Handler>(handler),
                                              boost::system::error_code()));
}

// Whether what came is no HTTP, rather than too little of it.
inline bool IsMalformedHttp(const boost::system::error_code& error) {
  namespace http = boost::beast::http;
  return error.category() ==
             http::make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream &&
         error != http::error::partial_message;
}

class WebSocketStream {
 public:
  // Never permessage-deflate: it would tell of contents by sizes, and costs
  // 300 KB a connection.
  using Beast = boost::beast::websocket::stream<AnyStream, false>;

  explicit WebSocketStream(AnyStream stream) : beast(std::move(stream)) {}

  Beast beast;
};

}  // namespace net

#endif  // NET_WEB_SOCKET_STREAM_H_
