// A table of a configuration, read strictly: every key known, every error with
// its line.
#ifndef MACHINES_GENERATION_TOML_TABLE_H_
#define MACHINES_GENERATION_TOML_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "machines/generation/toml_value.h"

namespace generation {

// What every error begins with, and the first of them.
struct TomlErrors {
  std::string file;
  absl::Status first = absl::OkStatus();

  // Keeps "FILE:LINE: message", unless there is one already.
  void Add(std::size_t line, absl::string_view message);
};

// Reads of keys. What is missing or wrong is kept in the errors, and a zero or
// nothing given; callers look at the errors once, at the end. Value and errors
// must outlive it.
class TomlTable {
 public:
  // `path` is what comes before keys in errors: "derive.env.", or nothing.
  TomlTable(const TomlValue& value, std::string path, TomlErrors& errors);

  // Each counts the key as known.
  std::uint64_t Uint(absl::string_view key);
  std::optional<std::uint64_t> MaybeUint(absl::string_view key);
  std::optional<bool> MaybeBool(absl::string_view key);
  std::string String(absl::string_view key);
  std::optional<std::string> MaybeString(absl::string_view key);

  // Both ends included: [1, 5], or {start = 1, end = 5}; the smaller first.
  base::Range64 Range(absl::string_view key);
  std::optional<base::Range64> MaybeRange(absl::string_view key);
  // Finite; whole numbers, too.
  std::optional<base::RealRange> MaybeRealRange(absl::string_view key);

  // The value itself; null if there is none.
  const TomlValue* Find(absl::string_view key);
  const TomlValue& Get(absl::string_view key);  // An error if there is none.

  // The table of that key.
  TomlTable Table(absl::string_view key);

  // An error for each key that was not read.
  void Finish();

  // Says that the key's value is what it is, and must be `bound`.
  void Fail(absl::string_view key, absl::string_view bound);

 private:
  const TomlValue* value_;
  std::string path_;
  TomlErrors* errors_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace generation

#endif  // MACHINES_GENERATION_TOML_TABLE_H_
