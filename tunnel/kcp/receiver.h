// The receiving half of a KCP conversation: puts PUSH segments in order, and
// knows which answers it owes. SOURCE: spec/tunnel.md 3.4.
#ifndef TUNNEL_KCP_RECEIVER_H_
#define TUNNEL_KCP_RECEIVER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/byte_queue.h"
#include "base/time.h"
#include "tunnel/kcp/segment.h"

namespace kcp {

// Holds at most `window` segments' worth of bytes and as many acknowledgements,
// whatever the peer sends.
class Receiver {
 public:
  struct Options {
    std::uint32_t window = 4096;  // Segments that are held; 1 to 65535.
    // How long the answer to a segment in order may wait for company. The
    // deployed peers' flushes are this far apart.
    base::Duration ack_delay = base::Milliseconds(10);
  };

  struct Push {
    std::uint32_t sn;
    std::uint32_t ts;  // Of the writer's clock.
    absl::Span<const std::uint8_t> payload;
  };

  // The answer to one PUSH.
  struct Ack {
    std::uint32_t sn;
    std::uint32_t ts;  // As it came.
  };

  // Requires: 1 <= options.window <= 65535 and options.ack_delay >= 0.
  explicit Receiver(Options options)
      : options_(options), told_window_(options.window) {}

  // Whether packets overtake each other, as on several carriers: then a gap is
  // no sign of loss, and its answer waits as any does. A sender that was told
  // of each at once would send again what is only late.
  void SetOvertaking(bool overtaking) { overtaking_ = overtaking; }

  // One beyond the window is passed over, without an answer.
  void HandlePush(const Push& push, base::Instant now);

  // WASK: the peer asks for the window.
  void HandleQuestion() { owes_window_ = true; }

  // The bytes in order. Valid until the next HandlePush or Consume.
  absl::Span<const std::uint8_t> readable() const { return readable_.view(); }
  // Requires: count <= readable().size().
  void Consume(std::size_t count);

  // The sn expected next, and how many segments there is room for from it on.
  std::uint32_t una() const { return static_cast<std::uint32_t>(next_); }
  std::uint16_t window() const;

  // Whether an answer is to be written now, even alone.
  bool OwesAnswer() const { return owes_acks_ || owes_window_; }
  // When it will be, if nothing happens before.
  std::optional<base::Instant> NextDeadline() const { return ack_deadline_; }
  void HandleDeadline(base::Instant now);

  // The next ACK to write. What una() says anyhow is left out, but for the
  // last.
  std::optional<Ack> PollAck();
  // Whether to write WINS. The call is the write.
  bool PollWindow();
  // window() has been written, in a segment of any kind.
  void HandleWindowWritten() { told_window_ = window(); }

  std::uint64_t duplicates() const { return duplicates_; }

 private:
  struct PendingAck {
    std::uint64_t number;
    std::uint32_t ts;
  };

  // A packet's worth is not kept waiting. SOURCE: spec/tunnel.md 3.4.
  static constexpr std::size_t kManyAcks = kMaxPacketBytes / kHeaderBytes;
  // What a segment holds when it is full.
  static constexpr std::size_t kSegmentBytes = kMaxPacketBytes - kHeaderBytes;

  void QueueAck(PendingAck ack, base::Instant now);
  // Takes in what `push` and those ahead of it have now in order.
  void Deliver(absl::Span<const std::uint8_t> payload);

  Options options_;
  bool overtaking_ = false;
  std::uint64_t next_ = 0;  // una() is its low half.
  base::ByteQueue readable_;
  std::map<std::uint64_t, std::vector<std::uint8_t>> ahead_;
  std::vector<PendingAck> acks_;  // The first acks_written_ are done with.
  std::size_t acks_written_ = 0;
  bool owes_acks_ = false;
  std::optional<base::Instant> ack_deadline_;
  bool owes_window_ = false;
  std::uint32_t told_window_;
  std::uint64_t duplicates_ = 0;
};

}  // namespace kcp

#endif  // TUNNEL_KCP_RECEIVER_H_
