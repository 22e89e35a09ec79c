#include "maybenot/compression.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/status_macros.h"

namespace maybenot {
namespace {

constexpr std::size_t kHeaderBytes = 2;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kWindowBytes = 32768;

std::uint32_t Byte(absl::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// zlib declares its input as non-const and does not write to it.
Bytef* Input(absl::string_view bytes) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

// RFC 1950 2.2: method 8, a window of at most 32 KiB, no preset dictionary.
absl::Status CheckHeader(absl::string_view compressed) {
  if (compressed.size() < kHeaderBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("zlib: has ", compressed.size(),
                     " bytes: must have a header of ", kHeaderBytes));
  }
  const std::uint32_t cmf = Byte(compressed, 0);
  const std::uint32_t flags = Byte(compressed, 1);
  const bool deflate = (cmf & 15) == 8 && cmf >> 4 <= 7;
  if (!deflate || (flags & 0x20) != 0 || (cmf * 256 + flags) % 31 != 0) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "zlib: header is %02x%02x: must be method 8, a window of at most "
        "32 KiB, no dictionary, a multiple of 31",
        cmf, flags));
  }
  return absl::OkStatus();
}

// A raw DEFLATE stream, inflated a window of output at a time, as the
// reference does: it stops at the end of a window if no input is left.
// A reference to before the start of the stream reads zeros, as there.
class RawInflater {
 public:
  RawInflater() {
    BASE_CHECK(inflateInit2(&stream_, -15) == Z_OK);
    static constexpr Bytef kZeros[kWindowBytes] = {};
    BASE_CHECK(inflateSetDictionary(&stream_, kZeros, kWindowBytes) == Z_OK);
  }
  ~RawInflater() { inflateEnd(&stream_); }
  RawInflater(const RawInflater&) = delete;
  RawInflater& operator=(const RawInflater&) = delete;

  // Inflates `chunk` and appends to output(), up to kMaxPayloadBytes in all.
  absl::Status Feed(absl::string_view chunk) {
    stream_.next_in = Input(chunk);
    stream_.avail_in = static_cast<uInt>(chunk.size());
    do {
      RETURN_IF_ERROR(FillWindow());
    } while (!ended_ && stream_.avail_in > 0 && AtWindowEnd() &&
             output_.size() < kMaxPayloadBytes);
    unread_ = stream_.avail_in;
    return absl::OkStatus();
  }

  bool ended() const { return ended_; }           // The last block has ended.
  std::size_t unread() const { return unread_; }  // Bytes of the last chunk.
  std::string& output() { return output_; }

 private:
  bool AtWindowEnd() const {
    return !output_.empty() && output_.size() % kWindowBytes == 0;
  }

  // Inflates to the next multiple of kWindowBytes, or as far as the input goes.
  absl::Status FillWindow() {
    const std::size_t end = (output_.size() / kWindowBytes + 1) * kWindowBytes;
    int code = Z_OK;
    while (code == Z_OK && output_.size() < end) {
      // Most machines are small: grow from little, and double.
      const std::size_t have = output_.size();
      const std::size_t want =
          std::min(end, std::max<std::size_t>(2 * have, 1024));
      output_.resize(want);
      stream_.next_out = reinterpret_cast<Bytef*>(&output_[have]);
      stream_.avail_out = static_cast<uInt>(want - have);
      code = inflate(&stream_, Z_NO_FLUSH);
      output_.resize(want - stream_.avail_out);
      if (stream_.avail_out > 0) break;  // Ended, corrupt, or out of input.
    }
    BASE_CHECK(code != Z_STREAM_ERROR && code != Z_MEM_ERROR);
    if (code == Z_DATA_ERROR) {
      return absl::InvalidArgumentError(absl::StrCat("zlib: ", stream_.msg,
                                                     " after ", output_.size(),
                                                     " bytes of output"));
    }
    ended_ = code == Z_STREAM_END;
    return absl::OkStatus();
  }

  z_stream stream_ = {};
  std::string output_;
  bool ended_ = false;
  std::size_t unread_ = 0;
};

// `trailer` is what of the first input follows the last block; less than a
// whole checksum counts as none.
absl::Status CheckTrailer(absl::string_view trailer,
                          const std::string& output) {
  if (trailer.size() < kChecksumBytes) return absl::OkStatus();
  const std::uint32_t expected = Byte(trailer, 0) << 24 |
                                 Byte(trailer, 1) << 16 |
                                 Byte(trailer, 2) << 8 | Byte(trailer, 3);
  const auto actual = static_cast<std::uint32_t>(
      adler32(1, Input(output), static_cast<uInt>(output.size())));
  if (actual != expected) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "zlib: checksum is %08x: must be that of the content, %08x", expected,
        actual));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> Inflate(absl::string_view compressed) {
  RETURN_IF_ERROR(CheckHeader(compressed));
  RawInflater inflater;
  // The reference reads on only for as long as nothing has come out.
  std::size_t begin = kHeaderBytes;
  std::size_t end = 0;
  while (end < compressed.size() && inflater.output().empty() &&
         !inflater.ended()) {
    begin = end == 0 ? kHeaderBytes : end;
    end = std::min(compressed.size(), end + kMaxCompressedBytes);
    RETURN_IF_ERROR(inflater.Feed(compressed.substr(begin, end - begin)));
  }
  if (inflater.output().empty()) {
    return absl::InvalidArgumentError("zlib: the stream holds no bytes");
  }
  if (inflater.ended()) {
    RETURN_IF_ERROR(CheckTrailer(
        compressed.substr(end - inflater.unread(), inflater.unread()),
        inflater.output()));
  }
  return std::move(inflater.output());
}

}  // namespace maybenot
