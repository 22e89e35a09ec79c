// The envelope of a machine as text: "02", then base64 of zlib of a payload.
//
//   "02" | base64( zlib( payload ) )
//
// SOURCE: spec/maybenot.md 1.1.
#ifndef MAYBENOT_TEXT_FORM_H_
#define MAYBENOT_TEXT_FORM_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace maybenot {

// The payload of `text`, at most kMaxPayloadBytes, as the reference reads it.
// Errors: kInvalidArgument naming the layer and what is wrong in it.
absl::StatusOr<std::string> UnwrapText(absl::string_view text);

// Errors: kResourceExhausted, with the size and the bound, for what UnwrapText
// would cut.
absl::StatusOr<std::string> WrapText(absl::string_view payload);

// A machine's name, given its text as the reference would write it: the first
// 32 hex digits of the SHA-256. SOURCE: spec/maybenot.md 1.3.
std::string NameOfText(absl::string_view text);

}  // namespace maybenot

#endif  // MAYBENOT_TEXT_FORM_H_
