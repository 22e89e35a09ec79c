#include "maybenot/compression.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

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
    const std::size_t have = output_.size();
    const std::size_t end = (have / kWindowBytes + 1) * kWindowBytes;
    output_.resize(end);
    stream_.next_out = reinterpret_cast<Bytef*>(&output_[have]);
    stream_.avail_out = static_cast<uInt>(end - have);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    output_.resize(end - stream_.avail_out);
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

// What of the first input follows the last block begins with this; less than a
// whole checksum counts as none.
std::optional<std::uint32_t> Checksum(absl::string_view trailer) {
  if (trailer.size() < kChecksumBytes) return std::nullopt;
  return Byte(trailer, 0) << 24 | Byte(trailer, 1) << 16 |
         Byte(trailer, 2) << 8 | Byte(trailer, 3);
}

std::uint32_t ChecksumOf(absl::string_view output) {
  return static_cast<std::uint32_t>(
      adler32(1, Input(output), static_cast<uInt>(output.size())));
}

absl::Status CheckTrailer(absl::string_view trailer,
                          const std::string& output) {
  const std::optional<std::uint32_t> expected = Checksum(trailer);
  if (!expected || *expected == ChecksumOf(output)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "zlib: checksum is %08x: must be that of the content, %08x", *expected,
      ChecksumOf(output)));
}

// What a whole stream holds, in the fewest calls of zlib and without a window
// beside the output. None if it is anything else than what an encoder writes:
// one read of the reference, a checksum that is right, less than the largest
// payload, no reference to before the start. Input follows the last block, so
// that no window ends for the lack of it.
std::optional<std::string> InflateWhole(absl::string_view compressed) {
  if (compressed.size() > kMaxCompressedBytes) return std::nullopt;
  z_stream stream = {};
  BASE_CHECK(inflateInit2(&stream, -15) == Z_OK);
  stream.next_in = Input(compressed.substr(kHeaderBytes));
  stream.avail_in = static_cast<uInt>(compressed.size() - kHeaderBytes);
  std::string output;
  std::size_t have = 0;
  int code = Z_BUF_ERROR;
  while (code == Z_BUF_ERROR && stream.avail_out == 0 &&
         output.size() < kMaxPayloadBytes) {
    // Machines are a tenth to a half as long when compressed.
    output.resize(std::min(
        kMaxPayloadBytes,
        std::max({2 * have, 5 * compressed.size(), std::size_t{512}})));
    stream.next_out = reinterpret_cast<Bytef*>(&output[have]);
    stream.avail_out = static_cast<uInt>(output.size() - have);
    code = inflate(&stream, Z_FINISH);
    have = output.size() - stream.avail_out;
  }
  const std::size_t unread = stream.avail_in;
  inflateEnd(&stream);
  if (code != Z_STREAM_END || have == 0 || have == kMaxPayloadBytes) {
    return std::nullopt;
  }
  output.resize(have);
  const std::optional<std::uint32_t> expected =
      Checksum(compressed.substr(compressed.size() - unread));
  if (!expected || *expected != ChecksumOf(output)) return std::nullopt;
  return output;
}

}  // namespace

absl::StatusOr<std::string> Inflate(absl::string_view compressed) {
  RETURN_IF_ERROR(CheckHeader(compressed));
  if (auto whole = InflateWhole(compressed)) return *std::move(whole);
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
