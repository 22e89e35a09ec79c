#include "base/yaml.h"

#include <algorithm>
#include <cmath>
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
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "base/units.h"
#include "base/yaml_document.h"

namespace base {
namespace {

using Kind = YamlNode::Kind;

constexpr std::size_t kShownBytes = 60;

// At most kShownBytes of `text`, in quotes, on one line.
std::string Shown(absl::string_view text) {
  std::size_t size = std::min(text.size(), kShownBytes);
  const bool cut = size < text.size();
  while (cut && size > 0 && (text[size] & 0xc0) == 0x80) --size;
  return absl::StrCat("\"", absl::Utf8SafeCEscape(text.substr(0, size)),
                      cut ? "...\"" : "\"");
}

std::string ShowRange(UintRange range) {
  if (range.max == std::numeric_limits<std::uint64_t>::max()) {
    return range.min == 0 ? "" : absl::StrCat(" of at least ", range.min);
  }
  return absl::StrCat(" from ", range.min, " to ", range.max);
}

std::string ShowRange(DoubleRange range) {
  const bool low = range.min > std::numeric_limits<double>::lowest();
  const bool high = range.max < std::numeric_limits<double>::max();
  if (low && high) return absl::StrCat(" from ", range.min, " to ", range.max);
  if (low) return absl::StrCat(" of at least ", range.min);
  return high ? absl::StrCat(" of at most ", range.max) : "";
}

// A text with its size before it, so that no other can be mistaken for it.
void AppendSized(absl::string_view text, std::string& to) {
  absl::StrAppend(&to, text.size(), ":", text);
}

// No deeper than kMaxDepth.
void AppendText(const YamlNode& node, std::string& to) {
  switch (node.kind) {
    case Kind::kNothing:
      to += '~';
      return;
    case Kind::kScalar:
      to += node.plain ? 'p' : 'q';
      AppendSized(node.text, to);
      return;
    case Kind::kList:
      to += '[';
      for (const YamlNode::Child& child : node.children) {
        AppendText(*child.node, to);
      }
      to += ']';
      return;
    case Kind::kMap:
      to += '{';
      for (const YamlNode::Child& child : node.children) {
        AppendSized(child.key, to);
        AppendText(*child.node, to);
      }
      to += '}';
      return;
  }
}

}  // namespace

absl::StatusOr<Yaml> Yaml::Parse(absl::string_view text,
                                 absl::string_view name) {
  Yaml root;
  ASSIGN_OR_RETURN(root.document_, YamlDocument::Parse(text, name));
  root.node_ = &root.document_->nodes.front();
  return root;
}

bool Yaml::is_scalar() const {
  return node_ != nullptr && node_->kind == Kind::kScalar;
}
bool Yaml::is_list() const {
  return node_ != nullptr && node_->kind == Kind::kList;
}
bool Yaml::is_map() const {
  return node_ != nullptr && node_->kind == Kind::kMap;
}
int Yaml::line() const { return node_ == nullptr ? 1 : node_->line; }

absl::Status Yaml::Error(absl::string_view message) const {
  return absl::InvalidArgumentError(absl::StrCat(
      document_ == nullptr ? "" : document_->name, ":", line(), ": ",
      key_ == nullptr ? "" : absl::StrCat(*key_, ": "), message));
}

std::string Yaml::Text() const {
  std::string text;
  if (node_ != nullptr) AppendText(*node_, text);
  return text;
}

absl::Status Yaml::Expected(absl::string_view what) const {
  const std::string found = is_scalar() ? Shown(node_->text)
                            : is_list() ? "a list"
                            : is_map()  ? "a map"
                                        : "nothing";
  return Error(absl::StrCat(found, ", expected ", what));
}

absl::StatusOr<std::string> Yaml::AsString() const {
  if (!is_scalar()) return Expected("text");
  return node_->text;
}

absl::StatusOr<double> Yaml::AsDouble() const {
  double value = 0;
  if (!is_scalar() || !node_->plain || !absl::SimpleAtod(node_->text, &value) ||
      !std::isfinite(value)) {
    return Expected("a finite number");
  }
  return value;
}

absl::StatusOr<std::uint64_t> Yaml::AsUint() const {
  std::uint64_t value = 0;
  const auto is_digit = [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  };
  if (!is_scalar() || !node_->plain || node_->text.empty() ||
      !std::all_of(node_->text.begin(), node_->text.end(), is_digit) ||
      (node_->text.size() > 1 && node_->text.front() == '0') ||
      !absl::SimpleAtoi(node_->text, &value)) {
    return Expected("a whole number");
  }
  return value;
}

absl::StatusOr<bool> Yaml::AsBool() const {
  if (is_scalar() && node_->plain) {
    if (node_->text == "true") return true;
    if (node_->text == "false") return false;
  }
  return Expected("true or false");
}

absl::StatusOr<std::vector<Yaml>> Yaml::AsList() const {
  if (!is_list()) return Expected("a list");
  std::vector<Yaml> list;
  list.reserve(node_->children.size());
  for (const YamlNode::Child& child : node_->children) {
    Yaml& element = list.emplace_back(*this);
    element.node_ = child.node;
  }
  return list;
}

absl::StatusOr<std::vector<std::pair<std::string, Yaml>>> Yaml::AsMap() const {
  if (!is_map()) return Expected("a map");
  std::vector<std::pair<std::string, Yaml>> map;
  map.reserve(node_->children.size());
  for (const YamlNode::Child& child : node_->children) {
    Yaml& value = map.emplace_back(child.key, *this).second;
    value.node_ = child.node;
    value.key_ = &child.key;
  }
  return map;
}

YamlMap::YamlMap(Yaml node) : node_(std::move(node)) {
  if (!node_.is_map()) Fail(node_.Expected("a map"));
}

void YamlMap::Fail(absl::Status status) {
  if (status_.ok()) status_ = std::move(status);
}

bool YamlMap::Has(absl::string_view key) const {
  if (!node_.is_map()) return false;
  for (const YamlNode::Child& child : node_.node_->children) {
    if (child.key == key) return true;
  }
  return false;
}

std::optional<Yaml> YamlMap::Find(absl::string_view key) {
  known_.emplace_back(key);
  if (!status_.ok()) return std::nullopt;
  for (const YamlNode::Child& child : node_.node_->children) {
    if (child.key != key) continue;
    Yaml value = node_;
    value.node_ = child.node;
    value.key_ = &child.key;
    return value;
  }
  return std::nullopt;
}

std::optional<Yaml> YamlMap::FindOrFail(absl::string_view key) {
  std::optional<Yaml> node = Find(key);
  if (!node.has_value()) {
    Fail(node_.Error(absl::StrCat("the key \"", key, "\" is missing")));
  }
  return node;
}

template <typename T>
T YamlMap::Take(absl::StatusOr<T> value, T fallback) {
  if (value.ok()) return *std::move(value);
  Fail(std::move(value).status());
  return fallback;
}

std::uint64_t YamlMap::ReadUint(const Yaml& node, std::uint64_t fallback,
                                UintRange range) {
  const absl::StatusOr<std::uint64_t> value = node.AsUint();
  if (value.ok() && *value >= range.min && *value <= range.max) return *value;
  Fail(node.Expected(absl::StrCat("a whole number", ShowRange(range))));
  return fallback;
}

double YamlMap::ReadDouble(const Yaml& node, double fallback,
                           DoubleRange range) {
  const absl::StatusOr<double> value = node.AsDouble();
  if (value.ok() && *value >= range.min && *value <= range.max) return *value;
  Fail(node.Expected(absl::StrCat("a finite number", ShowRange(range))));
  return fallback;
}

base::Duration YamlMap::ReadDuration(const Yaml& node, base::Duration fallback,
                                     DurationRange range) {
  const std::string text = node.AsString().value_or("");
  const absl::StatusOr<base::Duration> value = ParseDuration(text);
  if (!value.ok()) {
    Fail(node.is_scalar() ? node.Error(value.status().message())
                          : node.Expected("a duration such as 20ms"));
    return fallback;
  }
  if (*value >= range.min && *value <= range.max) return *value;
  const bool has_max = range.max < base::Duration::max();
  Fail(node.Expected(absl::StrCat(
      "a duration ", has_max ? "from " : "of at least ",
      FormatDuration(range.min),
      has_max ? absl::StrCat(" to ", FormatDuration(range.max)) : "")));
  return fallback;
}

std::uint64_t YamlMap::ReadUnits(
    absl::string_view key, std::uint64_t fallback,
    absl::StatusOr<std::uint64_t> (*parse)(absl::string_view)) {
  const std::optional<Yaml> node = Find(key);
  if (!node.has_value()) return fallback;
  const absl::StatusOr<std::string> text = node->AsString();
  if (!text.ok()) {
    Fail(text.status());
    return fallback;
  }
  const absl::StatusOr<std::uint64_t> value = parse(*text);
  if (value.ok()) return *value;
  Fail(node->Error(value.status().message()));
  return fallback;
}

std::string YamlMap::String(absl::string_view key) {
  const std::optional<Yaml> node = FindOrFail(key);
  return node.has_value() ? Take(node->AsString(), std::string()) : "";
}

double YamlMap::Double(absl::string_view key, DoubleRange range) {
  const std::optional<Yaml> node = FindOrFail(key);
  return node.has_value() ? ReadDouble(*node, range.min, range) : range.min;
}

std::uint64_t YamlMap::Uint(absl::string_view key, UintRange range) {
  const std::optional<Yaml> node = FindOrFail(key);
  return node.has_value() ? ReadUint(*node, range.min, range) : range.min;
}

base::Duration YamlMap::Duration(absl::string_view key, DurationRange range) {
  const std::optional<Yaml> node = FindOrFail(key);
  return node.has_value() ? ReadDuration(*node, range.min, range) : range.min;
}

Yaml YamlMap::Node(absl::string_view key) {
  return FindOrFail(key).value_or(Yaml());
}

std::string YamlMap::StringOr(absl::string_view key, std::string fallback) {
  const std::optional<Yaml> node = Find(key);
  return node.has_value() ? Take(node->AsString(), std::move(fallback))
                          : fallback;
}

double YamlMap::DoubleOr(absl::string_view key, double fallback,
                         DoubleRange range) {
  const std::optional<Yaml> node = Find(key);
  return node.has_value() ? ReadDouble(*node, fallback, range) : fallback;
}

std::uint64_t YamlMap::UintOr(absl::string_view key, std::uint64_t fallback,
                              UintRange range) {
  const std::optional<Yaml> node = Find(key);
  return node.has_value() ? ReadUint(*node, fallback, range) : fallback;
}

bool YamlMap::BoolOr(absl::string_view key, bool fallback) {
  const std::optional<Yaml> node = Find(key);
  return node.has_value() ? Take(node->AsBool(), fallback) : fallback;
}

base::Duration YamlMap::DurationOr(absl::string_view key,
                                   base::Duration fallback,
                                   DurationRange range) {
  const std::optional<Yaml> node = Find(key);
  return node.has_value() ? ReadDuration(*node, fallback, range) : fallback;
}

std::uint64_t YamlMap::RateOr(absl::string_view key, std::uint64_t fallback) {
  return ReadUnits(key, fallback, &ParseRate);
}

std::uint64_t YamlMap::SizeOr(absl::string_view key, std::uint64_t fallback) {
  return ReadUnits(key, fallback, &ParseSize);
}

std::optional<Yaml> YamlMap::NodeOr(absl::string_view key) { return Find(key); }

absl::Status YamlMap::Finish() {
  if (!status_.ok()) return status_;
  for (const YamlNode::Child& child : node_.node_->children) {
    if (std::find(known_.begin(), known_.end(), child.key) != known_.end()) {
      continue;
    }
    std::vector<std::string> known = known_;
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    return absl::InvalidArgumentError(absl::StrCat(
        node_.document_->name, ":", child.key_line, ": ", Shown(child.key),
        ": unknown key, expected one of: ", absl::StrJoin(known, ", ")));
  }
  return absl::OkStatus();
}

}  // namespace base
