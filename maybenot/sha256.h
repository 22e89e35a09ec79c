// SHA-256, by which machines and defenses are named.
#ifndef MAYBENOT_SHA256_H_
#define MAYBENOT_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace maybenot {

// 64 lower-case hex digits.
std::string Sha256Hex(absl::string_view text);

}  // namespace maybenot

#endif  // MAYBENOT_SHA256_H_
