// Whether text is UTF-8 (RFC 3629: shortest forms, no surrogates).
#ifndef BASE_UTF8_H_
#define BASE_UTF8_H_

#include "absl/strings/string_view.h"

namespace base {

bool IsUtf8(absl::string_view text);

}  // namespace base

#endif  // BASE_UTF8_H_
