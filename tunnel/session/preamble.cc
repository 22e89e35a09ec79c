#include "tunnel/session/preamble.h"

#include <algorithm>

#include "base/check.h"

namespace session {

void AppendPreamble(const ClientId& id, std::vector<std::uint8_t>& out) {
  out.insert(out.end(), kToken.begin(), kToken.end());
  out.insert(out.end(), id.bytes.begin(), id.bytes.end());
}

PreambleReader::State PreambleReader::Read(
    absl::Span<const std::uint8_t>& input) {
  while (size_ < kPreambleBytes && !input.empty()) {
    if (size_ < kToken.size() && input.front() != kToken[size_]) {
      return State::kForeign;
    }
    bytes_[size_++] = input.front();
    input.remove_prefix(1);
  }
  return size_ == kPreambleBytes ? State::kDone : State::kReading;
}

ClientId PreambleReader::client_id() const {
  BASE_CHECK(size_ == kPreambleBytes);
  ClientId id;
  std::copy(bytes_.begin() + kToken.size(), bytes_.end(), id.bytes.begin());
  return id;
}

}  // namespace session
