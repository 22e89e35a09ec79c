// What a session is made with.
#ifndef TUNNEL_SMUX_OPTIONS_H_
#define TUNNEL_SMUX_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "base/time.h"
#include "tunnel/smux/frame.h"

namespace smux {

// Which ids a session gives to the streams that it opens: a client 3, 5, ...,
// a server 2, 4, ... Nothing else depends on it but a default.
enum class Role : std::uint8_t { kClient, kServer };

// Sizes are in bytes. The defaults are Snowflake's where it has one.
// SOURCE: spec/tunnel.md section 4.
struct Options {
  Role role = Role::kClient;

  // Between two NOPs. Over 0.
  base::Duration keepalive_interval = base::Seconds(10);
  // The session is given up when no frame came in such a period; at least
  // keepalive_interval. None: 10 min for a client, 4 min for a server.
  std::optional<base::Duration> keepalive_timeout = std::nullopt;

  // The most data in a frame that we send; any are accepted. In
  // 1..kMaxPayloadBytes. A stream waits at most one such frame of each other
  // one for its turn: 4096 of each of 100 streams are 400 KiB, where
  // Snowflake's 32768 are over 3 MiB; the headers then take 0.2%.
  std::size_t max_frame_bytes = 4096;

  // Data of all streams that arrived and was not consumed. Once there is as
  // much, HandleBytes takes nothing. In 1..2^31 - 1.
  std::size_t max_session_buffer = 4194304;
  // The window that a stream's peer is told; before, it takes it for 262144. In
  // 1..max_session_buffer.
  std::size_t max_stream_buffer = 1048576;
  // Data of a stream that was written and not yet sent. In 1..2^31 - 1. Enough
  // that the host need not refill it at each frame; small, for a stranger who
  // does not read can hold as much a stream.
  std::size_t max_send_buffer = 65536;

  // Streams that the peer has opened and that have not ended. What it opens
  // beyond is refused with a FIN. In 0..2^20.
  std::size_t max_streams = 1024;
  // Of these, the ones not yet taken by PollAccepted. The same beyond. In
  // 1..2^20.
  std::size_t accept_backlog = 1024;

  base::Duration keepalive_timeout_or_default() const {
    return keepalive_timeout.value_or(
        base::Seconds(role == Role::kClient ? 600 : 240));
  }

  // Errors: kInvalidArgument naming the option, its value and its bound.
  absl::Status Validate() const;
};

}  // namespace smux

#endif  // TUNNEL_SMUX_OPTIONS_H_
