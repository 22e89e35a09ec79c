// JSON read strictly: every key known, every error with its path.
#ifndef MAYBENOT_JSON_VALUE_H_
#define MAYBENOT_JSON_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace maybenot {

inline constexpr std::size_t kMaxJsonBytes = 16 << 20;
inline constexpr std::size_t kMaxJsonDepth = 32;

// A document, kept in memory: at most about 50 bytes a character.
// Errors: kInvalidArgument with the position for what is not JSON or UTF-8, is
// longer than kMaxJsonBytes, deeper than kMaxJsonDepth, or has a key twice.
absl::StatusOr<nlohmann::json> ParseJson(absl::string_view text);

// A value in a document, or the place of one that is missing. The first error
// is kept in `error`, opened by the value's path ("states[2].action"); reads
// then go on and give zeros, so that callers may check once, at the end.
// Document and `error` must outlive it.
class JsonValue {
 public:
  JsonValue(const nlohmann::json& document, absl::Status& error)
      : value_(&document), error_(&error) {}

  bool is_missing_or_null() const;
  std::uint64_t Uint() const;
  double F64() const;  // NaN for null.
  float F32() const;   // The nearest; NaN for null.
  bool Bool() const;
  // A string that is one of `names`: its index.
  std::size_t OneOf(absl::Span<const absl::string_view> names) const;

  // An object with exactly one key, one of `names`: its index. The value is
  // then Field(names[index]).
  std::size_t OnlyKey(absl::Span<const absl::string_view> names) const;
  // An object that has no keys but `names`.
  void CheckKeys(absl::Span<const absl::string_view> names) const;
  JsonValue Field(absl::string_view key) const;

  // The length of a list; 0 if it is none.
  std::size_t Size() const;
  // The same, where it must be `size`.
  bool HasSize(std::size_t size) const;
  JsonValue At(std::size_t index) const;

 private:
  JsonValue(const nlohmann::json* value, std::string path, absl::Status* error);

  // "PATH is VALUE: must be `bound`".
  void Fail(absl::string_view bound) const;
  void FailWith(absl::string_view problem) const;

  const nlohmann::json* value_;  // Null: missing.
  std::string path_;
  absl::Status* error_;
};

}  // namespace maybenot

#endif  // MAYBENOT_JSON_VALUE_H_
