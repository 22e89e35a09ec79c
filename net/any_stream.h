// TCP, plain or with TLS, as Asio's algorithms and Beast want a stream: what
// is above need not know which.
//
// A handle: copies are the same stream, which lives as long as any of them or
// a read or write under way. One read and one write at a time.
#ifndef NET_ANY_STREAM_H_
#define NET_ANY_STREAM_H_

#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/tls_context.h"
#include "net/tls_socket.h"

namespace net {

class AnyStream {
 public:
  using executor_type = Executor;  // Asio's name for it.

  // Plain. The socket is open; a client's need not be connected yet.
  explicit AnyStream(TcpSocket socket);
  // TLS; `server_name` as TlsSocket has it. `verified_host`: whom a context
  // that verifies expects, a name or an address; empty: nobody by name.
  AnyStream(TcpSocket socket, const TlsContext& context, TlsSocket::Role role,
            const std::string& server_name = "",
            const std::string& verified_host = "");

  Executor get_executor() const { return state_->socket().get_executor(); }
  TcpSocket& socket() const { return state_->socket(); }
  // None before and after it is connected.
  std::optional<Endpoint> peer() const;

  // Once connected, before anything else; of a plain stream there is nothing to
  // do. Calls back from the loop, perhaps from here, and not at all once the
  // stream is closed.
  void Handshake(std::function<void(const absl::Status&)> done) const;

  // Until it is set to false, what is written is gathered here, up to
  // kMaxGatheredBytes, and leaves with what is written after that, in one
  // record and one call of the system.
  void SetMoreFollows(bool more) { state_->more_follows = more; }
  static constexpr std::size_t kMaxGatheredBytes = TlsSocket::kMaxRecordBytes;

  // Why the latest read or write failed, if TLS has words for it; else OK.
  const absl::Status& failure() const { return state_->failure; }

  // Tells the peer that no more follows.
  void FinishSending() const;
  // Closes at once; the second so that the peer sees a reset, and the kernel
  // keeps nothing for it. What is under way ends with an error.
  void Close() const;
  void Abort() const;

  // Asio's names, AsyncReadStream and AsyncWriteStream. Nothing calls back from
  // the call itself. A read takes what is there, up to a buffer; a write may
  // take a part.
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& into, Token&& token) {
    asio::mutable_buffer first;
    for (auto it = asio::buffer_sequence_begin(into);
         it != asio::buffer_sequence_end(into) && first.size() == 0; ++it) {
      first = asio::mutable_buffer(*it);
    }
    return asio::async_compose<Token,
                               void(boost::system::error_code, std::size_t)>(
        Operation{state_, first, false}, token, get_executor());
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& from, Token&& token) {
    std::size_t taken = 0;
    for (auto it = asio::buffer_sequence_begin(from);
         it != asio::buffer_sequence_end(from); ++it) {
      taken += state_->Gather(asio::const_buffer(*it));
    }
    return asio::async_compose<Token,
                               void(boost::system::error_code, std::size_t)>(
        Operation{state_, asio::mutable_buffer(nullptr, taken), true}, token,
        get_executor());
  }

 private:
  // What one try came to: done, or to be repeated after a wait.
  struct Attempt {
    boost::system::error_code error = {};
    std::size_t bytes = 0;
    bool blocked = false;
    asio::socket_base::wait_type wait = asio::socket_base::wait_read;
  };

  struct State : std::enable_shared_from_this<State> {
    explicit State(TcpSocket plain)
        : transport(std::in_place_type<TcpSocket>, std::move(plain)) {}
    State(TcpSocket plain, const TlsContext& context, TlsSocket::Role role,
          const std::string& server_name)
        : transport(std::in_place_type<TlsSocket>, std::move(plain), context,
                    role, server_name) {}

    TcpSocket& socket();
    TlsSocket* tls() { return std::get_if<TlsSocket>(&transport); }
    Attempt Read(asio::mutable_buffer into);
    // How many of the bytes were taken.
    std::size_t Gather(asio::const_buffer bytes);
    // Sends what is gathered, unless more follows.
    Attempt Flush();
    Attempt FlushTls(TlsSocket& tls);
    Attempt Fail(const absl::Status& status);
    void ContinueHandshake(
        const std::function<void(const absl::Status&)>& done);

    std::variant<TcpSocket, TlsSocket> transport;
    std::vector<std::uint8_t> gathered;
    std::size_t sent = 0;  // Of it.
    bool more_follows = false;
    absl::Status failure;
  };

  // A read into `buffer`, or the write of as many bytes as it says.
  struct Operation {
    template <class Self>
    void operator()(Self& self, boost::system::error_code error = {}) {
      if (decided) {
        self.complete(attempt.error, attempt.bytes);
        return;
      }
      if (error) {
        attempt = {.error = error};
      } else if (writes) {
        attempt = state->Flush();
        attempt.bytes = attempt.error ? 0 : buffer.size();
      } else {
        attempt = state->Read(buffer);
      }
      TcpSocket& socket = state->socket();
      if (attempt.blocked) {
        waited = true;
        socket.async_wait(attempt.wait, std::move(self));
      } else if (waited) {
        self.complete(attempt.error, attempt.bytes);
      } else {
        decided = true;
        asio::post(socket.get_executor(), std::move(self));
      }
    }

    std::shared_ptr<State> state;
    asio::mutable_buffer buffer;
    bool writes;
    bool waited = false;
    bool decided = false;
    Attempt attempt = {};
  };

  std::shared_ptr<State> state_;
};

}  // namespace net

#endif  // NET_ANY_STREAM_H_
