#include "maybenot/bincode_reader.h"

#include <cstddef>
#include <cstdint>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace maybenot {

std::uint64_t BincodeReader::LongInteger(absl::string_view what) {
  const std::size_t at = position();
  const auto first = LittleEndian<std::uint8_t>(what);
  switch (first) {
    case kTwoMoreBytes:
      return Wide<std::uint16_t>(what, kMaxOneByte);
    case 252:
      return Wide<std::uint32_t>(what,
                                 std::numeric_limits<std::uint16_t>::max());
    case 253:
      return Wide<std::uint64_t>(what,
                                 std::numeric_limits<std::uint32_t>::max());
    case 254:
    case 255:
      Fail(what, at,
           absl::StrCat("begins with ", first, ": must be at most 253"));
      return 0;
    default:  // Nothing was left.
      return 0;
  }
}

void BincodeReader::End() {
  if (at_ != end_) {
    Fail("the end", position(),
         absl::StrCat("is followed by ", left(), " bytes: must be the last"));
  }
}

std::uint32_t BincodeReader::FailTag(absl::string_view what, std::size_t at,
                                     std::uint64_t tag, std::uint32_t count) {
  Fail(what, at, absl::StrCat("is ", tag, ": must be below ", count));
  return 0;
}

std::size_t BincodeReader::FailLength(absl::string_view what, std::size_t at,
                                      std::uint64_t length, std::size_t most) {
  Fail(what, at,
       absl::StrCat("has length ", length, ": must be at most ", most,
                    ", which is what the bytes left can hold"));
  return 0;
}

bool BincodeReader::FailBool(absl::string_view what) {
  if (at_ == end_) {
    FailEnd(what, 1);
  } else {
    Fail(what, position(), absl::StrCat("is ", First(), ": must be 0 or 1"));
  }
  return false;
}

void BincodeReader::FailEnd(absl::string_view what, std::size_t takes) {
  Fail(what, position(),
       absl::StrCat("takes ", takes, " bytes: the payload has ", left(),
                    " left"));
}

void BincodeReader::Fail(absl::string_view what, std::size_t at,
                         absl::string_view problem) {
  if (!ok()) return;
  status_ = absl::InvalidArgumentError(
      absl::StrCat(what, " (byte ", at, ") ", problem));
  at_ = end_;
}

}  // namespace maybenot
