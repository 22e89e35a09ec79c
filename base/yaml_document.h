// A YAML document as a checked tree. Callers read it through base/yaml.h.
#ifndef BASE_YAML_DOCUMENT_H_
#define BASE_YAML_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace base {

struct YamlNode {
  enum class Kind : std::uint8_t { kNothing, kScalar, kList, kMap };

  struct Child {
    std::string key;   // Of a map; empty in a list.
    int key_line = 0;  // From 1.
    const YamlNode* node = nullptr;
  };

  Kind kind = Kind::kNothing;
  int line = 0;        // From 1.
  bool plain = false;  // A scalar without quotes.
  std::string text;    // Of a scalar; UTF-8.
  std::vector<Child> children;

  // With aliases counted as often as they occur.
  std::size_t expanded_bytes = 1;  // Scalars and keys, and one a node.
  int height = 0;                  // Levels of lists and maps, itself included.
  bool open = false;               // Still being read.
};

struct YamlDocument {
  // A file a person writes; yaml-cpp may need 250 times as much to read it.
  static constexpr std::size_t kMaxBytes = 1 << 20;
  static constexpr int kMaxDepth = 64;

  // See Yaml::Parse.
  static absl::StatusOr<std::shared_ptr<const YamlDocument>> Parse(
      absl::string_view text, absl::string_view name);

  std::string name;            // Of the file, for messages.
  std::deque<YamlNode> nodes;  // The first is the root. An alias is shared.
};

}  // namespace base

#endif  // BASE_YAML_DOCUMENT_H_
