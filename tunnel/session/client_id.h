// Who a session belongs to: 8 random bytes that a client keeps over all its
// carriers. SOURCE: spec/tunnel.md 2.1.
#ifndef TUNNEL_SESSION_CLIENT_ID_H_
#define TUNNEL_SESSION_CLIENT_ID_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "base/random.h"

namespace session {

inline constexpr std::size_t kClientIdBytes = 8;

struct ClientId {
  std::array<std::uint8_t, kClientIdBytes> bytes = {};

  friend bool operator==(const ClientId&, const ClientId&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const ClientId& id) {
    return H::combine(std::move(state), id.bytes);
  }
};

// Who guesses it can take part in the session: `random` must be unpredictable.
ClientId DrawClientId(base::Random& random);

// 16 lowercase hex digits. It is a secret: not for logs.
std::string ToHex(const ClientId& id);

}  // namespace session

#endif  // TUNNEL_SESSION_CLIENT_ID_H_
