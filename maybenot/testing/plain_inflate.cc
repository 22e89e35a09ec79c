#include "maybenot/testing/plain_inflate.h"

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace maybenot {
namespace {

constexpr unsigned kLiterals = 256;  // And the end of a block.

// What stops a reader before the last block has ended.
struct OutOfInput {};
struct OutOfRoom {};
struct Corrupt {};

// A codeword of so many bits, the first one highest.
using Codeword = std::pair<unsigned, unsigned>;  // Bits, value.
using Code = std::map<Codeword, unsigned>;       // To symbols.

// The code may be empty, or one codeword of one bit, unless it must be full.
// SOURCE: RFC 1951 3.2.2. Throws Corrupt.
Code MakeCode(const std::vector<unsigned>& lengths, bool must_be_full) {
  Code code;
  unsigned value = 0;
  std::uint64_t filled = 0;  // In parts of 2^-15.
  unsigned longest = 0;
  for (unsigned bits = 1; bits <= 15; ++bits) {
    value <<= 1;
    for (unsigned symbol = 0; symbol < lengths.size(); ++symbol) {
      if (lengths[symbol] != bits) continue;
      code[{bits, value++}] = symbol;
      filled += std::uint64_t{1} << (15 - bits);
      longest = bits;
    }
  }
  if (filled > 1u << 15) throw Corrupt();
  const bool small = code.empty() || (longest == 1 && !must_be_full);
  if (filled < 1u << 15 && !small) throw Corrupt();
  return code;
}

class Reader {
 public:
  Reader(absl::string_view input, std::size_t max_output)
      : input_(input), max_output_(max_output) {}

  // Whether the last block has ended. Throws what stops it.
  void ReadBlocks() {
    bool last = false;
    while (!last) {
      last = Bits(1) == 1;
      switch (Bits(2)) {
        case 0:
          Stored();
          break;
        case 1:
          Coded(MakeCode(FixedLiteralLengths(), true),
                MakeCode(std::vector<unsigned>(32, 5), true));
          break;
        case 2:
          Dynamic();
          break;
        default:
          throw Corrupt();
      }
    }
  }

  std::string& output() { return output_; }
  std::size_t UnreadBytes() const { return input_.size() - (bit_ + 7) / 8; }

 private:
  unsigned Bit() {
    if (bit_ / 8 >= input_.size()) throw OutOfInput();
    const auto byte = static_cast<unsigned char>(input_[bit_ / 8]);
    const unsigned bit = byte >> (bit_ % 8) & 1u;
    ++bit_;
    return bit;
  }
  // The first bit is the lowest.
  unsigned Bits(unsigned count) {
    unsigned value = 0;
    for (unsigned i = 0; i < count; ++i) value |= Bit() << i;
    return value;
  }

  unsigned Symbol(const Code& code) {
    unsigned value = 0;
    for (unsigned bits = 1; bits <= 15; ++bits) {
      value = value << 1 | Bit();
      const auto found = code.find({bits, value});
      if (found != code.end()) return found->second;
      // Nothing longer exists in a code without, or with one, codeword.
      if (code.size() <= 1) throw Corrupt();
    }
    throw Corrupt();
  }

  void Emit(char byte) {
    if (output_.size() == max_output_) throw OutOfRoom();
    output_.push_back(byte);
  }

  void Stored() {
    bit_ = (bit_ + 7) / 8 * 8;
    const unsigned size = Bits(16);
    if (size != (Bits(16) ^ 0xffffu)) throw Corrupt();
    for (unsigned i = 0; i < size; ++i) Emit(static_cast<char>(Bits(8)));
  }

  static std::vector<unsigned> FixedLiteralLengths() {
    std::vector<unsigned> lengths(288, 8);
    for (unsigned i = 144; i < 256; ++i) lengths[i] = 9;
    for (unsigned i = 256; i < 280; ++i) lengths[i] = 7;
    return lengths;
  }

  // SOURCE: RFC 1951 3.2.7.
  void Dynamic() {
    static constexpr unsigned kOrder[] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                          11, 4,  12, 3, 13, 2, 14, 1, 15};
    const unsigned literals = Bits(5) + 257;
    const unsigned distances = Bits(5) + 1;
    const unsigned packed = Bits(4) + 4;
    if (literals > 286 || distances > 30) throw Corrupt();
    std::vector<unsigned> packing(19);
    for (unsigned i = 0; i < packed; ++i) packing[kOrder[i]] = Bits(3);
    const Code code = MakeCode(packing, true);
    if (code.empty()) {
      // Each length is one bit that says zero: no block could end.
      for (unsigned i = 0; i < literals + distances; ++i) Bit();
      throw Corrupt();
    }
    std::vector<unsigned> lengths;
    while (lengths.size() < literals + distances) Unpack(code, lengths);
    if (lengths.size() > literals + distances) throw Corrupt();
    if (lengths[kLiterals] == 0) throw Corrupt();
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(literals);
    const Code literal_code = MakeCode({lengths.begin(), middle}, false);
    const Code distance_code = MakeCode({middle, lengths.end()}, false);
    Coded(literal_code, distance_code);
  }

  void Unpack(const Code& code, std::vector<unsigned>& lengths) {
    const unsigned symbol = Symbol(code);
    unsigned length = 0;
    unsigned count = 1;
    if (symbol < 16) {
      length = symbol;
    } else if (symbol == 16) {
      count = 3 + Bits(2);
      if (lengths.empty()) throw Corrupt();
      length = lengths.back();
    } else if (symbol == 17) {
      count = 3 + Bits(3);
    } else {
      count = 11 + Bits(7);
    }
    lengths.insert(lengths.end(), count, length);
  }

  void Coded(const Code& literals, const Code& distances) {
    while (true) {
      const unsigned symbol = Symbol(literals);
      if (symbol == kLiterals) return;
      if (symbol < kLiterals) {
        Emit(static_cast<char>(symbol));
        continue;
      }
      const unsigned length = Length(symbol);
      const unsigned distance = Distance(Symbol(distances));
      for (unsigned i = 0; i < length; ++i) {
        Emit(distance <= output_.size() ? output_[output_.size() - distance]
                                        : '\0');
      }
    }
  }

  // SOURCE: RFC 1951 3.2.5.
  unsigned Length(unsigned symbol) {
    if (symbol > 285) throw Corrupt();
    if (symbol == 285) return 258;
    const unsigned i = symbol - 257;
    if (i < 8) return 3 + i;
    const unsigned extra = i / 4 - 1;
    return 3 + ((4 + i % 4) << extra) + Bits(extra);
  }
  unsigned Distance(unsigned symbol) {
    if (symbol > 29) throw Corrupt();
    if (symbol < 4) return 1 + symbol;
    const unsigned extra = symbol / 2 - 1;
    return 1 + ((2 + symbol % 2) << extra) + Bits(extra);
  }

  absl::string_view input_;
  std::size_t max_output_;
  std::size_t bit_ = 0;
  std::string output_;
};

}  // namespace

std::optional<PlainInflated> PlainInflate(absl::string_view input,
                                          std::size_t max_output) {
  Reader reader(input, max_output);
  try {
    reader.ReadBlocks();
  } catch (const Corrupt&) {
    return std::nullopt;
  } catch (const OutOfInput&) {
    return PlainInflated{std::move(reader.output()), std::nullopt};
  } catch (const OutOfRoom&) {
    return PlainInflated{std::move(reader.output()), std::nullopt};
  }
  const std::size_t unread = reader.UnreadBytes();
  return PlainInflated{std::move(reader.output()), unread};
}

std::uint32_t PlainAdler32(absl::string_view bytes) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

}  // namespace maybenot
