#include "mgen/client_config.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/file_reader.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "base/yaml.h"
#include "mgen/distributions_yaml.h"
#include "mgen/model.h"
#include "mgen/wire.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/defense_yaml.h"
#include "tunnel/shaper/machine_reader.h"

namespace mgen {
namespace {

using base::Yaml;
using base::YamlMap;

constexpr double kMaxSeconds = 30 * 86400;
constexpr double kMinRetrySeconds = 0.1;  // Less would hammer the server.

// The keys that a conversation may override, as far as they are known.
struct Settings {
  std::optional<std::string> message_server, web_server;
  std::optional<base::Duration> bootstrap, retry;
  std::shared_ptr<const Distributions> distributions;
  std::optional<shaper::Defense> defense;
};

struct Readers {
  DistributionsReader& distributions;
  shaper::MachineReader& machines;
};

// HOST:PORT: a host without blanks or slashes, a port from 1 to 65535.
bool IsAddress(absl::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) return false;
  const absl::string_view port = text.substr(colon + 1);
  std::uint32_t number = 0;
  return text.find_first_of(" \t\r\n/,") == absl::string_view::npos &&
         port.find_first_not_of("0123456789") == absl::string_view::npos &&
         absl::SimpleAtoi(port, &number) && number >= 1 && number <= 65535;
}

// The address under `key`, without `protocol`, or `fallback`.
std::optional<std::string> ReadAddress(YamlMap& map, absl::string_view key,
                                       std::optional<std::string> fallback,
                                       absl::string_view protocol = "") {
  const std::optional<Yaml> node = map.NodeOr(key);
  if (!node.has_value()) return fallback;
  const std::string text = node->AsString().value_or("");
  const absl::string_view address = absl::StripPrefix(text, protocol);
  if (!IsAddress(address)) {
    map.Fail(node->Expected("HOST:PORT, a port from 1 to 65535"));
  }
  return std::string(address);
}

std::optional<base::Duration> ReadSeconds(
    YamlMap& map, absl::string_view key, base::DoubleRange range,
    std::optional<base::Duration> fallback) {
  if (!map.NodeOr(key).has_value()) return fallback;
  return base::FromSeconds(map.Double(key, range));
}

// A user's or a group's name.
std::string ReadName(YamlMap& map, absl::string_view key) {
  std::string name = map.String(key);
  if (!map.ok()) return name;
  if (const absl::Status status = CheckName(name); !status.ok()) {
    map.Fail(map.Node(key).Error(status.message()));
  }
  return name;
}

// The scalar none, or a defense.
absl::StatusOr<std::optional<shaper::Defense>> ReadDefenseOrNone(
    const Yaml& node, shaper::MachineReader& machines) {
  if (node.is_scalar()) {
    ASSIGN_OR_RETURN(const std::string text, node.AsString());
    if (text == "none") return std::nullopt;
    return node.Expected("a map, or none");
  }
  return shaper::ReadDefense(node, machines);
}

// Puts `value` into `to`, or its error into `map`.
template <typename T>
void Keep(absl::StatusOr<T> value, YamlMap& map, T& to) {
  if (value.ok()) {
    to = *std::move(value);
  } else {
    map.Fail(value.status());
  }
}

// The settings of `map`, each `above` where it says none.
Settings ReadSettings(YamlMap& map, const Settings& above, Readers readers) {
  Settings settings = above;
  settings.message_server =
      ReadAddress(map, "message_server", above.message_server);
  settings.web_server =
      ReadAddress(map, "web_server", above.web_server, "https://");
  settings.bootstrap = ReadSeconds(
      map, "bootstrap", {.min = 0, .max = kMaxSeconds}, above.bootstrap);
  settings.retry = ReadSeconds(
      map, "retry", {.min = kMinRetrySeconds, .max = kMaxSeconds}, above.retry);
  if (const auto node = map.NodeOr("distributions"); node.has_value()) {
    Keep(readers.distributions.Read(*node), map, settings.distributions);
  }
  if (const auto node = map.NodeOr("defense"); node.has_value()) {
    Keep(ReadDefenseOrNone(*node, readers.machines), map, settings.defense);
  }
  return settings;
}

absl::StatusOr<ClientConfig::Conversation> ReadConversation(
    const Yaml& node, const Settings& above, Readers readers) {
  YamlMap map(node);
  const std::string group = ReadName(map, "group");
  const Settings settings = ReadSettings(map, above, readers);
  RETURN_IF_ERROR(map.Finish());
  const absl::string_view missing = !settings.message_server ? "message_server"
                                    : !settings.web_server   ? "web_server"
                                    : !settings.bootstrap    ? "bootstrap"
                                    : !settings.retry        ? "retry"
                                    : settings.distributions == nullptr
                                        ? "distributions"
                                        : "";
  if (!missing.empty()) {
    return node.Error(
        absl::StrCat("the key \"", missing, "\" is missing, here and above"));
  }
  return ClientConfig::Conversation{group,
                                    *settings.message_server,
                                    *settings.web_server,
                                    *settings.bootstrap,
                                    *settings.retry,
                                    settings.distributions,
                                    settings.defense};
}

}  // namespace

absl::StatusOr<ClientConfig> ClientConfigReader::Parse(
    absl::string_view yaml, absl::string_view file_name) {
  const Readers readers = {distributions_, machines_};
  ASSIGN_OR_RETURN(const Yaml root, Yaml::Parse(yaml, file_name));
  YamlMap map(root);
  ClientConfig config;
  config.user = ReadName(map, "user");
  config.socks = ReadAddress(map, "socks", std::nullopt);
  config.wait_mode = ReadWaitMode(map);
  if (map.NodeOr("seed").has_value()) config.seed = map.Uint("seed");
  const Settings settings = ReadSettings(map, {}, readers);
  const Yaml list = map.Node("conversations");
  RETURN_IF_ERROR(map.Finish());

  ASSIGN_OR_RETURN(const std::vector<Yaml> nodes, list.AsList());
  if (nodes.empty()) return list.Error("an empty list, expected at least one");
  absl::flat_hash_set<std::string> groups;
  for (const Yaml& node : nodes) {
    ASSIGN_OR_RETURN(ClientConfig::Conversation conversation,
                     ReadConversation(node, settings, readers));
    if (!groups.insert(conversation.group).second) {
      return node.Error(absl::StrCat("group: \"", conversation.group,
                                     "\" again, expected another"));
    }
    config.conversations.push_back(std::move(conversation));
  }
  return config;
}

absl::StatusOr<ClientConfig> ParseClientConfig(
    absl::string_view yaml, absl::string_view file_name,
    const base::FileReader& read_file) {
  return ClientConfigReader(read_file).Parse(yaml, file_name);
}

}  // namespace mgen
