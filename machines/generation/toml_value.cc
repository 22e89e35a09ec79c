#include "machines/generation/toml_value.h"

#include <toml++/toml.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "machines/generation/toml_plane.h"

namespace generation {
namespace {

absl::StatusOr<TomlValue> Convert(const toml::node& node, std::size_t line);

absl::StatusOr<TomlValue> ConvertTable(const toml::table& table,
                                       std::size_t line) {
  TomlValue::Table entries;
  for (const auto& [key, node] : table) {
    // A table that no header names has no place of its own, but its key has.
    const std::size_t place = node.source().begin.line != 0
                                  ? node.source().begin.line
                                  : key.source().begin.line;
    ASSIGN_OR_RETURN(TomlValue value, Convert(node, place));
    entries.push_back({FromPlane16(std::string(key.str())), std::move(value)});
  }
  return TomlValue{std::move(entries), line};
}

absl::StatusOr<TomlValue> ConvertList(const toml::array& array,
                                      std::size_t line) {
  TomlValue::List list;
  for (const toml::node& node : array) {
    ASSIGN_OR_RETURN(TomlValue value, Convert(node, node.source().begin.line));
    list.push_back(std::move(value));
  }
  return TomlValue{std::move(list), line};
}

absl::StatusOr<TomlValue> Convert(const toml::node& node, std::size_t line) {
  if (const auto* table = node.as_table()) return ConvertTable(*table, line);
  if (const auto* array = node.as_array()) return ConvertList(*array, line);
  if (const auto* text = node.as_string()) {
    return TomlValue{FromPlane16(text->get()), line};
  }
  if (const auto* whole = node.as_integer()) {
    return TomlValue{std::int64_t{whole->get()}, line};
  }
  if (const auto* real = node.as_floating_point()) {
    return TomlValue{real->get(), line};
  }
  if (const auto* truth = node.as_boolean()) {
    return TomlValue{truth->get(), line};
  }
  return absl::InvalidArgumentError(
      absl::StrCat(line, ": a date or time has no use here"));
}

}  // namespace

absl::StatusOr<TomlValue> ParseToml(absl::string_view text,
                                    absl::string_view name) {
  if (text.size() > kMaxTomlBytes) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": has ", text.size(),
                                                   " bytes: must have at most ",
                                                   kMaxTomlBytes));
  }
  const absl::StatusOr<std::string> moved = ToPlane16(text);
  if (!moved.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ":", moved.status().message()));
  }
  const toml::parse_result result = toml::parse(std::string_view(*moved));
  if (!result) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ":", result.error().source().begin.line, ": ",
                     FromPlane16(std::string(result.error().description()))));
  }
  absl::StatusOr<TomlValue> value = ConvertTable(result.table(), 1);
  if (!value.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ":", value.status().message()));
  }
  return value;
}

std::string ShowToml(const TomlValue& value) {
  constexpr std::size_t kMaxShown = 40;
  return std::visit(
      [](const auto& v) -> std::string {
        using T = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<T, std::string>) {
          return absl::StrCat("\"", absl::CHexEscape(v.substr(0, kMaxShown)),
                              v.size() > kMaxShown ? "...\"" : "\"");
        } else if constexpr (std::is_same_v<T, bool>) {
          return v ? "true" : "false";
        } else if constexpr (std::is_same_v<T, TomlValue::List>) {
          return "a list";
        } else if constexpr (std::is_same_v<T, TomlValue::Table>) {
          return "a table";
        } else {
          return absl::StrCat(v);
        }
      },
      value.value);
}

}  // namespace generation
