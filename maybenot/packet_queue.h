// What waits for the transport, or for blocking to end.
#ifndef MAYBENOT_PACKET_QUEUE_H_
#define MAYBENOT_PACKET_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/time.h"

namespace maybenot {

// What a packet carries: data, or nothing.
enum class PacketKind : std::uint8_t { kNormal, kPadding };

// A packet that waits, and since when.
struct QueuedPacket {
  PacketKind kind;
  std::uint32_t bytes;
  base::Instant since;
};

// A FIFO, and before it a lane of packets that padding with bypass has released
// from blocking. Together they hold at most `capacity` packets. A packet enters
// the lane as new padding or from the FIFO's head, so normal packets leave in
// the order in which they came. O(1) a call.
class PacketQueue {
 public:
  explicit PacketQueue(std::size_t capacity) : capacity_(capacity) {}

  std::size_t room() const {
    return capacity_ - released_.size() - fifo_.size();
  }
  bool empty() const { return released_.empty() && fifo_.empty(); }

  // False: the queue is full, and has not changed.
  [[nodiscard]] bool Push(const QueuedPacket& packet);
  [[nodiscard]] bool PushReleased(const QueuedPacket& packet);

  // Moves the FIFO's head into the lane; nothing if the FIFO is empty.
  void ReleaseHead();

  // The next packet. While blocked, only the lane gives.
  std::optional<QueuedPacket> Pop(bool blocked);

  // Drops all. Returns how many of them were normal packets.
  std::size_t Clear();

 private:
  std::size_t capacity_;
  std::deque<QueuedPacket> released_;
  std::deque<QueuedPacket> fifo_;
};

}  // namespace maybenot

#endif  // MAYBENOT_PACKET_QUEUE_H_
