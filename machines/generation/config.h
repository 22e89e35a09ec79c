// Configurations of derive, search and combo, in the reference's TOML.
#ifndef MACHINES_GENERATION_CONFIG_H_
#define MACHINES_GENERATION_CONFIG_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "machines/generation/combo.h"
#include "machines/generation/derive.h"

namespace generation {

// SOURCE: spec/maybenot.md 6.2.
struct SearchConfig {
  std::uint64_t n = 0;  // Defenses to find.
  std::optional<std::uint64_t> max_search_sec = std::nullopt;
  std::optional<std::string> seed = std::nullopt;
};

// What a file has sections for: [search], [derive], [combo]. Its sections [sim]
// and [eval] are other commands' and are passed over.
struct Config {
  std::optional<SearchConfig> search = std::nullopt;
  std::optional<DeriveConfig> derive = std::nullopt;
  std::optional<ComboConfig> combo = std::nullopt;
};

// A valid configuration. Ranges are [low, high] or {start = low, end = high},
// ends included. Errors: kInvalidArgument "NAME:LINE: what is wrong", for
// unknown keys too. SOURCE: spec/maybenot.md 6.2.
absl::StatusOr<Config> ParseConfig(absl::string_view toml,
                                   absl::string_view name);

}  // namespace generation

#endif  // MACHINES_GENERATION_CONFIG_H_
