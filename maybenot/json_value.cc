#include "maybenot/json_value.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace maybenot {
namespace {

using Json = nlohmann::json;

// Deeper than any machine, and no machine is right without what is below it.
constexpr int kMaxDepth = 32;
// How much of a wrong value an error shows.
constexpr std::size_t kShownBytes = 40;

// Keys of the objects that are open, by depth, while parsing.
class RepeatedKeys {
 public:
  void Open(int depth) { At(depth).clear(); }
  void Add(int depth, const std::string& key) {
    if (!At(depth).insert(key).second && repeated_.empty()) repeated_ = key;
  }
  const std::string& repeated() const { return repeated_; }

 private:
  absl::flat_hash_set<std::string>& At(int depth) {
    const auto index = static_cast<std::size_t>(depth);
    if (keys_.size() <= index) keys_.resize(index + 1);
    return keys_[index];
  }

  std::vector<absl::flat_hash_set<std::string>> keys_;
  std::string repeated_;
};

}  // namespace

absl::StatusOr<Json> ParseJson(absl::string_view text) {
  if (text.size() > kMaxJsonBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "JSON has ", text.size(), " bytes: must be at most ", kMaxJsonBytes));
  }
  RepeatedKeys keys;
  bool too_deep = false;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth > kMaxDepth) too_deep = true;
    if (too_deep) return false;
    if (event == Json::parse_event_t::object_start) keys.Open(depth + 1);
    if (event == Json::parse_event_t::key) {
      keys.Add(depth, value.get_ref<const std::string&>());
    }
    return true;
  };
  try {
    Json document = Json::parse(text.begin(), text.end(), watch);
    if (too_deep) {
      return absl::InvalidArgumentError(absl::StrCat(
          "JSON is more than ", kMaxDepth, " levels deep: must be at most"));
    }
    if (!keys.repeated().empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("JSON has the key \"", keys.repeated(),
                       "\" twice in an object: must have it once"));
    }
    return document;
  } catch (const Json::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat("JSON: ", error.what()));
  }
}

JsonValue::JsonValue(const Json* value, std::string path, absl::Status* error)
    : value_(value), path_(std::move(path)), error_(error) {}

bool JsonValue::is_missing_or_null() const {
  return value_ == nullptr || value_->is_null();
}

std::uint64_t JsonValue::Uint() const {
  if (value_ != nullptr && value_->is_number_unsigned()) {
    return value_->get<std::uint64_t>();
  }
  Fail("a whole number from 0 to 18446744073709551615");
  return 0;
}

double JsonValue::F64() const {
  if (value_ != nullptr) {
    if (value_->is_number()) return value_->get<double>();
    if (value_->is_null()) return std::numeric_limits<double>::quiet_NaN();
  }
  Fail("a number or null");
  return 0;
}

float JsonValue::F32() const {
  const double value = F64();
  if (std::fabs(value) > std::numeric_limits<float>::max()) {
    Fail("at most 3.4028235e38, the largest of 32 bits");
    return 0;
  }
  return static_cast<float>(value);
}

bool JsonValue::Bool() const {
  if (value_ != nullptr && value_->is_boolean()) return value_->get<bool>();
  Fail("true or false");
  return false;
}

std::size_t JsonValue::OneOf(absl::Span<const absl::string_view> names) const {
  if (value_ != nullptr && value_->is_string()) {
    const auto& text = value_->get_ref<const std::string&>();
    const auto it = std::find(names.begin(), names.end(), text);
    if (it != names.end()) return static_cast<std::size_t>(it - names.begin());
  }
  Fail(absl::StrCat("one of ", absl::StrJoin(names, ", ")));
  return 0;
}

std::size_t JsonValue::OnlyKey(
    absl::Span<const absl::string_view> names) const {
  if (value_ != nullptr && value_->is_object() && value_->size() == 1) {
    const std::string& key = value_->begin().key();
    const auto it = std::find(names.begin(), names.end(), key);
    if (it != names.end()) return static_cast<std::size_t>(it - names.begin());
  }
  Fail(absl::StrCat("an object with one of the keys ",
                    absl::StrJoin(names, ", ")));
  return 0;
}

void JsonValue::CheckKeys(absl::Span<const absl::string_view> names) const {
  const std::string known = absl::StrJoin(names, ", ");
  if (value_ == nullptr || !value_->is_object()) {
    Fail(absl::StrCat("an object with the keys ", known));
    return;
  }
  for (const auto& item : value_->items()) {
    if (std::find(names.begin(), names.end(), item.key()) == names.end()) {
      FailWith(absl::StrCat("has the key \"", item.key(),
                            "\": must have no keys but ", known));
    }
  }
}

JsonValue JsonValue::Field(absl::string_view key) const {
  const Json* child = nullptr;
  if (value_ != nullptr && value_->is_object()) {
    const auto it = value_->find(std::string(key));
    if (it != value_->end()) child = &*it;
  }
  return JsonValue(child, absl::StrCat(path_, path_.empty() ? "" : ".", key),
                   error_);
}

std::size_t JsonValue::Size() const {
  if (value_ != nullptr && value_->is_array()) return value_->size();
  Fail("a list");
  return 0;
}

bool JsonValue::HasSize(std::size_t size) const {
  if (value_ != nullptr && value_->is_array() && value_->size() == size) {
    return true;
  }
  Fail(absl::StrCat("a list of ", size));
  return false;
}

JsonValue JsonValue::At(std::size_t index) const {
  return JsonValue(&(*value_)[index], absl::StrCat(path_, "[", index, "]"),
                   error_);
}

void JsonValue::Fail(absl::string_view bound) const {
  if (!error_->ok()) return;
  if (value_ == nullptr) {
    FailWith(absl::StrCat("is missing: must be ", bound));
    return;
  }
  if (value_->is_structured()) {
    FailWith(
        absl::StrCat("has ", value_->size(), " elements: must be ", bound));
    return;
  }
  std::string shown = value_->dump(-1, ' ', /*ensure_ascii=*/true);
  if (shown.size() > kShownBytes) {
    shown = absl::StrCat(shown.substr(0, kShownBytes), "...");
  }
  FailWith(absl::StrCat("is ", shown, ": must be ", bound));
}

void JsonValue::FailWith(absl::string_view problem) const {
  if (!error_->ok()) return;
  *error_ = absl::InvalidArgumentError(absl::StrCat(
      "JSON: ", path_.empty() ? "the document" : path_, " ", problem));
}

}  // namespace maybenot
