// A session's host that keeps account of what it did and heard, and checks that
// the two fit.
#ifndef FUZZ_SMUX_HOST_H_
#define FUZZ_SMUX_HOST_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/time.h"
#include "tunnel/smux/frame.h"
#include "tunnel/smux/options.h"
#include "tunnel/smux/session.h"
#include "tunnel/smux/stream.h"
#include "tunnel/smux/testing/wire.h"

namespace smux {

// Of the byte at `offset` that `role` writes on the stream.
inline std::uint8_t ByteAt(Role role, StreamId stream, std::size_t offset) {
  return static_cast<std::uint8_t>((offset * 7 +
                                    static_cast<std::uint32_t>(stream) * 31 +
                                    (role == Role::kClient ? 101 : 0)) %
                                   251);
}

// What a host knows of a stream.
struct Seen {
  std::size_t written = 0;
  std::size_t read = 0;
  bool write_closed = false;
  bool peer_closed = false;
  bool closed = false;      // By this host.
  bool gone = false;        // Closed, or told that it has finished.
  bool noted = false;       // Told of the bytes that are readable.
  bool wants_room = false;  // Found no room, and not told of any since.
};

// One end: a session, and a host that acts as the input says.
class Host {
 public:
  Host(const Options& options, base::Instant now)
      : options_(options), session_(*Session::Create(options, now)) {}

  Session& session() { return session_; }
  const Options& options() const { return options_; }
  const std::map<StreamId, Seen>& streams() const { return streams_; }

  void Open() {
    const absl::StatusOr<StreamId> stream = session_.Open();
    BASE_CHECK(stream.ok());
    BASE_CHECK(streams_.emplace(*stream, Seen{}).second);
  }

  void Write(StreamId stream, std::size_t size) {
    Seen& seen = streams_[stream];
    size = std::min(size, kMaxTotal - total_);
    testing::Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
      bytes[i] = ByteAt(options_.role, stream, seen.written + i);
    }
    const std::size_t room = session_.WriteRoom(stream);
    const std::size_t taken = session_.Write(stream, bytes);
    BASE_CHECK(taken == std::min(size, room));
    BASE_CHECK(taken == 0 || (!seen.gone && !seen.write_closed));
    seen.written += taken;
    total_ += taken;
    seen.wants_room = taken < size && !seen.gone && !seen.write_closed;
  }

  // Whether anything was.
  bool Consume(StreamId stream, std::size_t most) {
    Seen& seen = streams_[stream];
    const absl::Span<const std::uint8_t> readable =
        session_.Readable(stream).subspan(0, most);
    const Role peer =
        options_.role == Role::kClient ? Role::kServer : Role::kClient;
    for (const std::uint8_t byte : readable) {
      BASE_CHECK(byte == ByteAt(peer, stream, seen.read++));
    }
    const std::size_t size = readable.size();
    session_.Consume(stream, size);
    if (session_.Readable(stream).empty()) seen.noted = false;
    return size > 0;
  }

  void CloseWrite(StreamId stream) {
    session_.CloseWrite(stream);
    streams_[stream].write_closed = true;
    streams_[stream].wants_room = false;
  }

  void Close(StreamId stream) {
    session_.Close(stream);
    Seen& seen = streams_[stream];
    seen.closed = seen.closed || !seen.gone;
    seen.gone = true;
    seen.noted = seen.wants_room = false;
  }

  void Listen() {
    while (const std::optional<StreamId> stream = session_.PollAccepted()) {
      BASE_CHECK(streams_.emplace(*stream, Seen{}).second);
    }
    while (const std::optional<Event> event = session_.PollEvent()) {
      BASE_CHECK(streams_.count(event->stream) == 1);
      Take(event->kind, streams_[event->stream]);
    }
    for (const auto& [stream, seen] : streams_) {
      BASE_CHECK(seen.noted || session_.Readable(stream).empty());
      const std::size_t half =
          options_.max_send_buffer - options_.max_send_buffer / 2;
      BASE_CHECK(!seen.wants_room || session_.WriteRoom(stream) < half);
    }
  }

  void CheckBounds() const {
    std::size_t readable = 0;
    for (const auto& [stream, seen] : streams_) {
      readable += session_.Readable(stream).size();
    }
    BASE_CHECK(readable <= session_.buffered_bytes());
    BASE_CHECK(session_.buffered_bytes() <= options_.max_session_buffer);
    // Those that were accepted are counted twice.
    BASE_CHECK(session_.stream_count() <=
               options_.max_streams + streams_.size());
  }

 private:
  static constexpr std::size_t kMaxTotal = 1000000;

  static void Take(EventKind kind, Seen& seen) {
    BASE_CHECK(!seen.gone && kind != EventKind::kBroken);
    switch (kind) {
      case EventKind::kReadable:
        seen.noted = true;
        break;
      case EventKind::kWritable:
        BASE_CHECK(!seen.write_closed);
        seen.wants_room = false;
        break;
      case EventKind::kPeerClosed:
        BASE_CHECK(!seen.peer_closed);
        seen.peer_closed = true;
        break;
      default:
        BASE_CHECK(seen.peer_closed && seen.write_closed);
        seen.gone = true;
    }
  }

  Options options_;
  Session session_;
  std::map<StreamId, Seen> streams_;
  std::size_t total_ = 0;  // Written.
};

}  // namespace smux

#endif  // FUZZ_SMUX_HOST_H_
