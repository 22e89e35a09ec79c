// What opens each carrier, from the client only: a token, then its id.
// SOURCE: spec/tunnel.md 2.1.
#ifndef TUNNEL_SESSION_PREAMBLE_H_
#define TUNNEL_SESSION_PREAMBLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "tunnel/session/client_id.h"

namespace session {

inline constexpr std::array<std::uint8_t, 8> kToken = {0x12, 0x93, 0x60, 0x5d,
                                                       0x27, 0x81, 0x75, 0xf5};
inline constexpr std::size_t kPreambleBytes = kToken.size() + kClientIdBytes;

void AppendPreamble(const ClientId& id, std::vector<std::uint8_t>& out);

// Reads a preamble, however it is split.
class PreambleReader {
 public:
  enum class State : std::uint8_t {
    kReading,
    kDone,     // client_id() is there.
    kForeign,  // It does not begin with the token.
  };

  // Takes what belongs to the preamble from `input`, up to its end or to the
  // first byte that is not the token's, which stays.
  State Read(absl::Span<const std::uint8_t>& input);

  // Of what was read: what a foreign stream began with.
  absl::Span<const std::uint8_t> bytes() const {
    return absl::MakeConstSpan(bytes_.data(), size_);
  }
  // Requires: kDone.
  ClientId client_id() const;

 private:
  std::array<std::uint8_t, kPreambleBytes> bytes_ = {};
  std::size_t size_ = 0;
};

}  // namespace session

#endif  // TUNNEL_SESSION_PREAMBLE_H_
