#include "maybenot/packet_queue.h"

#include <algorithm>

namespace maybenot {

bool PacketQueue::Push(const QueuedPacket& packet) {
  if (room() == 0) return false;
  fifo_.push_back(packet);
  return true;
}

bool PacketQueue::PushReleased(const QueuedPacket& packet) {
  if (room() == 0) return false;
  released_.push_back(packet);
  return true;
}

void PacketQueue::ReleaseHead() {
  if (fifo_.empty()) return;
  released_.push_back(fifo_.front());
  fifo_.pop_front();
}

std::optional<QueuedPacket> PacketQueue::Pop(bool blocked) {
  std::deque<QueuedPacket>& from = released_.empty() ? fifo_ : released_;
  if (from.empty() || (blocked && released_.empty())) return std::nullopt;
  const QueuedPacket packet = from.front();
  from.pop_front();
  return packet;
}

std::size_t PacketQueue::Clear() {
  const auto normal = [](const QueuedPacket& packet) {
    return packet.kind == PacketKind::kNormal;
  };
  const auto count = std::count_if(released_.begin(), released_.end(), normal) +
                     std::count_if(fifo_.begin(), fifo_.end(), normal);
  released_.clear();
  fifo_.clear();
  return static_cast<std::size_t>(count);
}

}  // namespace maybenot
