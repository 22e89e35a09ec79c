// Options that are whole numbers, against their bounds.
#ifndef BASE_CHECK_RANGE_H_
#define BASE_CHECK_RANGE_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace base {

// Both belong to it.
struct Range {
  std::size_t min;
  std::size_t max;
};

// Errors: kInvalidArgument naming the option, its value and its bound.
absl::Status CheckRange(absl::string_view option, std::size_t value,
                        Range range);

}  // namespace base

#endif  // BASE_CHECK_RANGE_H_
