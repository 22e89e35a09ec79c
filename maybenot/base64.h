// Base64 with the standard alphabet, read strictly. RFC 4648 section 4.
#ifndef MAYBENOT_BASE64_H_
#define MAYBENOT_BASE64_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace maybenot {

// The bytes of `text`. Accepts only what an encoder writes: whole groups of
// four, padding where it belongs, unused bits zero, no line breaks.
// (absl::Base64Unescape takes spaces, '.', and no padding.)
// Errors: kInvalidArgument with the position and what belongs there.
absl::StatusOr<std::string> DecodeBase64(absl::string_view text);

std::string EncodeBase64(absl::string_view bytes);

}  // namespace maybenot

#endif  // MAYBENOT_BASE64_H_
