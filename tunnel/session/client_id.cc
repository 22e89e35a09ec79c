#include "tunnel/session/client_id.h"

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "base/little_endian.h"

namespace session {

ClientId DrawClientId(base::Random& random) {
  ClientId id;
  base::StoreLittleEndian(random.NextU64(), id.bytes.data());
  return id;
}

std::string ToHex(const ClientId& id) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()));
}

}  // namespace session
