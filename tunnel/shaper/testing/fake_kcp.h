// What KCP is to the shaper: it is pulled for packets, and the clock of each
// starts when it is told that the packet was written.
#ifndef TUNNEL_SHAPER_TESTING_FAKE_KCP_H_
#define TUNNEL_SHAPER_TESTING_FAKE_KCP_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "base/time.h"
#include "tunnel/shaper/packets.h"

namespace shaper {

class FakeKcp {
 public:
  static constexpr base::Duration kResendAfter = base::Milliseconds(200);

  // `segments` of `packet_bytes` each, numbered from 0, are ready to be sent.
  // Requires: packet_bytes >= 4.
  FakeKcp(std::size_t segments, std::size_t packet_bytes)
      : segments_(segments), packet_bytes_(packet_bytes) {}

  // Pushes as many packets as the shaper has room for, and checks that it takes
  // each and no more.
  void PushInto(Packets& shaper, base::Instant now);

  // Requires: the segment was pushed and not yet written.
  void HandleWritten(std::uint64_t segment, base::Instant now);

  // Resends what was written kResendAfter ago and never acknowledged.
  void HandleTime(base::Instant now);
  void Acknowledge(std::uint64_t segment) { acknowledged_[segment] = true; }

  std::vector<std::uint8_t> PacketOf(std::uint64_t segment) const;
  static std::uint64_t SegmentOf(const std::vector<std::uint8_t>& packet);

  std::size_t pushed() const { return pushed_; }
  std::size_t resends() const { return resends_; }
  // When each segment was written first.
  const std::map<std::uint64_t, base::Instant>& written() const {
    return written_;
  }

 private:
  std::size_t segments_;
  std::size_t packet_bytes_;
  std::size_t pushed_ = 0;
  std::size_t resends_ = 0;
  std::map<std::uint64_t, base::Instant> written_;
  std::map<std::uint64_t, bool> acknowledged_;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_TESTING_FAKE_KCP_H_
