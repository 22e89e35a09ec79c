// Bytes as bincode 1.3 (varint integers, little endian) writes them.
//
//   integer  0..250 in one byte | fb u16 | fc u32 | fd u64    (LE; fe, ff: no)
//   bool, option   one byte, 0 or 1
//   enum, length   integer
//   f32, f64       their IEEE bits, LE
//
// SOURCE: spec/maybenot.md 1.1.
#ifndef MAYBENOT_BINCODE_READER_H_
#define MAYBENOT_BINCODE_READER_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace maybenot {

// Reads values one by one. The first error is kept; every read after it gives
// zero, false or none, so that callers may check once in a while. `what` names
// the value in that error.
class BincodeReader {
 public:
  explicit BincodeReader(absl::string_view bytes)
      : begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()) {}

  // Takes over-long forms too, as bincode does.
  std::uint64_t Integer(absl::string_view what) {
    if (at_ != end_ && First() <= kMaxOneByte) [[likely]]
      return Take();
    if (left() > sizeof(std::uint16_t) && First() == kTwoMoreBytes) {
      ++at_;
      return Wide<std::uint16_t>(what, kMaxOneByte);
    }
    return LongInteger(what);
  }

  // The tag of an enum or an option, below `count`.
  std::uint32_t Tag(absl::string_view what, std::uint32_t count) {
    const std::size_t at = position();
    const std::uint64_t tag = Integer(what);
    if (tag < count) [[likely]]
      return static_cast<std::uint32_t>(tag);
    return FailTag(what, at, tag, count);
  }

  bool Bool(absl::string_view what) {
    if (at_ != end_ && First() <= 1) [[likely]]
      return Take() != 0;
    return FailBool(what);
  }

  // How many options in a row are absent, up to `most`: zeros, passed over.
  std::size_t Absent(std::size_t most) {
    std::uint64_t word = 0;
    std::size_t absent = 0;
    while (left() >= sizeof(word)) {
      std::memcpy(&word, at_, sizeof(word));
      const auto zeros = static_cast<std::size_t>(std::countr_zero(word)) / 8;
      if (zeros < sizeof(word) || absent + zeros >= most) {
        return Skip(std::min(zeros, most - absent)) + absent;
      }
      absent += Skip(zeros);
    }
    while (absent < most && at_ != end_ && *at_ == 0) absent += Skip(1);
    return absent;
  }

  double F64(absl::string_view what) { return LittleEndian<double>(what); }
  float F32(absl::string_view what) { return LittleEndian<float>(what); }

  // The length of a list whose elements take `element_bytes` or more each: a
  // length that the bytes left cannot hold is an error, before any allocation.
  std::size_t Length(absl::string_view what, std::size_t element_bytes) {
    const std::size_t at = position();
    const std::uint64_t length = Integer(what);
    const std::size_t most = left() / element_bytes;
    if (length <= most) [[likely]]
      return static_cast<std::size_t>(length);
    return FailLength(what, at, length, most);
  }
  // There must be nothing left.
  void End();

  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }
  // Whether all integers so far were in their shortest form, which is the one
  // that is written.
  bool shortest() const { return shortest_; }

 private:
  static constexpr std::uint64_t kMaxOneByte = 250;
  static constexpr std::uint64_t kTwoMoreBytes = 251;

  std::size_t position() const {
    return static_cast<std::size_t>(at_ - begin_);
  }
  std::uint8_t First() const { return static_cast<std::uint8_t>(*at_); }
  std::uint8_t Take() { return static_cast<std::uint8_t>(*at_++); }

  template <typename T>
  T LittleEndian(absl::string_view what) {
    static_assert(std::endian::native == std::endian::little);
    if (left() < sizeof(T)) [[unlikely]] {
      FailEnd(what, sizeof(T));
      return T{};
    }
    T value;
    std::memcpy(&value, at_, sizeof(T));
    at_ += sizeof(T);
    return value;
  }

  std::size_t Skip(std::size_t bytes) {
    at_ += bytes;
    return bytes;
  }

  // `T` in full, or in the shorter form that holds up to `shorter`.
  template <typename T>
  std::uint64_t Wide(absl::string_view what, std::uint64_t shorter) {
    const T value = LittleEndian<T>(what);
    if (value <= shorter) shortest_ = false;
    return value;
  }
  std::uint64_t LongInteger(absl::string_view what);
  std::uint32_t FailTag(absl::string_view what, std::size_t at,
                        std::uint64_t tag, std::uint32_t count);
  std::size_t FailLength(absl::string_view what, std::size_t at,
                         std::uint64_t length, std::size_t most);
  bool FailBool(absl::string_view what);
  void FailEnd(absl::string_view what, std::size_t takes);
  void Fail(absl::string_view what, std::size_t at, absl::string_view problem);

  const char* begin_;
  const char* at_;  // `end_` after an error.
  const char* end_;
  absl::Status status_;
  bool shortest_ = true;
};

}  // namespace maybenot

#endif  // MAYBENOT_BINCODE_READER_H_
