#include "base/yaml_document.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "base/utf8.h"
#include "yaml-cpp/anchor.h"
#include "yaml-cpp/emitterstyle.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/exceptions.h"
#include "yaml-cpp/mark.h"
#include "yaml-cpp/parser.h"

namespace base {
namespace {

// Ends yaml-cpp's parse from within a handler; never leaves this file.
struct Refused {
  int line;
  std::string message;
};

absl::Status ErrorAt(absl::string_view name, int line,
                     absl::string_view message) {
  return absl::InvalidArgumentError(
      absl::StrCat(name, ":", line, ": ", message));
}

int LineOf(const YAML::Mark& mark) { return mark.line + 1; }

// Builds the tree from yaml-cpp's events, and refuses as soon as a limit is
// passed.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(YamlDocument& document) : document_(document) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!document_.nodes.empty()) {
      throw Refused{LineOf(mark), "a second document, expected one"};
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode& node = Add(YamlNode::Kind::kNothing, mark, anchor);
    // yaml-cpp marks what is not there at the token after it.
    if (has_key_) node.line = key_line_;
    Attach(node, mark);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end() || found->second->open) {
      throw Refused{LineOf(mark), "an alias of what it is a part of"};
    }
    Attach(*found->second, mark);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    RefuseTag(tag, mark);
    if (ExpectsKey()) {
      TakeKey(value, mark, anchor);
      return;
    }
    YamlNode& node = Add(YamlNode::Kind::kScalar, mark, anchor);
    node.text = value;
    node.plain = tag != "!";
    node.expanded_bytes += value.size();
    Attach(node, mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    Open(YamlNode::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    Open(YamlNode::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

 private:
  struct Frame {
    YamlNode* node;
    absl::flat_hash_set<std::string> keys;
    bool has_key;  // The outer has_key_, key_ and key_line_.
    std::string key;
    int key_line;
  };

  static void RefuseTag(const std::string& tag, const YAML::Mark& mark) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw Refused{LineOf(mark), "a tag, expected a plain value"};
  }

  bool ExpectsKey() const {
    return !frames_.empty() &&
           frames_.back().node->kind == YamlNode::Kind::kMap && !has_key_;
  }

  void TakeKey(const std::string& key, const YAML::Mark& mark,
               YAML::anchor_t anchor) {
    if (anchor != 0) throw Refused{LineOf(mark), "an anchor at a key"};
    if (!frames_.back().keys.insert(key).second) {
      throw Refused{LineOf(mark), absl::StrCat(key, ": repeated key")};
    }
    has_key_ = true;
    key_ = key;
    key_line_ = LineOf(mark);
  }

  YamlNode& Add(YamlNode::Kind kind, const YAML::Mark& mark,
                YAML::anchor_t anchor) {
    if (ExpectsKey()) throw Refused{LineOf(mark), "a key that is not text"};
    YamlNode& node = document_.nodes.emplace_back();
    node.kind = kind;
    node.line = LineOf(mark);
    if (anchor != 0) anchors_[anchor] = &node;
    return node;
  }

  void Open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    RefuseTag(tag, mark);
    if (frames_.size() >= YamlDocument::kMaxDepth) throw TooDeep(mark);
    YamlNode& node = Add(kind, mark, anchor);
    node.open = true;
    node.height = 1;
    frames_.push_back({&node, {}, has_key_, std::move(key_), key_line_});
    has_key_ = false;
  }

  void Close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    frame.node->open = false;
    has_key_ = frame.has_key;
    key_ = std::move(frame.key);
    key_line_ = frame.key_line;
    YAML::Mark mark;
    mark.line = frame.node->line - 1;
    Attach(*frame.node, mark);
  }

  static Refused TooDeep(const YAML::Mark& mark) {
    return Refused{LineOf(mark),
                   absl::StrCat("more than ", YamlDocument::kMaxDepth,
                                " levels, expected fewer")};
  }

  // Makes `node`, which is complete, a child of the innermost open one.
  void Attach(const YamlNode& node, const YAML::Mark& mark) {
    if (ExpectsKey()) throw Refused{LineOf(mark), "a key that is not text"};
    if (frames_.empty()) return;
    YamlNode& parent = *frames_.back().node;
    parent.height = std::max(parent.height, node.height + 1);
    parent.expanded_bytes += node.expanded_bytes + key_.size();
    if (static_cast<int>(frames_.size()) + parent.height - 1 >
        YamlDocument::kMaxDepth) {
      throw TooDeep(mark);
    }
    if (parent.expanded_bytes > YamlDocument::kMaxBytes) {
      throw Refused{LineOf(mark),
                    absl::StrCat("aliases expand to over ",
                                 YamlDocument::kMaxBytes, " bytes")};
    }
    parent.children.push_back(
        {has_key_ ? std::move(key_) : "", key_line_, &node});
    key_.clear();
    has_key_ = false;
  }

  YamlDocument& document_;
  std::vector<Frame> frames_;
  absl::flat_hash_map<YAML::anchor_t, const YamlNode*> anchors_;
  bool has_key_ = false;  // In the innermost map, if it is one.
  std::string key_;
  int key_line_ = 0;
};

absl::Status CheckText(absl::string_view text, absl::string_view name) {
  if (text.size() > YamlDocument::kMaxBytes) {
    return ErrorAt(name, 1,
                   absl::StrCat(text.size(), " bytes, expected at most ",
                                YamlDocument::kMaxBytes));
  }
  int line = 1;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const absl::string_view row = text.substr(0, end);
    if (!IsUtf8(row)) return ErrorAt(name, line, "is not UTF-8");
    for (const char c : row) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') ||
          byte == 0x7f) {
        return ErrorAt(name, line,
                       absl::StrFormat("control character 0x%02x", byte));
      }
    }
    text.remove_prefix(end);
    ++line;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const YamlDocument>> YamlDocument::Parse(
    absl::string_view text, absl::string_view name) {
  if (absl::Status status = CheckText(text, name); !status.ok()) return status;
  auto document = std::make_shared<YamlDocument>();
  document->name = std::string(name);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    Builder builder(*document);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    return ErrorAt(name, refused.line, refused.message);
  } catch (const YAML::Exception& error) {
    return ErrorAt(name, std::max(LineOf(error.mark), 1),
                   absl::StrCat("not YAML: ", error.msg));
  } catch (const std::exception& error) {
    return ErrorAt(name, 1, absl::StrCat("not YAML: ", error.what()));
  }
  if (document->nodes.empty()) {
    document->nodes.emplace_back().line = 1;
  }
  return document;
}

}  // namespace base
