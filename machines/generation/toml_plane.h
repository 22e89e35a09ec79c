// Characters beyond ASCII, where toml++ takes them for no space. Its 3.3.0 asks
// of each character outside strings and comments, and after a backslash at a
// line's end, whether it is a space, by a table with holes; a character from
// U+00A1 to U+0499 is in one, and what then happens is undefined. It asks
// nothing of characters above U+FFFF.
#ifndef MACHINES_GENERATION_TOML_PLANE_H_
#define MACHINES_GENERATION_TOML_PLANE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace generation {

// Moves U+0080 to U+FFFF by 0x100000, into plane 16, which is for private use.
// A byte order mark at the beginning is left out. Errors: kInvalidArgument
// "LINE: what is wrong" for what is not UTF-8, and for plane 16 itself, as
// characters or as escapes.
absl::StatusOr<std::string> ToPlane16(absl::string_view toml);

// Moves plane 16 back to U+0000 to U+FFFF. `text` is UTF-8.
std::string FromPlane16(absl::string_view text);

}  // namespace generation

#endif  // MACHINES_GENERATION_TOML_PLANE_H_
