// Frames as tests write and read them, and what lies between two sessions.
#ifndef TUNNEL_SMUX_TESTING_WIRE_H_
#define TUNNEL_SMUX_TESTING_WIRE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "tunnel/smux/frame.h"
#include "tunnel/smux/session.h"

namespace smux::testing {

using Bytes = std::vector<std::uint8_t>;

struct Frame {
  Command command;
  std::uint32_t stream;
  Bytes payload = {};
  Update update = {};

  friend bool operator==(const Frame&, const Frame&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const Frame& frame) {
  return out << "command " << static_cast<int>(frame.command) << " stream "
             << frame.stream << " payload of " << frame.payload.size()
             << " consumed " << frame.update.consumed << " window "
             << frame.update.window;
}

inline Frame Syn(std::uint32_t stream) { return {Command::kSyn, stream}; }
inline Frame Fin(std::uint32_t stream) { return {Command::kFin, stream}; }
inline Frame Nop() { return {Command::kNop, 0}; }
inline Frame Psh(std::uint32_t stream, Bytes payload) {
  return {Command::kPsh, stream, std::move(payload)};
}
inline Frame Upd(std::uint32_t stream, Update update) {
  return {Command::kUpd, stream, {}, update};
}

inline Bytes Encode(const std::vector<Frame>& frames) {
  Bytes out;
  for (const Frame& frame : frames) {
    const StreamId stream{frame.stream};
    if (frame.command == Command::kPsh) {
      AppendPsh(stream, frame.payload, out);
    } else if (frame.command == Command::kUpd) {
      AppendUpd(stream, frame.update, out);
    } else {
      AppendBare(frame.command, stream, out);
    }
  }
  return out;
}

// In parts of at most `part_bytes`. An unfinished frame stays out.
inline absl::StatusOr<std::vector<Frame>> Decode(
    absl::Span<const std::uint8_t> input, std::size_t part_bytes,
    Decoder& decoder) {
  std::vector<Frame> frames;
  Frame frame;
  while (!input.empty()) {
    absl::Span<const std::uint8_t> part = input.subspan(0, part_bytes);
    input.remove_prefix(part.size());
    while (true) {
      absl::StatusOr<std::optional<Decoder::Piece>> next = decoder.Next(part);
      if (!next.ok()) return next.status();
      if (!next->has_value()) break;
      const Decoder::Piece& piece = **next;
      if (piece.begins_frame) {
        frame = {piece.command,
                 static_cast<std::uint32_t>(piece.stream),
                 {},
                 piece.update};
      }
      frame.payload.insert(frame.payload.end(), piece.payload.begin(),
                           piece.payload.end());
      if (piece.ends_frame) frames.push_back(frame);
    }
    BASE_CHECK(part.empty());
  }
  return frames;
}

// All that the session has to send now.
inline Bytes PollBytes(Session& session) {
  Bytes out;
  while (session.PollFrame(out)) {
  }
  return out;
}

inline std::vector<Frame> PollFrames(Session& session) {
  Decoder decoder;
  const Bytes out = PollBytes(session);
  return *Decode(out, out.size(), decoder);
}

inline std::vector<Event> PollEvents(Session& session) {
  std::vector<Event> events;
  while (const std::optional<Event> event = session.PollEvent()) {
    events.push_back(*event);
  }
  return events;
}

// Returns how many bytes the session did not take.
inline std::size_t Give(Session& session,
                        absl::Span<const std::uint8_t> bytes) {
  BASE_CHECK(session.HandleBytes(bytes).ok());
  return bytes.size();
}
inline std::size_t Give(Session& session, const std::vector<Frame>& frames) {
  return Give(session, absl::MakeConstSpan(Encode(frames)));
}

// One direction between two sessions: what one has sent and the other not yet
// taken.
class Pipe {
 public:
  // Pulls frames while fewer than `room` bytes are on their way.
  void Pull(Session& from, std::size_t room) {
    while (bytes_.size() < room && from.PollFrame(bytes_)) {
    }
  }
  // Gives at most `size` bytes, and drops what was taken of them; whether
  // anything was.
  bool Push(Session& to, std::size_t size) {
    absl::Span<const std::uint8_t> part =
        absl::MakeConstSpan(bytes_).subspan(0, size);
    const std::size_t offered = part.size();
    BASE_CHECK(to.HandleBytes(part).ok());
    const std::size_t taken = offered - part.size();
    bytes_.erase(bytes_.begin(),
                 bytes_.begin() + static_cast<std::ptrdiff_t>(taken));
    return taken > 0;
  }
  std::size_t size() const { return bytes_.size(); }

 private:
  Bytes bytes_;
};

// Both directions until nothing moves, in parts of at most `part_bytes`.
inline void Exchange(Session& a, Session& b, std::size_t part_bytes = 1000) {
  Pipe to_b, to_a;
  bool moves = true;
  while (moves) {
    to_b.Pull(a, 1 << 16);
    to_a.Pull(b, 1 << 16);
    moves = to_b.Push(b, part_bytes);
    moves = to_a.Push(a, part_bytes) || moves;
  }
  BASE_CHECK(to_b.size() == 0 && to_a.size() == 0);
}

// 0, 1, ... modulo 251, from `begin` on: a lost or doubled block shows.
inline Bytes Counting(std::size_t size, std::size_t begin = 0) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<std::uint8_t>((begin + i) % 251);
  }
  return bytes;
}

inline Bytes Copy(absl::Span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace smux::testing

#endif  // TUNNEL_SMUX_TESTING_WIRE_H_
