#include "machines/generation/config.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "machines/generation/combo.h"
#include "machines/generation/derive.h"
#include "machines/generation/environment_config.h"
#include "machines/generation/random_machine.h"
#include "machines/generation/toml_table.h"
#include "machines/generation/toml_value.h"
#include "machines/generation/trace_set.h"

namespace generation {
namespace {

// Adds what validation says of the table at `line`.
void Report(const absl::Status& status, std::size_t line,
            absl::string_view path, TomlErrors& errors) {
  if (!status.ok()) errors.Add(line, absl::StrCat(path, status.message()));
}

// An enum as serde writes it: its name, or {Name = {fields}}.
struct Variant {
  std::string name;
  const TomlValue* fields = nullptr;
};

Variant ReadVariant(const TomlValue& value) {
  if (const auto* name = std::get_if<std::string>(&value.value)) {
    return {*name, nullptr};
  }
  const auto* table = std::get_if<TomlValue::Table>(&value.value);
  if (table == nullptr || table->size() != 1) return {};
  return {table->front().key, &table->front().value};
}

TraceSet ReadTraceSet(const TomlValue& value, const std::string& path,
                      TomlErrors& errors) {
  const Variant variant = ReadVariant(value);
  const auto names = TraceSetNames();
  const auto name = std::find(names.begin(), names.end(), variant.name);
  TraceSet set;
  const bool is_custom = variant.name == "Custom";
  if (name == names.end() || is_custom != (variant.fields != nullptr)) {
    errors.Add(value.line,
               absl::StrCat(path, " is ", ShowToml(value), ": must be one of ",
                            absl::StrJoin(names, ", "),
                            ", the last as {Custom = {root = \"FOLDER\", "
                            "min_bytes = 0, max_bytes = 1000000}}"));
    return set;
  }
  set.kind = static_cast<TraceSet::Kind>(name - names.begin());
  if (!is_custom) return set;
  TomlTable fields(*variant.fields, absl::StrCat(path, ".Custom."), errors);
  set.root = fields.String("root");
  set.min_bytes = fields.Uint("min_bytes");
  set.max_bytes = fields.Uint("max_bytes");
  fields.Finish();
  return set;
}

std::optional<EnvironmentConfig::Integration> ReadIntegration(
    TomlTable& table, TomlErrors& errors) {
  const TomlValue* value = table.Find("integration");
  if (value == nullptr) return std::nullopt;
  const Variant variant = ReadVariant(*value);
  EnvironmentConfig::Integration integration;
  if (variant.name == "Example" && variant.fields == nullptr) {
    return integration;
  }
  if (variant.name == "File" && variant.fields != nullptr) {
    TomlTable fields(*variant.fields, "integration.File.", errors);
    integration.file = fields.String("src");
    fields.Finish();
    return integration;
  }
  table.Fail("integration", "\"Example\" or {File = {src = \"FILE\"}}");
  return std::nullopt;
}

ConstraintsConfig ReadConstraints(TomlTable table, std::size_t line,
                                  const std::string& path, TomlErrors& errors) {
  ConstraintsConfig config;
  config.client_load = table.MaybeRealRange("client_load");
  config.server_load = table.MaybeRealRange("server_load");
  config.delay = table.MaybeRealRange("delay");
  config.client_min_normal_packets =
      table.MaybeUint("client_min_normal_packets").value_or(1);
  config.server_min_normal_packets =
      table.MaybeUint("server_min_normal_packets").value_or(1);
  config.include_after_last_normal =
      table.MaybeBool("include_after_last_normal").value_or(false);
  table.Finish();
  Report(config.Validate(), line, path, errors);
  return config;
}

EnvironmentConfig ReadEnvironment(TomlTable table, std::size_t line,
                                  const std::string& path, TomlErrors& errors) {
  EnvironmentConfig config;
  const TomlValue& traces = table.Get("traces");
  const auto* sets = std::get_if<TomlValue::List>(&traces.value);
  if (sets == nullptr) {
    table.Fail("traces", "a list, as [\"Synthetic\"]");
  } else {
    for (std::size_t i = 0; i < sets->size(); ++i) {
      config.traces.push_back(ReadTraceSet(
          (*sets)[i], absl::StrCat(path, "traces[", i, "]"), errors));
    }
  }
  config.num_traces = table.Range("num_traces");
  config.sim_steps = table.Range("sim_steps");
  config.integration = ReadIntegration(table, errors);
  config.implied_framework_limits =
      table.MaybeBool("implied_framework_limits").value_or(false);
  TomlTable network = table.Table("network");
  config.rtt_in_ms = network.Range("rtt_in_ms");
  config.packets_per_sec = network.MaybeRange("packets_per_sec");
  network.Finish();
  table.Finish();
  Report(config.Validate(), line, path, errors);
  return config;
}

RandomMachineConfig ReadMachine(TomlTable table, std::size_t line,
                                TomlErrors& errors) {
  RandomMachineConfig config = {.num_states = table.Range("num_states")};
  config.allow_blocking_client = table.MaybeBool("allow_blocking_client");
  config.allow_blocking_server = table.MaybeBool("allow_blocking_server");
  config.allow_expressive = table.MaybeBool("allow_expressive");
  config.allow_fixed_budget = table.MaybeBool("allow_fixed_budget");
  config.allow_frac_limits = table.MaybeBool("allow_frac_limits");
  config.duration_point =
      table.MaybeRealRange("duration_point").value_or(config.duration_point);
  config.count_point =
      table.MaybeRange("count_point").value_or(config.count_point);
  config.min_action_timeout = table.MaybeRealRange("min_action_timeout")
                                  .value_or(config.min_action_timeout);
  config.circpad_compatible =
      table.MaybeBool("circpad_compatible").value_or(false);
  table.Finish();
  Report(config.Validate(), line, "derive.machine.", errors);
  return config;
}

SearchConfig ReadSearch(TomlTable table) {
  SearchConfig config;
  config.n = table.Uint("n");
  config.max_search_sec = table.MaybeUint("max_search_sec");
  if (config.max_search_sec == 0) table.Fail("max_search_sec", "at least 1");
  config.seed = table.MaybeString("seed");
  table.Finish();
  return config;
}

// A count that must not be 0.
std::uint64_t ReadAttempts(TomlTable& table, std::uint64_t otherwise) {
  const std::uint64_t attempts =
      table.MaybeUint("max_attempts").value_or(otherwise);
  if (attempts == 0) table.Fail("max_attempts", "at least 1");
  return attempts;
}

DeriveConfig ReadDerive(TomlTable table, TomlErrors& errors) {
  DeriveConfig config;
  config.constraints =
      ReadConstraints(table.Table("constraints"), table.Get("constraints").line,
                      "derive.constraints.", errors);
  config.env = ReadEnvironment(table.Table("env"), table.Get("env").line,
                               "derive.env.", errors);
  config.machine =
      ReadMachine(table.Table("machine"), table.Get("machine").line, errors);
  config.max_attempts = ReadAttempts(table, config.max_attempts);
  config.max_duration_sec = table.MaybeUint("max_duration_sec");
  table.Finish();
  return config;
}

ComboConfig ReadCombo(TomlTable table, TomlErrors& errors) {
  ComboConfig config;
  config.n = table.MaybeUint("n");
  config.height = table.MaybeUint("height");
  if (config.n == 0) table.Fail("n", "at least 1");
  if (config.height == 0) table.Fail("height", "at least 1");
  config.max_attempts = ReadAttempts(table, config.max_attempts);
  config.seed = table.MaybeString("seed");
  const TomlValue* constraints = table.Find("constraints");
  const TomlValue* env = table.Find("env");
  if ((constraints == nullptr) != (env == nullptr)) {
    table.Fail(env == nullptr ? "env" : "constraints",
               "there, as combo.constraints and combo.env go together");
  } else if (constraints != nullptr) {
    config.constraints =
        ReadConstraints(table.Table("constraints"), constraints->line,
                        "combo.constraints.", errors);
    config.env =
        ReadEnvironment(table.Table("env"), env->line, "combo.env.", errors);
  }
  table.Finish();
  return config;
}

}  // namespace

absl::StatusOr<Config> ParseConfig(absl::string_view toml,
                                   absl::string_view name) {
  ASSIGN_OR_RETURN(const TomlValue document, ParseToml(toml, name));
  TomlErrors errors = {.file = std::string(name)};
  TomlTable table(document, "", errors);
  Config config;
  if (table.Find("search")) config.search = ReadSearch(table.Table("search"));
  if (table.Find("derive")) {
    config.derive = ReadDerive(table.Table("derive"), errors);
  }
  if (table.Find("combo")) {
    config.combo = ReadCombo(table.Table("combo"), errors);
  }
  table.Find("sim");
  table.Find("eval");
  table.Finish();
  RETURN_IF_ERROR(errors.first);
  return config;
}

}  // namespace generation
