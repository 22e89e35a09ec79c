// Numbers as their bytes, the least significant first.
#ifndef BASE_LITTLE_ENDIAN_H_
#define BASE_LITTLE_ENDIAN_H_

#include <bit>
#include <cstdint>
#include <cstring>

namespace base {

// Of sizeof(T) bytes, aligned or not.
template <typename T>
T LoadLittleEndian(const std::uint8_t* bytes) {
  static_assert(std::endian::native == std::endian::little);
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

template <typename T>
void StoreLittleEndian(T value, std::uint8_t* bytes) {
  static_assert(std::endian::native == std::endian::little);
  std::memcpy(bytes, &value, sizeof(T));
}

}  // namespace base

#endif  // BASE_LITTLE_ENDIAN_H_
