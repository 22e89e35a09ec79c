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

namespace base {

// A node of a document: a scalar, a list or a map. Cheap to copy.
class Yaml {
 public:
  static constexpr std::size_t kMaxBytes = 16 << 20;
  static constexpr int kMaxDepth = 64;

  // `name` opens every error message. Anchors and aliases are expanded at most
  // to kMaxBytes of nodes.
  // Errors: kInvalidArgument "NAME:LINE: what is wrong" for what is not UTF-8,
  // too large, too deep, not YAML, or repeats a key.
  static absl::StatusOr<Yaml> Parse(absl::string_view text,
                                    absl::string_view name);

  bool is_scalar() const;
  bool is_list() const;
  bool is_map() const;
  int line() const;  // From 1.

  // "NAME:LINE: message".
  absl::Status Error(absl::string_view message) const;

  // Errors for all below: kInvalidArgument with line, value and what belongs
  // there ("a whole number from 1 to 10", "a duration such as 20ms").
  absl::StatusOr<std::string> AsString() const;
  absl::StatusOr<double> AsDouble() const;  // Finite.
  absl::StatusOr<std::uint64_t> AsUint() const;
  absl::StatusOr<bool> AsBool() const;
  absl::StatusOr<std::vector<Yaml>> AsList() const;
  // In the order of the file; keys are scalars and unique.
  absl::StatusOr<std::vector<std::pair<std::string, Yaml>>> AsMap() const;

 private:
  struct Document;
  struct Node;
  std::shared_ptr<const Document> document_;
  const Node* node_ = nullptr;
};

struct UintRange {
  std::uint64_t min = 0;
  std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
};
struct DoubleRange {
  double min = std::numeric_limits<double>::lowest();
  double max = std::numeric_limits<double>::max();
};

// Reads a map's keys one by one. The first error is kept, later reads give
// defaults, and Finish() returns it: code reads like a table.
class YamlMap {
 public:
  explicit YamlMap(Yaml node);

  // A key that must be there.
  std::string String(absl::string_view key);
  double Double(absl::string_view key, DoubleRange range = {});
  std::uint64_t Uint(absl::string_view key, UintRange range = {});
  base::Duration Duration(absl::string_view key);  // units.h
  Yaml Node(absl::string_view key);

  // A key that may be left out.
  std::string StringOr(absl::string_view key, std::string fallback);
  double DoubleOr(absl::string_view key, double fallback,
                  DoubleRange range = {});
  std::uint64_t UintOr(absl::string_view key, std::uint64_t fallback,
                       UintRange range = {});
  bool BoolOr(absl::string_view key, bool fallback);
  base::Duration DurationOr(absl::string_view key, base::Duration fallback);
  std::optional<Yaml> NodeOr(absl::string_view key);

  bool Has(absl::string_view key) const;
  const Yaml& node() const { return node_; }

  // Keeps an error of the caller's own, unless there is one already.
  void Fail(absl::Status status);

  // Errors: the first one; else an unknown key, with its line and the keys that
  // are known here.
  absl::Status Finish();

 private:
  Yaml node_;
};

}  // namespace base

#endif  // BASE_YAML_H_
