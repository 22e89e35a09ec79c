#include "maybenot/machine_json.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "maybenot/dist.h"
#include "maybenot/dist_parameters.h"
#include "maybenot/event.h"
#include "maybenot/json_number.h"
#include "maybenot/json_value.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

// By the numbers of the enums and the indices of Action.
constexpr std::array<absl::string_view, 4> kActions = {
    "Cancel", "SendPadding", "BlockOutgoing", "UpdateTimer"};
constexpr std::array<absl::string_view, 3> kTimers = {"Action", "Internal",
                                                      "All"};
constexpr std::array<absl::string_view, 3> kOperations = {"Increment",
                                                          "Decrement", "Set"};

// Writing: each returns the JSON of one value.

std::string Bool(bool value) { return value ? "true" : "false"; }
std::string Parameter(double value) { return JsonNumber(value); }
std::string Parameter(std::uint64_t value) { return absl::StrCat(value); }

std::string Write(const Dist& dist) {
  std::string parameters;
  std::visit(
      [&](const auto& type) {
        ForEachParameter(type, [&](absl::string_view name, const auto& value) {
          absl::StrAppend(&parameters, parameters.empty() ? "" : ",", "\"",
                          name, "\":", Parameter(value));
        });
      },
      dist.type);
  return absl::StrCat("{\"dist\":{\"", kDistNames[dist.type.index()], "\":{",
                      parameters, "}},\"start\":", JsonNumber(dist.start),
                      ",\"max\":", JsonNumber(dist.max), "}");
}

std::string Write(const std::optional<Dist>& dist) {
  return dist ? Write(*dist) : "null";
}

std::string Write(const Cancel& action) {
  return absl::StrCat("{\"timer\":\"",
                      kTimers[static_cast<std::size_t>(action.timer)], "\"}");
}

std::string Write(const SendPadding& action) {
  return absl::StrCat("{\"bypass\":", Bool(action.bypass),
                      ",\"replace\":", Bool(action.replace),
                      ",\"timeout\":", Write(action.timeout),
                      ",\"limit\":", Write(action.limit), "}");
}

std::string Write(const BlockOutgoing& action) {
  return absl::StrCat("{\"bypass\":", Bool(action.bypass),
                      ",\"replace\":", Bool(action.replace),
                      ",\"timeout\":", Write(action.timeout),
                      ",\"duration\":", Write(action.duration),
                      ",\"limit\":", Write(action.limit), "}");
}

std::string Write(const UpdateTimer& action) {
  return absl::StrCat("{\"replace\":", Bool(action.replace),
                      ",\"duration\":", Write(action.duration),
                      ",\"limit\":", Write(action.limit), "}");
}

std::string Write(const std::optional<Action>& action) {
  if (!action) return "null";
  return absl::StrCat(
      "{\"", kActions[action->index()],
      "\":", std::visit([](const auto& a) { return Write(a); }, *action), "}");
}

std::string Write(const std::optional<Counter>& counter) {
  if (!counter) return "null";
  return absl::StrCat("{\"operation\":\"",
                      kOperations[static_cast<std::size_t>(counter->operation)],
                      "\",\"dist\":", Write(counter->dist),
                      ",\"copy\":", Bool(counter->copy), "}");
}

std::string Write(const std::optional<std::vector<Trans>>& list) {
  if (!list) return "null";
  std::string json = "[";
  for (const Trans& trans : *list) {
    absl::StrAppend(&json, json.size() > 1 ? ",[" : "[", trans.state, ",",
                    JsonNumber(trans.probability), "]");
  }
  return json + "]";
}

std::string Write(const State& state) {
  std::string json =
      absl::StrCat("{\"action\":", Write(state.action), ",\"counter\":[",
                   Write(state.counters[0]), ",", Write(state.counters[1]),
                   "],\"transitions\":[");
  for (std::size_t event = 0; event < kEventCount; ++event) {
    absl::StrAppend(&json, event == 0 ? "" : ",",
                    Write(state.transitions[event]));
  }
  return json + "]}";
}

// Reading. Errors stay in the values' common status.

void ReadParameter(const JsonValue& in, double& value) { value = in.F64(); }
void ReadParameter(const JsonValue& in, std::uint64_t& value) {
  value = in.Uint();
}

DistType ReadDistType(const JsonValue& in) {
  const std::size_t index = in.OnlyKey(kDistNames);
  const JsonValue fields = in.Field(kDistNames[index]);
  DistType type = ZeroDist(index);
  std::vector<absl::string_view> names;
  std::visit(
      [&](auto& dist) {
        ForEachParameter(dist, [&](absl::string_view name, auto& value) {
          names.push_back(name);
          ReadParameter(fields.Field(name), value);
        });
      },
      type);
  fields.CheckKeys(names);
  return type;
}

Dist ReadDist(const JsonValue& in) {
  in.CheckKeys({"dist", "start", "max"});
  return Dist{ReadDistType(in.Field("dist")), in.Field("start").F64(),
              in.Field("max").F64()};
}

void ReadOptional(const JsonValue& in, std::optional<Dist>& limit) {
  if (!in.is_missing_or_null()) limit = ReadDist(in);
}

void ReadFields(const JsonValue& in, Cancel& action) {
  in.CheckKeys({"timer"});
  action.timer = static_cast<Timer>(in.Field("timer").OneOf(kTimers));
}

