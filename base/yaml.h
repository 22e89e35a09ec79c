// Configuration files, read strictly: every key known, every error with file
// and line. A thin face over yaml-cpp, whose exceptions end here.
//
//   ASSIGN_OR_RETURN(Yaml root, Yaml::Parse(text, "quick.yaml"));
//   YamlMap map(root);
//   options.users = map.Uint("users", {.min = 1, .max = 100000});
//   options.delay = map.DurationOr("delay", Milliseconds(20));
//   RETURN_IF_ERROR(map.Finish());  // Unknown keys, and the first error above.
#ifndef BASE_YAML_H_
#define BASE_YAML_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "base/yaml_document.h"

namespace base {

// A node of a document: a scalar, a list, a map, or nothing ("key:" alone, ~,
// null). Cheap to copy; keeps the document alive.
class Yaml {
 public:
  static constexpr std::size_t kMaxBytes = YamlDocument::kMaxBytes;
  static constexpr int kMaxDepth = YamlDocument::kMaxDepth;

  // Nothing, of no file.
  Yaml() = default;

  // `name` opens every error message. Aliases are taken as long as the whole,
  // with each counted as often as it occurs, has at most kMaxBytes.
  // Errors: kInvalidArgument "NAME:LINE: what is wrong" for what is not UTF-8,
  // too large, too deep, not YAML, repeats a key, or has a tag, a control
  // character or a second document.
  static absl::StatusOr<Yaml> Parse(absl::string_view text,
                                    absl::string_view name);

  bool is_scalar() const;
  bool is_list() const;
  bool is_map() const;
  int line() const;  // From 1; of an alias: of what it stands for.

  // kInvalidArgument "NAME:LINE: KEY: message"; KEY is that of this node or of
  // the list that it is in, if there is one.
  absl::Status Error(absl::string_view message) const;

  // Errors for all below: as Error(), with the value and what belongs there
  // ("a whole number from 1 to 10", "a duration such as 20ms").
  // Numbers and truth values are written without quotes.
  absl::StatusOr<std::string> AsString() const;
  absl::StatusOr<double> AsDouble() const;  // Finite.
  absl::StatusOr<std::uint64_t> AsUint() const;
  absl::StatusOr<bool> AsBool() const;
  absl::StatusOr<std::vector<Yaml>> AsList() const;
  // In the order of the file; keys are scalars and unique.
  absl::StatusOr<std::vector<std::pair<std::string, Yaml>>> AsMap() const;

  // What it says, for comparing: equal for two nodes just when their values,
  // keys, their order and which scalars are quoted are. Of a size in proportion
  // to the expanded document.
  std::string Text() const;

  // Error() for a value that is not what it should be: "VALUE, expected WHAT".
  absl::Status Expected(absl::string_view what) const;

 private:
  friend class YamlMap;

  std::shared_ptr<const YamlDocument> document_;
  const YamlNode* node_ = nullptr;
  const std::string* key_ = nullptr;
};

struct UintRange {
  std::uint64_t min = 0;
  std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
};
struct DoubleRange {
  double min = std::numeric_limits<double>::lowest();
  double max = std::numeric_limits<double>::max();
};
struct DurationRange {
  Duration min = Duration(0);
  Duration max = Duration::max();
};

// Reads a map's keys one by one. The first error is kept, later reads give
// defaults, and Finish() returns it: code reads like a table. A node that is
// not a map is the first error.
class YamlMap {
 public:
  explicit YamlMap(Yaml node);

  // A key that must be there.
  std::string String(absl::string_view key);
  double Double(absl::string_view key, DoubleRange range = {});
  std::uint64_t Uint(absl::string_view key, UintRange range = {});
  base::Duration Duration(absl::string_view key,
                          DurationRange range = {});  // units.h
  Yaml Node(absl::string_view key);

  // A key that may be left out.
  std::string StringOr(absl::string_view key, std::string fallback);
  double DoubleOr(absl::string_view key, double fallback,
                  DoubleRange range = {});
  std::uint64_t UintOr(absl::string_view key, std::uint64_t fallback,
                       UintRange range = {});
  bool BoolOr(absl::string_view key, bool fallback);
  base::Duration DurationOr(absl::string_view key, base::Duration fallback,
                            DurationRange range = {});
  std::uint64_t RateOr(absl::string_view key, std::uint64_t fallback);
  std::uint64_t SizeOr(absl::string_view key, std::uint64_t fallback);
  std::optional<Yaml> NodeOr(absl::string_view key);

  bool Has(absl::string_view key) const;
  const Yaml& node() const { return node_; }
  bool ok() const { return status_.ok(); }

  // Keeps an error of the caller's own, unless there is one already.
  void Fail(absl::Status status);

  // Errors: the first one; else an unknown key, with its line and the keys that
  // are known here.
  absl::Status Finish();

 private:
  // `key` becomes a known one.
  std::optional<Yaml> Find(absl::string_view key);
  std::optional<Yaml> FindOrFail(absl::string_view key);
  // The value, or `fallback` and an error that is kept.
  template <typename T>
  T Take(absl::StatusOr<T> value, T fallback);

  std::uint64_t ReadUint(const Yaml& node, std::uint64_t fallback,
                         UintRange range);
  double ReadDouble(const Yaml& node, double fallback, DoubleRange range);
  base::Duration ReadDuration(const Yaml& node, base::Duration fallback,
                              DurationRange range);
  std::uint64_t ReadUnits(
      absl::string_view key, std::uint64_t fallback,
      absl::StatusOr<std::uint64_t> (*parse)(absl::string_view));

  Yaml node_;
  absl::Status status_;
  std::vector<std::string> known_;
};

}  // namespace base

#endif  // BASE_YAML_H_
