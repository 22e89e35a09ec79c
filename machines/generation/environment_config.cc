#include "machines/generation/environment_config.h"

#include <cstdint>
#include <limits>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "base/status_macros.h"

namespace generation {
namespace {

absl::Status CheckCost(absl::string_view key,
                       const std::optional<base::RealRange>& range) {
  if (!range || (range->low <= range->high && range->high >= 0)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(key, " is [", range->low, ", ", range->high,
                   "]: must end at 0 or above, the smaller first"));
}

struct Bounds {
  std::uint64_t min, max;
};

absl::Status CheckRange(absl::string_view key, base::Range64 range,
                        Bounds bounds) {
  if (range.low >= bounds.min && range.low <= range.high &&
      range.high <= bounds.max) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      key, " is [", range.low, ", ", range.high, "]: must be from ", bounds.min,
      " to ", bounds.max, ", the smaller first"));
}

}  // namespace

absl::Status ConstraintsConfig::Validate() const {
  RETURN_IF_ERROR(CheckCost("client_load", client_load));
  RETURN_IF_ERROR(CheckCost("server_load", server_load));
  return CheckCost("delay", delay);
}

absl::Status EnvironmentConfig::Validate() const {
  constexpr std::uint64_t kMaxMs = 24 * 60 * 60 * 1000;
  if (traces.empty()) {
    return absl::InvalidArgumentError(
        "traces has 0 sets: must have at least 1");
  }
  RETURN_IF_ERROR(CheckRange("num_traces", num_traces, {1, 1'000'000}));
  RETURN_IF_ERROR(CheckRange("sim_steps", sim_steps, {1, 1'000'000'000}));
  RETURN_IF_ERROR(CheckRange("network.rtt_in_ms", rtt_in_ms, {0, kMaxMs}));
  if (!packets_per_sec) return absl::OkStatus();
  return CheckRange("network.packets_per_sec", *packets_per_sec,
                    {1, std::numeric_limits<std::uint32_t>::max()});
}

}  // namespace generation
