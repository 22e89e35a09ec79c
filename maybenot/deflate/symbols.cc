#include "maybenot/deflate/symbols.h"

#include <bit>
#include <cstddef>
#include <cstdint>

namespace maybenot::deflate {
namespace {

// Numbers of a binary order share 2^`kept` symbols, told by the `kept` bits
// below the highest; the bits below those are extra. Numbers under
// 2^(`kept` + 1) are symbols themselves.
Symbol FromOrder(std::uint32_t number, unsigned kept) {
  if (number < 2u << kept) return {number, 0, 0};
  const auto order = static_cast<unsigned>(std::bit_width(number)) - 1;
  const unsigned extra_bits = order - kept;
  const std::uint32_t group = number >> extra_bits;  // 1, then `kept` bits.
  return {(std::size_t{extra_bits} << kept) + group,
          number & ((1u << extra_bits) - 1), extra_bits};
}

}  // namespace

Symbol LengthSymbol(std::uint32_t length) {
  // The longest has a symbol of its own, beside the last of its order.
  if (length == kMaxMatch) return {285, 0, 0};
  Symbol symbol = FromOrder(length - kMinMatch, 2);
  symbol.index += kEndOfBlock + 1;
  return symbol;
}

Symbol DistanceSymbol(std::uint32_t distance) {
  return FromOrder(distance - 1, 1);
}

}  // namespace maybenot::deflate
