// Two streams joined by a transport without delay, in virtual time:
//
//   StreamPair pair(Defended(Role::kClient), Defended(Role::kServer));
//   pair.client().Write(bytes, pair.now());
//   pair.Run(base::Seconds(1));
#ifndef TUNNEL_SHAPER_TESTING_STREAM_PAIR_H_
#define TUNNEL_SHAPER_TESTING_STREAM_PAIR_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "maybenot/machine.h"
#include "tunnel/shaper/stream.h"

namespace shaper {

// 1, 2, 3, ... modulo 256.
std::vector<std::uint8_t> Counting(std::size_t size);
std::vector<std::uint8_t> Bytes(absl::string_view text);

Stream::Options Plain(Stream::Role role);
// Records cells and the Defender's events.
Stream::Options Defended(Stream::Role role, maybenot::Machines machines = {},
                         std::size_t cell_size = kDefaultCellSize);

// Starts at `now` with seed 1. Requires: the options are valid.
Stream CreateStream(Stream::Options options, base::Instant now = {});

// All that is to be written now, in one piece.
std::vector<std::uint8_t> PollAll(Stream& stream, base::Instant now = {});

class StreamPair {
 public:
  // One direction: the sizes of its writes and the receiver's last status.
  struct Direction {
    std::vector<std::size_t> writes;
    absl::Status status;
  };

  StreamPair(Stream::Options client, Stream::Options server);

  // Carries what is there, then handles deadlines in their order and carries
  // what they lead to, up to and at `later` from now.
  void Run(base::Duration later = base::Duration(0));

  Stream& client() { return client_; }
  Stream& server() { return server_; }
  base::Instant now() const { return now_; }
  const Direction& up() const { return up_; }  // From the client.
  const Direction& down() const { return down_; }

 private:
  void Carry();
  // Whether there was a write. What comes after an error is dropped.
  bool CarryOne(Stream& from, Stream& to, Direction& direction);

  base::Instant now_{};
  Stream client_;
  Stream server_;
  Direction up_;
  Direction down_;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_TESTING_STREAM_PAIR_H_
