#include "maybenot/bincode_reader.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace maybenot {

std::uint64_t BincodeReader::Integer(absl::string_view what) {
  const std::size_t at = at_;
  const std::uint64_t first = LittleEndian(what, 1);
  switch (first) {
    case 251:
      return LittleEndian(what, 2);
    case 252:
      return LittleEndian(what, 4);
    case 253:
      return LittleEndian(what, 8);
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
  const std::uint64_t value = LittleEndian(what, 1);
  if (value > 1) {
    Fail(what, at, absl::StrCat("is ", value, ": must be 0 or 1"));
    return false;
  }
  return value == 1;
}

double BincodeReader::F64(absl::string_view what) {
  return std::bit_cast<double>(LittleEndian(what, 8));
}

float BincodeReader::F32(absl::string_view what) {
  return std::bit_cast<float>(
      static_cast<std::uint32_t>(LittleEndian(what, 4)));
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

std::uint64_t BincodeReader::LittleEndian(absl::string_view what,
                                          std::size_t size) {
  if (bytes_.size() - at_ < size || !ok()) {
    Fail(what, at_,
         absl::StrCat("takes ", size, " bytes: the payload has ",
                      bytes_.size() - at_, " left"));
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(bytes_[at_ + i]);
    value |= std::uint64_t{byte} << 8 * i;
  }
  at_ += size;
  return value;
}

void BincodeReader::Fail(absl::string_view what, std::size_t at,
                         absl::string_view problem) {
  if (!ok()) return;
  status_ = absl::InvalidArgumentError(
      absl::StrCat(what, " (byte ", at, ") ", problem));
}

}  // namespace maybenot
