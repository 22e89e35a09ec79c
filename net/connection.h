// One shaped stream over TLS over TCP: what a shaper::StreamEnd stands on when
// the transport is a socket. It waits, and moves bytes and deadlines; it knows
// nothing of what they mean.
//
//   kConnecting -> kHandshaking -> kOpen -> kClosing -> kLingering -> kFinished
//
// It is driven by the callbacks of single waits and not by a coroutine: an idle
// connection's frames would take 700 bytes more, and one that is told to read
// nothing needs no place to stand.
#ifndef NET_CONNECTION_H_
#define NET_CONNECTION_H_

#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/timers.h"
#include "net/tls_context.h"
#include "net/tls_socket.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/stream_end.h"

namespace net {

// Made and owned by Connections (connections.h).
class Connection final : public shaper::StreamEnd::Transport,
                         public std::enable_shared_from_this<Connection> {
 public:
  struct Options {
    // From Accept or Dial until TLS is up.
    base::Duration handshake_limit = base::Seconds(30);
    // Ends a connection whose peer takes not a byte of an unfinished write for
    // so long: what is queued for it costs memory.
    base::Duration write_stall_limit = base::Seconds(60);
    // After a close, for the peer to take what was written and to close too.
    base::Duration linger_limit = base::Seconds(5);
  };

  // What is above a connection.
  struct Above {
    // Outlives the connection, or what comes first of Release() and
    // on_finished. Told through the end how it goes, from the loop only.
    shaper::StreamEnd::Application* application = nullptr;
    // Called once, when TLS is up: what the end is opened with.
    std::function<shaper::Stream()> make_stream;
    // The connection is over and about to be destroyed, if Release() was not
    // called: forget it. May do anything, from the loop, on no stack of the
    // end.
    std::function<void()> on_finished;
  };

  struct Counts {  // Of connections, so far.
    std::uint64_t up = 0;
    std::uint64_t failed_before_up = 0;
    std::uint64_t failed_later = 0;
    std::uint64_t closed_by_peer = 0;  // In good order; not of the failed.
    std::uint64_t stalled = 0;         // Of the failed: at write_stall_limit.
  };

  // What the connections of a process share. Outlives them.
  struct Shared {
    IoContext& io_context;
    Timers* timers;
    Options options;
    // The owner's, from the loop: the connection is up; is to be destroyed.
    std::function<void()> handle_up;
    std::function<void(Connection&)> remove;
    std::vector<std::uint8_t> scratch;  // One record's bytes.
    Counts counts;
  };

  Connection(Shared* shared, Above above);
  ~Connection();

  void Accept(const TlsContext& tls, TcpSocket socket);
  void Dial(const TlsContext& tls, const Endpoint& to,
            const std::string& server_name);

  shaper::StreamEnd& end() { return end_; }
  // Closes in good order, without a word to the application or on_finished; the
  // connection is not to be used any more. From anywhere.
  void Release();
  // None before and after it is connected. For logs: see net/diagnostics.h.
  std::optional<Endpoint> peer();
  // Calls on_finished, if there still is one.
  void TellFinished();

  // For the end.
  base::Instant now() const override { return shared_->timers->Now(); }
  bool HasRoom(std::size_t bytes) override;
  void Write(absl::Span<const std::uint8_t> bytes) override;
  void SetTimer(std::optional<base::Instant> at) override;
  void SetReading(bool reading) override;
  void Close() override;

 private:
  enum class State : std::uint8_t {
    kConnecting,
    kHandshaking,
    kOpen,
    kClosing,    // The end is down; a write is unfinished.
    kLingering,  // All is said; what the peer still says is dropped.
    kFinished,
  };

  // Each wait and posted call holds the connection by a weak pointer.
  void WaitReadable();
  void WaitWritable();
  void Await(TlsSocket::Want want);
  void Post(void (Connection::*call)());

  void HandleConnected(const boost::system::error_code& error);
  void HandleReadable();
  void HandleWritable();
  void HandleTimer();
  void HandleLimit();

  void Handshake();
  void ReadSome();
  void ContinueWrite();
  void Linger();
  // After this long without progress HandleLimit; none: no limit.
  void SetLimit(std::optional<base::Duration> limit);
  void UpdateTimer();
  // Ends it, from the loop; the application hears of it.
  void End(absl::string_view reason);
  void Fail(absl::string_view reason);  // And counts it.
  void FailDeferred();
  void Finish();

  Shared* shared_;
  Above above_;
  State state_ = State::kConnecting;
  bool reading_ = true;
  bool waits_for_read_ = false;
  bool waits_for_write_ = false;
  bool read_wants_write_ = false;
  std::optional<TlsSocket> tls_;  // None if there was no socket to be had.
  absl::Status deferred_;         // Of a call that may not call back.
  std::optional<base::Instant> stream_at_;
  std::optional<base::Instant> limit_at_;
  Timer timer_;
  shaper::StreamEnd end_;  // Last: going down, it calls back.
};

}  // namespace net

#endif  // NET_CONNECTION_H_
