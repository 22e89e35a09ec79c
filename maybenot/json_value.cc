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

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace maybenot {
namespace {

using Json = nlohmann::json;

// How much of a wrong value an error shows.
constexpr std::size_t kShownBytes = 40;

// Builds a document from what the parser sees, and stops at what is too deep or
// repeated. (The library's own parser with a callback takes quadratic time.)
class DocumentBuilder : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return Add(Json(nullptr)) != nullptr; }
  bool boolean(bool value) override { return Add(Json(value)) != nullptr; }
  bool number_integer(number_integer_t value) override {
    return Add(Json(value)) != nullptr;
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Add(Json(value)) != nullptr;
  }
  bool number_float(number_float_t value, const string_t&) override {
    return Add(Json(value)) != nullptr;
  }
  bool string(string_t& value) override {
    return Add(Json(std::move(value))) != nullptr;
  }
  bool binary(binary_t&) override { return false; }  // Not in JSON.
  bool start_object(std::size_t) override { return Open(Json::object()); }
  bool start_array(std::size_t) override { return Open(Json::array()); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    const auto [it, is_new] = open_.back()->emplace(std::move(name), nullptr);
    member_ = &it.value();
    if (is_new) return true;
    return Refuse(absl::StrCat("has the key \"", it.key(),
                               "\" twice in an object: must have it once"));
  }

  bool parse_error(std::size_t, const std::string&,
                   const Json::exception& error) override {
    return Refuse(error.what());
  }

  // Of the whole: the document, or why there is none.
  absl::StatusOr<Json> Take() && {
    if (!error_.ok()) return error_;
    return std::move(document_);
  }

 private:
  // Where the next value goes: the document, an element, or the last key's.
  Json* Add(Json value) {
    if (open_.empty()) return &(document_ = std::move(value));
    if (open_.back()->is_array()) {
      return &open_.back()->emplace_back(std::move(value));
    }
    return &(*member_ = std::move(value));
  }

  bool Open(Json container) {
    if (open_.size() == kMaxJsonDepth) {
      return Refuse(absl::StrCat("has more than ", kMaxJsonDepth,
                                 " levels: must have at most"));
    }
    open_.push_back(Add(std::move(container)));
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  bool Refuse(absl::string_view problem) {
    error_ = absl::InvalidArgumentError(absl::StrCat("JSON: ", problem));
    return false;
  }

  Json document_;
  // Pointers stay good: while a container is open, nothing is added beside it.
  std::vector<Json*> open_;
  Json* member_ = nullptr;  // Of the innermost object.
  absl::Status error_;
};

}  // namespace

absl::StatusOr<Json> ParseJson(absl::string_view text) {
  if (text.size() > kMaxJsonBytes) {
    return absl::InvalidArgumentError(absl::StrCat("JSON: has ", text.size(),
                                                   " bytes: must have at most ",
                                                   kMaxJsonBytes));
  }
  DocumentBuilder builder;
  Json::sax_parse(text.begin(), text.end(), &builder);
  return std::move(builder).Take();
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
  if (value_ == nullptr || !value_->is_object()) {
    Fail(absl::StrCat("an object with the keys ", absl::StrJoin(names, ", ")));
    return;
  }
  for (auto it = value_->begin(); it != value_->end(); ++it) {
    if (std::find(names.begin(), names.end(), it.key()) == names.end()) {
      FailWith(absl::StrCat("has the key \"", it.key(),
                            "\": must have no keys but ",
                            absl::StrJoin(names, ", ")));
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
