// The codewords of a canonical prefix code.
#ifndef MAYBENOT_DEFLATE_PREFIX_CODE_H_
#define MAYBENOT_DEFLATE_PREFIX_CODE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "maybenot/deflate/bit_writer.h"

namespace maybenot::deflate {

// Codewords follow from their lengths: shorter ones first, those of one length
// in the order of their symbols. SOURCE: RFC 1951 3.2.2.
class PrefixCode {
 public:
  // Requires: lengths of at most 15, that are those of a prefix code.
  explicit PrefixCode(absl::Span<const std::uint8_t> lengths);

  // Requires: the symbol has a length over 0.
  void Put(std::size_t symbol, BitWriter& out) const {
    out.Put(codewords_[symbol].bits, codewords_[symbol].length);
  }

 private:
  struct Codeword {
    std::uint16_t bits = 0;  // The first lowest.
    std::uint8_t length = 0;
  };

  std::vector<Codeword> codewords_;
};

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_PREFIX_CODE_H_
