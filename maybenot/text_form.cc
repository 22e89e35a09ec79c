#include "maybenot/text_form.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "maybenot/base64.h"
#include "maybenot/compression.h"
#include "maybenot/deflate/encoder.h"
#include "maybenot/sha256.h"

namespace maybenot {
namespace {

constexpr absl::string_view kVersion = "02";

// The layers below refuse what is not ASCII too, but cannot say so. Asked only
// once they have: it takes time.
absl::Status CheckAscii(absl::string_view text) {
  const auto bad = std::find_if_not(text.begin(), text.end(), [](char c) {
    return absl::ascii_isascii(static_cast<unsigned char>(c));
  });
  if (bad == text.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("text has byte ", static_cast<unsigned char>(*bad), " at ",
                   bad - text.begin(), ": must be ASCII"));
}

}  // namespace

absl::StatusOr<std::string> UnwrapText(absl::string_view text) {
  if (text.size() <= kVersion.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("text has ", text.size(),
                     " characters: must have more "
                     "than the ",
                     kVersion.size(), " of the version"));
  }
  const absl::string_view version = text.substr(0, kVersion.size());
  if (version != kVersion) {
    RETURN_IF_ERROR(CheckAscii(text));
    return absl::InvalidArgumentError(
        absl::StrCat("version is \"", absl::CHexEscape(version),
                     "\": must be \"", kVersion, "\""));
  }
  const absl::StatusOr<std::string> compressed =
      DecodeBase64(text.substr(kVersion.size()));
  if (!compressed.ok()) {
    RETURN_IF_ERROR(CheckAscii(text));
    return compressed.status();
  }
  return Inflate(*compressed);
}

absl::StatusOr<std::string> WrapText(absl::string_view payload) {
  if (payload.size() > kMaxPayloadBytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat("payload has ", payload.size(), " bytes: must be at most ",
                     kMaxPayloadBytes));
  }
  const std::string compressed = deflate::Compress(payload);
  if (compressed.size() > kMaxCompressedBytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat("compressed payload has ", compressed.size(),
                     " bytes: must be at most ", kMaxCompressedBytes));
  }
  return absl::StrCat(kVersion, EncodeBase64(compressed));
}

std::string NameOfText(absl::string_view text) {
  return Sha256Hex(text).substr(0, 32);
}

}  // namespace maybenot
