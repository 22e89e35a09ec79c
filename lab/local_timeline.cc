#include "lab/local_timeline.h"

#include <algorithm>
#include <chrono>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/units.h"

namespace lab {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr base::Duration kMinRegistration = base::Seconds(5);  // As the sim's.
// For starting both programs, and the client's reading of a file each user.
constexpr base::Duration kAllowance = base::Seconds(1);
constexpr base::Duration kAllowancePerUser = base::Milliseconds(3);

std::string UnixSeconds(std::int64_t unix_ns) {
  return absl::StrFormat("%d.%09d", unix_ns / kSecond, unix_ns % kSecond);
}

}  // namespace

LocalTimeline::LocalTimeline(const Experiment& experiment, std::int64_t unix_ns)
    : bootstrap_(experiment.bootstrap),
      begin_(base::Instant{} + experiment.warmup),
      end_(begin_ + experiment.duration),
      last_(end_ + experiment.drain) {
  const base::Duration allowance =
      kAllowance +
      kAllowancePerUser * static_cast<std::int64_t>(experiment.users);
  const base::Duration registration = std::max(bootstrap_, kMinRegistration);
  registration_s_ =
      std::chrono::ceil<std::chrono::seconds>(registration + allowance).count();
  epoch_unix_ns_ =
      unix_ns + (base::Seconds(registration_s_) - registration).count();
  latest_awake_ = std::max(begin_, base::Instant{} + bootstrap_ + allowance);
}

absl::StatusOr<base::Duration> LocalTimeline::BootstrapFrom(
    std::int64_t unix_ns) const {
  const base::Duration left(epoch_unix_ns_ - unix_ns);
  if (left >= base::Duration(0)) return left + bootstrap_;
  return absl::DeadlineExceededError(
      absl::StrCat("mgen-server was ready ", base::FormatDuration(-left),
                   " too late to begin in time: the machine is overloaded"));
}

std::string LocalTimeline::Measure() const {
  const std::int64_t from = epoch_unix_ns_ + begin_.time_since_epoch().count();
  return absl::StrCat(UnixSeconds(from), "..", StopSending());
}

std::string LocalTimeline::StopSending() const {
  return UnixSeconds(epoch_unix_ns_ + end_.time_since_epoch().count());
}

base::Instant LocalTimeline::At(std::int64_t unix_ns) const {
  return base::Instant{base::Duration(unix_ns - epoch_unix_ns_)};
}

}  // namespace lab
