// DEFLATE read a bit at a time: slow and plain, to hold the fast one against.
#ifndef MAYBENOT_TESTING_PLAIN_INFLATE_H_
#define MAYBENOT_TESTING_PLAIN_INFLATE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace maybenot {

struct PlainInflated {
  std::string output;  // What comes before the input's end, if that is early.
  // Whole bytes of input after the last block; none: the input ended before.
  std::optional<std::size_t> unread;
};

// Reads blocks until the last one or the end of `input`; at most `max_output`
// bytes come out. What a distance reaches before the first byte is zero. Code
// lengths must fill their code, or be one code of one bit.
// None: the blocks are corrupt. SOURCE: RFC 1951.
std::optional<PlainInflated> PlainInflate(absl::string_view input,
                                          std::size_t max_output);

// SOURCE: RFC 1950 9.
std::uint32_t PlainAdler32(absl::string_view bytes);

}  // namespace maybenot

#endif  // MAYBENOT_TESTING_PLAIN_INFLATE_H_