void ReadFields(const JsonValue& in, SendPadding& action) {
  in.CheckKeys({"bypass", "replace", "timeout", "limit"});
  action.bypass = in.Field("bypass").Bool();
  action.replace = in.Field("replace").Bool();
  action.timeout = ReadDist(in.Field("timeout"));
  ReadOptional(in.Field("limit"), action.limit);
}

void ReadFields(const JsonValue& in, BlockOutgoing& action) {
  in.CheckKeys({"bypass", "replace", "timeout", "duration", "limit"});
  action.bypass = in.Field("bypass").Bool();
  action.replace = in.Field("replace").Bool();
  action.timeout = ReadDist(in.Field("timeout"));
  action.duration = ReadDist(in.Field("duration"));
  ReadOptional(in.Field("limit"), action.limit);
}

void ReadFields(const JsonValue& in, UpdateTimer& action) {
  in.CheckKeys({"replace", "duration", "limit"});
  action.replace = in.Field("replace").Bool();
  action.duration = ReadDist(in.Field("duration"));
  ReadOptional(in.Field("limit"), action.limit);
}

void ReadAction(const JsonValue& in, Action& action) {
  const std::size_t index = in.OnlyKey(kActions);
  const JsonValue fields = in.Field(kActions[index]);
  switch (index) {
    case 0:
      return ReadFields(fields, action.emplace<Cancel>());
    case 1:
      return ReadFields(fields, action.emplace<SendPadding>());
    case 2:
      return ReadFields(fields, action.emplace<BlockOutgoing>());
    default:
      return ReadFields(fields, action.emplace<UpdateTimer>());
  }
}

void ReadCounter(const JsonValue& in, std::optional<Counter>& counter) {
  if (in.is_missing_or_null()) return;
  in.CheckKeys({"operation", "dist", "copy"});
  counter.emplace();
  counter->operation =
      static_cast<Operation>(in.Field("operation").OneOf(kOperations));
  ReadOptional(in.Field("dist"), counter->dist);
  counter->copy = in.Field("copy").Bool();
}

void ReadList(const JsonValue& in, std::optional<std::vector<Trans>>& list) {
  if (in.is_missing_or_null()) return;
  list.emplace(in.Size());
  for (std::size_t i = 0; i < list->size(); ++i) {
    const JsonValue pair = in.At(i);
    if (!pair.HasSize(2)) return;
    (*list)[i] = Trans{pair.At(0).Uint(), pair.At(1).F32()};
  }
}

void ReadState(const JsonValue& in, State& state) {
  in.CheckKeys({"action", "counter", "transitions"});
  const JsonValue action = in.Field("action");
  if (!action.is_missing_or_null()) ReadAction(action, state.action.emplace());
  const JsonValue counters = in.Field("counter");
  if (!counters.HasSize(state.counters.size())) return;
  for (std::size_t i = 0; i < state.counters.size(); ++i) {
    ReadCounter(counters.At(i), state.counters[i]);
  }
  const JsonValue transitions = in.Field("transitions");
  if (!transitions.HasSize(kEventCount)) return;
  for (std::size_t event = 0; event < kEventCount; ++event) {
    ReadList(transitions.At(event), state.transitions[event]);
  }
}

}  // namespace

std::string ToJson(const MachineSpec& spec) {
  std::string json = absl::StrCat(
      "{\"allowed_padding_packets\":", spec.allowed_padding_packets,
      ",\"max_padding_frac\":", JsonNumber(spec.max_padding_frac),
      ",\"allowed_blocked_microsec\":", spec.allowed_blocked_microsec,
      ",\"max_blocking_frac\":", JsonNumber(spec.max_blocking_frac),
      ",\"states\":[");
  for (std::size_t i = 0; i < spec.states.size(); ++i) {
    absl::StrAppend(&json, i == 0 ? "" : ",", Write(spec.states[i]));
  }
  return json + "]}";
}

absl::StatusOr<MachineSpec> MachineFromJson(absl::string_view json) {
  ASSIGN_OR_RETURN(const nlohmann::json document, ParseJson(json));
  absl::Status error;
  const JsonValue in(document, error);
  in.CheckKeys({"allowed_padding_packets", "max_padding_frac",
                "allowed_blocked_microsec", "max_blocking_frac", "states"});
  MachineSpec spec;
  spec.allowed_padding_packets = in.Field("allowed_padding_packets").Uint();
  spec.max_padding_frac = in.Field("max_padding_frac").F64();
  spec.allowed_blocked_microsec = in.Field("allowed_blocked_microsec").Uint();
  spec.max_blocking_frac = in.Field("max_blocking_frac").F64();
  const JsonValue states = in.Field("states");
  const std::size_t num_states = states.Size();
  for (std::size_t i = 0; i < num_states && error.ok(); ++i) {
    ReadState(states.At(i), spec.states.emplace_back());
  }
  if (!error.ok()) return error;
  return spec;
}

absl::StatusOr<Dist> DistFromJson(absl::string_view json) {
  ASSIGN_OR_RETURN(const nlohmann::json document, ParseJson(json));
  absl::Status error;
  const Dist dist = ReadDist(JsonValue(document, error));
  if (!error.ok()) return error;
  return dist;
}

}  // namespace maybenot
