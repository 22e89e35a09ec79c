#include "base/check_range.h"

#include "absl/strings/str_cat.h"

namespace base {

absl::Status CheckRange(absl::string_view option, std::size_t value,
                        Range range) {
  if (value >= range.min && value <= range.max) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      option, " is ", value, ": it must be in ", range.min, "..", range.max));
}

}  // namespace base
