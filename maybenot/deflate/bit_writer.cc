#include "maybenot/deflate/bit_writer.h"

#include <string>

#include "absl/strings/string_view.h"
#include "base/check.h"

namespace maybenot::deflate {

void BitWriter::AlignToByte() {
  if (pending_.bit_count > 0) Put(0, 8 - pending_.bit_count);
}

void BitWriter::PutBytes(absl::string_view bytes) {
  BASE_CHECK(pending_.bit_count == 0);
  bytes_.append(bytes.data(), bytes.size());
}

void BitWriter::GoBackTo(const Mark& mark) {
  BASE_CHECK(mark.bytes <= bytes_.size());
  bytes_.resize(mark.bytes);
  pending_ = {mark.bits, mark.bit_count};
}

}  // namespace maybenot::deflate
