// TOML as values with their lines.
#ifndef MACHINES_GENERATION_TOML_VALUE_H_
#define MACHINES_GENERATION_TOML_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace generation {

struct TomlEntry;

struct TomlValue {
  using List = std::vector<TomlValue>;
  using Table = std::vector<TomlEntry>;  // By key.

  std::variant<bool, std::int64_t, double, std::string, List, Table> value;
  std::size_t line = 0;  // From 1.
};

struct TomlEntry {
  std::string key;
  TomlValue value;
};

inline constexpr std::size_t kMaxTomlBytes = 1 << 20;

// The document's table. Errors: kInvalidArgument "NAME:LINE: what is wrong" for
// what is not TOML 1.0, has a date, or is longer than kMaxTomlBytes.
absl::StatusOr<TomlValue> ParseToml(absl::string_view text,
                                    absl::string_view name);

// A value as a message shows it: shortened, strings in quotes.
std::string ShowToml(const TomlValue& value);

}  // namespace generation

#endif  // MACHINES_GENERATION_TOML_VALUE_H_
