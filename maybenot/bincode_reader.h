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

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace maybenot {

// Reads values one by one. The first error is kept; every read after it gives
// zero, false or none, so that callers may check once in a while. `what` names
// the value in that error.
class BincodeReader {
 public:
  explicit BincodeReader(absl::string_view bytes) : bytes_(bytes) {}

  // Takes over-long forms too, as bincode does.
  std::uint64_t Integer(absl::string_view what);
  // The tag of an enum or an option, below `count`.
  std::uint32_t Tag(absl::string_view what, std::uint32_t count);
  bool Bool(absl::string_view what);
  double F64(absl::string_view what);
  float F32(absl::string_view what);
  // The length of a list whose elements take `element_bytes` or more each: a
  // length that the bytes left cannot hold is an error, before any allocation.
  std::size_t Length(absl::string_view what, std::size_t element_bytes);
  // There must be nothing left.
  void End();

  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }

 private:
  template <typename T>
  T LittleEndian(absl::string_view what);
  void Fail(absl::string_view what, std::size_t at, absl::string_view problem);

  absl::string_view bytes_;
  std::size_t at_ = 0;
  absl::Status status_;
};

}  // namespace maybenot

#endif  // MAYBENOT_BINCODE_READER_H_
