// A download through a session: what the client reads, and when.
#ifndef TUNNEL_SESSION_TESTING_DOWNLOAD_H_
#define TUNNEL_SESSION_TESTING_DOWNLOAD_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/check.h"
#include "base/time.h"
#include "tunnel/session/testing/world.h"
#include "tunnel/smux/frame.h"

namespace session::testing {

// The client opens a stream and sends a byte; the server sends `bytes` on it.
class Download {
 public:
  Download(World* world, std::size_t bytes)
      : world_(world),
        bytes_(bytes),
        stream_(*world->at(End::kClient).streams().Open()),
        last_(world->now()) {
    BASE_CHECK(world->at(End::kClient).streams().Write(stream_, {'?'}) == 1);
  }

  // For World::Run: moves bytes; true once all have been read.
  bool Step() {
    Serve();
    Read();
    return read_ == bytes_;
  }

  std::size_t read() const { return read_; }
  // The longest time without a byte so far, once the first had come.
  base::Duration longest_gap() const { return longest_gap_; }

 private:
  static std::uint8_t ByteAt(std::size_t position) {
    return static_cast<std::uint8_t>(position * 31 + position / 255);
  }

  void Serve() {
    smux::Session& streams = world_->at(End::kServer).streams();
    if (!served_) served_ = streams.PollAccepted();
    if (!served_) return;
    std::vector<std::uint8_t> piece(
        std::min(bytes_ - written_, streams.WriteRoom(*served_)));
    for (std::size_t i = 0; i < piece.size(); ++i) {
      piece[i] = ByteAt(written_ + i);
    }
    written_ += streams.Write(*served_, piece);
  }

  void Read() {
    smux::Session& streams = world_->at(End::kClient).streams();
    const absl::Span<const std::uint8_t> bytes = streams.Readable(stream_);
    if (bytes.empty()) return;
    for (const std::uint8_t byte : bytes) BASE_CHECK(byte == ByteAt(read_++));
    streams.Consume(stream_, bytes.size());
    if (read_ > bytes.size()) {
      longest_gap_ = std::max(longest_gap_, world_->now() - last_);
    }
    last_ = world_->now();
  }

  World* world_;
  std::size_t bytes_;
  smux::StreamId stream_;
  std::optional<smux::StreamId> served_;
  std::size_t written_ = 0;
  std::size_t read_ = 0;
  base::Instant last_;
  base::Duration longest_gap_{};
};

}  // namespace session::testing

#endif  // TUNNEL_SESSION_TESTING_DOWNLOAD_H_
