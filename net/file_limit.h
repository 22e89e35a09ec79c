// How many files, and so connections, the process may have open.
#ifndef NET_FILE_LIMIT_H_
#define NET_FILE_LIMIT_H_

#include <cstdint>

#include "absl/status/status.h"

namespace net {

// Raises the limit as far as the process may, and checks that it may then have
// `wanted` files open.
// Errors: kResourceExhausted, with both numbers and what to do.
absl::Status RaiseFileLimit(std::uint64_t wanted);

}  // namespace net

#endif  // NET_FILE_LIMIT_H_
