#include "machines/generation/toml_table.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "machines/generation/toml_value.h"

namespace generation {
namespace {

const TomlValue kNothing = {TomlValue::Table(), 0};

const TomlValue* FindIn(const TomlValue& value, absl::string_view key) {
  const auto* table = std::get_if<TomlValue::Table>(&value.value);
  if (table == nullptr) return nullptr;
  for (const TomlEntry& entry : *table) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

std::optional<std::uint64_t> AsUint(const TomlValue& value) {
  const auto* whole = std::get_if<std::int64_t>(&value.value);
  if (whole == nullptr || *whole < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*whole);
}

std::optional<double> AsReal(const TomlValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value.value)) {
    return static_cast<double>(*whole);
  }
  const auto* real = std::get_if<double>(&value.value);
  if (real == nullptr || !std::isfinite(*real)) return std::nullopt;
  return *real;
}

// The ends of a range, if the value has the form of one.
struct Ends {
  const TomlValue* low = nullptr;
  const TomlValue* high = nullptr;
};

Ends FindEnds(const TomlValue& value) {
  if (const auto* list = std::get_if<TomlValue::List>(&value.value)) {
    if (list->size() == 2) return {&(*list)[0], &(*list)[1]};
    return {};
  }
  const auto* table = std::get_if<TomlValue::Table>(&value.value);
  if (table == nullptr || table->size() != 2) return {};
  const TomlValue* start = FindIn(value, "start");
  const TomlValue* end = FindIn(value, "end");
  if (start == nullptr || end == nullptr) return {};
  return {start, end};
}

}  // namespace

void TomlErrors::Add(std::size_t line, absl::string_view message) {
  if (!first.ok()) return;
  first =
      absl::InvalidArgumentError(absl::StrCat(file, ":", line, ": ", message));
}

TomlTable::TomlTable(const TomlValue& value, std::string path,
                     TomlErrors& errors)
    : value_(&value), path_(std::move(path)), errors_(&errors) {}

const TomlValue* TomlTable::Find(absl::string_view key) {
  known_.insert(std::string(key));
  return FindIn(*value_, key);
}

const TomlValue& TomlTable::Get(absl::string_view key) {
  const TomlValue* value = Find(key);
  if (value != nullptr) return *value;
  errors_->Add(value_->line, absl::StrCat(path_, key, " is missing"));
  return kNothing;
}

void TomlTable::Fail(absl::string_view key, absl::string_view bound) {
  const TomlValue* value = Find(key);
  errors_->Add(value == nullptr ? value_->line : value->line,
               absl::StrCat(path_, key, " is ",
                            value == nullptr ? "missing" : ShowToml(*value),
                            ": must be ", bound));
}

std::optional<std::uint64_t> TomlTable::MaybeUint(absl::string_view key) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::uint64_t> whole = AsUint(*value);
  if (!whole) Fail(key, "a whole number, not negative");
  return whole;
}

std::uint64_t TomlTable::Uint(absl::string_view key) {
  Get(key);
  return MaybeUint(key).value_or(0);
}

std::optional<bool> TomlTable::MaybeBool(absl::string_view key) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return std::nullopt;
  const auto* truth = std::get_if<bool>(&value->value);
  if (truth != nullptr) return *truth;
  Fail(key, "true or false");
  return std::nullopt;
}

std::optional<std::string> TomlTable::MaybeString(absl::string_view key) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return std::nullopt;
  const auto* text = std::get_if<std::string>(&value->value);
  if (text != nullptr) return *text;
  Fail(key, "a text");
  return std::nullopt;
}

std::string TomlTable::String(absl::string_view key) {
  Get(key);
  return MaybeString(key).value_or("");
}

std::optional<base::Range64> TomlTable::MaybeRange(absl::string_view key) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return std::nullopt;
  const Ends ends = FindEnds(*value);
  const auto low = ends.low ? AsUint(*ends.low) : std::nullopt;
  const auto high = ends.high ? AsUint(*ends.high) : std::nullopt;
  if (low && high && *low <= *high) return base::Range64{*low, *high};
  Fail(key,
       "two whole numbers, the smaller first, as [1, 5] or {start = 1, end = "
       "5}");
  return std::nullopt;
}

base::Range64 TomlTable::Range(absl::string_view key) {
  Get(key);
  return MaybeRange(key).value_or(base::Range64{0, 0});
}

std::optional<base::RealRange> TomlTable::MaybeRealRange(
    absl::string_view key) {
  const TomlValue* value = Find(key);
  if (value == nullptr) return std::nullopt;
  const Ends ends = FindEnds(*value);
  const auto low = ends.low ? AsReal(*ends.low) : std::nullopt;
  const auto high = ends.high ? AsReal(*ends.high) : std::nullopt;
  if (low && high && *low <= *high && std::isfinite(*high - *low)) {
    return base::RealRange{*low, *high};
  }
  Fail(key,
       "two numbers, the smaller first, as [0.5, 2.0] or {start = 0.5, end = "
       "2.0}");
  return std::nullopt;
}

TomlTable TomlTable::Table(absl::string_view key) {
  const TomlValue& value = Get(key);
  if (!std::holds_alternative<TomlValue::Table>(value.value)) {
    Fail(key, "a table");
    return TomlTable(kNothing, absl::StrCat(path_, key, "."), *errors_);
  }
  return TomlTable(value, absl::StrCat(path_, key, "."), *errors_);
}

void TomlTable::Finish() {
  const auto* table = std::get_if<TomlValue::Table>(&value_->value);
  if (table == nullptr) return;
  for (const TomlEntry& entry : *table) {
    if (known_.contains(entry.key)) continue;
    errors_->Add(entry.value.line,
                 absl::StrCat("unknown key ", path_, entry.key));
  }
}

}  // namespace generation
