// Releases: defenses as an application ships them.
#ifndef MACHINES_GENERATION_RELEASE_H_
#define MACHINES_GENERATION_RELEASE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "machines/generation/defense.h"

namespace generation {

// What a side's framework is limited to; drawn between `min` and `max`.
struct ReleaseLimits {
  double min_padding_frac = 0, max_padding_frac = 0;
  double min_blocking_frac = 0, max_blocking_frac = 0;
  friend bool operator==(const ReleaseLimits&, const ReleaseLimits&) = default;
};

struct Release {
  std::string version = "version";
  std::string platform = "platform";
  ReleaseLimits client_limits, server_limits;
  std::vector<Defense> defenses;
};

// JSON as the reference writes it: {version, platform, client_limits,
// server_limits, defenses: [[client's texts, server's texts], ...]}, indented
// by two, without a line break at the end. SOURCE: spec/maybenot.md 6.2.
std::string WriteRelease(const Release& release);

// Errors: kInvalidArgument naming the key, what it is and what it must be, for
// unknown keys too; fractions are from 0 to 1, the smaller first.
absl::StatusOr<Release> ReadRelease(absl::string_view json);

}  // namespace generation

#endif  // MACHINES_GENERATION_RELEASE_H_
