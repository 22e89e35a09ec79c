#include "machines/generation/release.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "machines/generation/defense.h"
#include "machines/generation/machine_list_json.h"
#include "maybenot/json_value.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

using Keys = std::vector<absl::string_view>;

// An object with exactly these keys.
absl::Status CheckKeys(const nlohmann::json& object, const Keys& keys,
                       absl::string_view where) {
  if (!object.is_object()) {
    return absl::InvalidArgumentError(
        absl::StrCat(where, " must be a JSON object"));
  }
  for (const auto& [key, value] : object.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("unknown key \"", key, "\" in ", where,
                       ": must be one of ", absl::StrJoin(keys, ", ")));
    }
  }
  for (const absl::string_view key : keys) {
    if (!object.contains(std::string(key))) {
      return absl::InvalidArgumentError(absl::StrCat(where, " has no ", key));
    }
  }
  return absl::OkStatus();
}

nlohmann::ordered_json ToJson(const ReleaseLimits& limits) {
  return {{"min_padding_frac", limits.min_padding_frac},
          {"max_padding_frac", limits.max_padding_frac},
          {"min_blocking_frac", limits.min_blocking_frac},
          {"max_blocking_frac", limits.max_blocking_frac}};
}

absl::StatusOr<double> ReadFraction(const nlohmann::json& object,
                                    absl::string_view where, const char* key) {
  const nlohmann::json& value = object[key];
  if (value.is_number() && value >= 0 && value <= 1) {
    return value.get<double>();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      where, ".", key, " is ", value.dump(), ": must be from 0 to 1"));
}

absl::StatusOr<ReleaseLimits> ReadLimits(const nlohmann::json& object,
                                         absl::string_view where) {
  RETURN_IF_ERROR(CheckKeys(object,
                            {"min_padding_frac", "max_padding_frac",
                             "min_blocking_frac", "max_blocking_frac"},
                            where));
  ReleaseLimits limits;
  ASSIGN_OR_RETURN(limits.min_padding_frac,
                   ReadFraction(object, where, "min_padding_frac"));
  ASSIGN_OR_RETURN(limits.max_padding_frac,
                   ReadFraction(object, where, "max_padding_frac"));
  ASSIGN_OR_RETURN(limits.min_blocking_frac,
                   ReadFraction(object, where, "min_blocking_frac"));
  ASSIGN_OR_RETURN(limits.max_blocking_frac,
                   ReadFraction(object, where, "max_blocking_frac"));
  if (limits.min_padding_frac > limits.max_padding_frac ||
      limits.min_blocking_frac > limits.max_blocking_frac) {
    return absl::InvalidArgumentError(
        absl::StrCat(where, " has a min_ above its max_"));
  }
  return limits;
}

absl::StatusOr<std::string> ReadText(const nlohmann::json& object,
                                     const char* key) {
  if (object[key].is_string()) return object[key].get<std::string>();
  return absl::InvalidArgumentError(absl::StrCat(key, " must be a text"));
}

absl::StatusOr<Defense> ReadDefense(const nlohmann::json& pair,
                                    absl::string_view where) {
  if (!pair.is_array() || pair.size() != 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        where, " must be two lists of machines, a client's and a server's"));
  }
  ASSIGN_OR_RETURN(std::vector<maybenot::Machine> client,
                   MachinesFromJson(pair[0], absl::StrCat(where, "[0]")));
  ASSIGN_OR_RETURN(std::vector<maybenot::Machine> server,
                   MachinesFromJson(pair[1], absl::StrCat(where, "[1]")));
  return Defense::Create(std::move(client), std::move(server));
}

}  // namespace

std::string WriteRelease(const Release& release) {
  nlohmann::ordered_json json = {
      {"version", release.version},
      {"platform", release.platform},
      {"client_limits", ToJson(release.client_limits)},
      {"server_limits", ToJson(release.server_limits)},
      {"defenses", nlohmann::ordered_json::array()}};
  for (const Defense& defense : release.defenses) {
    json["defenses"].push_back(nlohmann::ordered_json::array(
        {defense.client_texts(), defense.server_texts()}));
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

absl::StatusOr<Release> ReadRelease(absl::string_view text) {
  ASSIGN_OR_RETURN(const nlohmann::json json, maybenot::ParseJson(text));
  RETURN_IF_ERROR(CheckKeys(
      json,
      {"version", "platform", "client_limits", "server_limits", "defenses"},
      "a release"));
  Release release;
  ASSIGN_OR_RETURN(release.version, ReadText(json, "version"));
  ASSIGN_OR_RETURN(release.platform, ReadText(json, "platform"));
  ASSIGN_OR_RETURN(release.client_limits,
                   ReadLimits(json["client_limits"], "client_limits"));
  ASSIGN_OR_RETURN(release.server_limits,
                   ReadLimits(json["server_limits"], "server_limits"));
  if (!json["defenses"].is_array()) {
    return absl::InvalidArgumentError("defenses must be a list");
  }
  for (std::size_t i = 0; i < json["defenses"].size(); ++i) {
    ASSIGN_OR_RETURN(
        Defense defense,
        ReadDefense(json["defenses"][i], absl::StrCat("defenses[", i, "]")));
    release.defenses.push_back(std::move(defense));
  }
  return release;
}

}  // namespace generation
