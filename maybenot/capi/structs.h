// The ABI's structs that may grow: read from callers and given to them.
#ifndef MAYBENOT_CAPI_STRUCTS_H_
#define MAYBENOT_CAPI_STRUCTS_H_

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace maybenot::capi {

// No version's is longer; what claims to be was never set.
inline constexpr std::size_t kMaxStructBytes = 4096;

// Whether `given`, which begins with its size, is one that can be read as a
// Struct. A longer one, of a later version, must be zero where this library
// knows nothing.
template <typename Struct>
bool IsReadable(const Struct& given) {
  const std::size_t size = given.struct_size;
  if (size < sizeof(Struct) || size > kMaxStructBytes) return false;
  const auto* bytes = reinterpret_cast<const unsigned char*>(&given);
  return std::all_of(bytes + sizeof(Struct), bytes + size,
                     [](unsigned char byte) { return byte == 0; });
}

// Fills `size` bytes at `out`: with `value`, and zeros after it.
template <typename Struct>
void FillStruct(const Struct& value, void* out, std::size_t size) {
  const std::size_t known = std::min(size, sizeof(Struct));
  std::memcpy(out, &value, known);
  std::memset(static_cast<unsigned char*>(out) + known, 0, size - known);
}

}  // namespace maybenot::capi

#endif  // MAYBENOT_CAPI_STRUCTS_H_
