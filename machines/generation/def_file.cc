#include "machines/generation/def_file.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "machines/generation/defense.h"
#include "machines/generation/machine_list_json.h"
#include "maybenot/json_value.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

// Keys in this order, as serde writes them.
std::string ToLine(const Defense& defense) {
  nlohmann::ordered_json line;
  line["client"] = defense.client_texts();
  line["server"] = defense.server_texts();
  line["note"] = nullptr;
  if (defense.note()) line["note"] = *defense.note();
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

absl::StatusOr<std::optional<std::string>> ReadNote(
    const nlohmann::json& object) {
  const auto it = object.find("note");
  if (it == object.end() || it->is_null()) return std::nullopt;
  if (!it->is_string()) {
    return absl::InvalidArgumentError("note must be a text or null");
  }
  return std::optional<std::string>(it->get<std::string>());
}

absl::StatusOr<Defense> ReadLine(absl::string_view text) {
  ASSIGN_OR_RETURN(const nlohmann::json object, maybenot::ParseJson(text));
  if (!object.is_object()) {
    return absl::InvalidArgumentError("must be a JSON object");
  }
  for (const auto& [key, value] : object.items()) {
    if (key != "client" && key != "server" && key != "note") {
      return absl::InvalidArgumentError(absl::StrCat(
          "unknown key \"", key, "\": must be client, server or note"));
    }
  }
  for (const char* side : {"client", "server"}) {
    if (!object.contains(side)) {
      return absl::InvalidArgumentError(absl::StrCat(side, " is missing"));
    }
  }
  ASSIGN_OR_RETURN(std::vector<maybenot::Machine> client,
                   MachinesFromJson(object["client"], "client"));
  ASSIGN_OR_RETURN(std::vector<maybenot::Machine> server,
                   MachinesFromJson(object["server"], "server"));
  ASSIGN_OR_RETURN(std::optional<std::string> note, ReadNote(object));
  return Defense::Create(std::move(client), std::move(server), std::move(note));
}

}  // namespace

std::string WriteDefFile(const DefFile& file) {
  std::vector<std::string> lines;
  for (const Defense& defense : file.defenses) {
    lines.push_back(ToLine(defense));
  }
  std::sort(lines.begin(), lines.end());
  std::string out = absl::StrReplaceAll(file.description, {{"\n", " "}});
  out += '\n';
  for (const std::string& line : lines) absl::StrAppend(&out, line, "\n");
  return out;
}

absl::StatusOr<DefFile> ReadDefFile(absl::string_view content,
                                    absl::string_view name) {
  DefFile file;
  std::size_t number = 0;
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    if (++number == 1) {
      file.description = std::string(line);
      continue;
    }
    if (absl::StripAsciiWhitespace(line).empty()) continue;
    auto defense = ReadLine(line);
    if (!defense.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ":", number, ": ", defense.status().message()));
    }
    file.defenses.push_back(*std::move(defense));
  }
  return file;
}

}  // namespace generation
