// The compressor of the text form.
//
// The input says how to build what is compressed: fresh bytes, or a repetition
// of what came before, from distances up to beyond the window. Property: zlib
// inflates the stream to it again, and a stream is hardly longer than what it
// holds.

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "fuzz/input.h"
#include "maybenot/deflate/encoder.h"

namespace {

constexpr std::size_t kMaxBytes = 200000;

// Fresh bytes of the input; noise of up to 64 KiB that costs no input; or a
// repetition.
std::string Build(fuzz::Input& input) {
  std::string built;
  std::uint32_t noise = 1;
  while (!input.empty() && built.size() < kMaxBytes) {
    const std::size_t kind = input.Below(4);
    const std::size_t size = input.Byte();
    if (kind == 0) {
      for (const std::uint8_t byte : input.Take(size)) {
        built.push_back(static_cast<char>(byte));
      }
    } else if (kind == 1) {
      for (std::size_t i = 0; i < 256 * size; ++i) {
        noise = noise * 1664525 + 1013904223;
        built.push_back(static_cast<char>(noise >> 24));
      }
    } else if (!built.empty()) {
      std::size_t distance = 1 + input.Byte();
      if (kind == 3) distance += 256u * input.Byte();
      distance = std::min(distance, built.size());
      for (std::size_t i = 0; i < 2 * size; ++i) {
        built.push_back(built[built.size() - distance]);
      }
    }
  }
  return built;
}

std::string InflateByZlib(absl::string_view stream, std::size_t size) {
  std::string bytes(size + 1, '\0');
  uLongf have = bytes.size();
  const int code =
      uncompress(reinterpret_cast<Bytef*>(bytes.data()), &have,
                 reinterpret_cast<const Bytef*>(stream.data()), stream.size());
  BASE_CHECK(code == Z_OK);
  bytes.resize(have);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  fuzz::Input input(absl::MakeConstSpan(data, size));
  const std::string bytes = Build(input);
  const std::string stream = maybenot::deflate::Compress(bytes);
  BASE_CHECK(InflateByZlib(stream, bytes.size()) == bytes);
  // Envelope and one empty block: 8. A byte costs 9 bits at most where it is
  // not stored, and a block's codes 320 bytes.
  BASE_CHECK(stream.size() <= bytes.size() + bytes.size() / 8 + 336);
  return 0;
}
