#include "maybenot/bincode_reader.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace maybenot {

template <typename T>
T BincodeReader::LittleEndian(absl::string_view what) {
  static_assert(std::endian::native == std::endian::little);
  if (bytes_.size() - at_ < sizeof(T) || !ok()) {
    Fail(what, at_,
         absl::StrCat("takes ", sizeof(T), " bytes: the payload has ",
                      bytes_.size() - at_, " left"));
    return T{};
  }
  T value;
  std::memcpy(&value, bytes_.data() + at_, sizeof(T));
  at_ += sizeof(T);
  return value;
}

std::uint64_t BincodeReader::Integer(absl::string_view what) {
  const std::size_t at = at_;
  const auto first = LittleEndian<std::uint8_t>(what);
  switch (first) {
    case 251:
      return LittleEndian<std::uint16_t>(what);
    case 252:
      return LittleEndian<std::uint32_t>(what);
    case 253:
      return LittleEndian<std::uint64_t>(what);
    case 254:
    case 255:
      Fail(what, at,
           absl::StrCat("begins with ", first, ": must be at most 253"));
      return 0;
    default:
      return first;
  }
}

std::uint32_t BincodeReader::Tag(absl::string_view what, std::uint32_t count) {
  const std::size_t at = at_;
  const std::uint64_t tag = Integer(what);
  if (tag >= count) {
    Fail(what, at, absl::StrCat("is ", tag, ": must be below ", count));
    return 0;
  }
  return static_cast<std::uint32_t>(tag);
}

bool BincodeReader::Bool(absl::string_view what) {
  const std::size_t at = at_;
  const auto value = LittleEndian<std::uint8_t>(what);
  if (value > 1) {
    Fail(what, at, absl::StrCat("is ", value, ": must be 0 or 1"));
    return false;
  }
  return value == 1;
}

double BincodeReader::F64(absl::string_view what) {
  return LittleEndian<double>(what);
}

float BincodeReader::F32(absl::string_view what) {
  return LittleEndian<float>(what);
}

std::size_t BincodeReader::Length(absl::string_view what,
                                  std::size_t element_bytes) {
  const std::size_t at = at_;
  const std::uint64_t length = Integer(what);
  const std::size_t most = (bytes_.size() - at_) / element_bytes;
  if (length > most) {
    Fail(what, at,
         absl::StrCat("has length ", length, ": must be at most ", most,
                      ", which is what the bytes left can hold"));
    return 0;
  }
  return static_cast<std::size_t>(length);
}

void BincodeReader::End() {
  if (at_ != bytes_.size()) {
    Fail("the end", at_,
         absl::StrCat("is followed by ", bytes_.size() - at_,
                      " bytes: must be the last"));
  }
}

void BincodeReader::Fail(absl::string_view what, std::size_t at,
                         absl::string_view problem) {
  if (!ok()) return;
  status_ = absl::InvalidArgumentError(
      absl::StrCat(what, " (byte ", at, ") ", problem));
}

}  // namespace maybenot
