#include "tunnel/shaper/testing/fake_kcp.h"

#include "base/check.h"

namespace shaper {

void FakeKcp::PushInto(Packets& shaper, base::Instant now) {
  while (shaper.Room() > 0 && pushed_ < segments_) {
    BASE_CHECK(shaper.Push(PacketOf(pushed_), pushed_, now).ok());
    ++pushed_;
  }
}

void FakeKcp::HandleWritten(std::uint64_t segment, base::Instant now) {
  BASE_CHECK(segment < pushed_);
  BASE_CHECK(written_.emplace(segment, now).second);
}

void FakeKcp::HandleTime(base::Instant now) {
  for (const auto& [segment, at] : written_) {
    if (!acknowledged_[segment] && now - at >= kResendAfter) ++resends_;
  }
}

std::vector<std::uint8_t> FakeKcp::PacketOf(std::uint64_t segment) const {
  BASE_CHECK(packet_bytes_ >= 4);
  std::vector<std::uint8_t> packet(packet_bytes_,
                                   static_cast<std::uint8_t>(segment * 7));
  for (std::size_t i = 0; i < 4; ++i) {
    packet[i] = static_cast<std::uint8_t>(segment >> (8 * i));
  }
  return packet;
}

std::uint64_t FakeKcp::SegmentOf(const std::vector<std::uint8_t>& packet) {
  BASE_CHECK(packet.size() >= 4);
  std::uint64_t segment = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    segment |= static_cast<std::uint64_t>(packet[i]) << (8 * i);
  }
  return segment;
}

}  // namespace shaper
