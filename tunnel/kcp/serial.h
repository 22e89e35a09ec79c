// Numbers that wrap at 2^32 on the wire and never here.
#ifndef TUNNEL_KCP_SERIAL_H_
#define TUNNEL_KCP_SERIAL_H_

#include <cstdint>

namespace kcp {

// The number next to `near` whose low 32 bits are `wire`: at most 2^31 - 1
// ahead of it or 2^31 behind. None is below zero: what would be is ahead.
constexpr std::uint64_t Extend(std::uint32_t wire, std::uint64_t near) {
  const std::uint32_t ahead = wire - static_cast<std::uint32_t>(near);
  constexpr std::uint32_t kHalf = 0x80000000;
  if (ahead < kHalf) return near + ahead;
  const std::uint64_t behind = (std::uint64_t{1} << 32) - ahead;
  return behind <= near ? near - behind : near + ahead;
}

}  // namespace kcp

#endif  // TUNNEL_KCP_SERIAL_H_
