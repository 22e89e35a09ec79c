#include "maybenot/bincode.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "maybenot/bincode_reader.h"
#include "maybenot/bincode_writer.h"
#include "maybenot/dist.h"
#include "maybenot/dist_parameters.h"
#include "maybenot/event.h"
#include "maybenot/event_name.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

// Three options and the options of 13 events, each a byte.
constexpr std::size_t kMinStateBytes = 3 + kEventCount;
// A target of one byte and a probability.
constexpr std::size_t kMinTransBytes = 1 + 4;

// Reading. A braced initializer is evaluated in its order, which is the wire's.

void ReadParameter(BincodeReader& in, absl::string_view name, double& value) {
  value = in.F64(name);
}
void ReadParameter(BincodeReader& in, absl::string_view name,
                   std::uint64_t& value) {
  value = in.Integer(name);
}

DistType ReadDistType(BincodeReader& in) {
  DistType type = ZeroDist(in.Tag("distribution", kDistNames.size()));
  std::visit(
      [&](auto& dist) {
        ForEachParameter(dist, [&](absl::string_view name, auto& value) {
          ReadParameter(in, name, value);
        });
      },
      type);
  return type;
}

Dist ReadDist(BincodeReader& in) {
  return Dist{ReadDistType(in), in.F64("start"), in.F64("max")};
}

void ReadLimit(BincodeReader& in, std::optional<Dist>& limit) {
  if (in.Bool("option of a limit")) limit = ReadDist(in);
}

// In place, for gcc 12 takes a moved variant of options for uninitialized.
void ReadAction(BincodeReader& in, Action& action) {
  switch (in.Tag("action", std::variant_size_v<Action>)) {
    case 0:
      action = Cancel{static_cast<Timer>(in.Tag("timer", 3))};
      break;
    case 1: {
      auto& padding = action.emplace<SendPadding>();
      padding.bypass = in.Bool("bypass");
      padding.replace = in.Bool("replace");
      padding.timeout = ReadDist(in);
      ReadLimit(in, padding.limit);
      break;
    }
    case 2: {
      auto& blocking = action.emplace<BlockOutgoing>();
      blocking.bypass = in.Bool("bypass");
      blocking.replace = in.Bool("replace");
      blocking.timeout = ReadDist(in);
      blocking.duration = ReadDist(in);
      ReadLimit(in, blocking.limit);
      break;
    }
    default: {
      auto& timer = action.emplace<UpdateTimer>();
      timer.replace = in.Bool("replace");
      timer.duration = ReadDist(in);
      ReadLimit(in, timer.limit);
    }
  }
}

void ReadCounter(BincodeReader& in, std::optional<Counter>& counter) {
  if (!in.Bool("option of a counter")) return;
  counter.emplace();
  counter->operation = static_cast<Operation>(in.Tag("operation", 3));
  if (in.Bool("option of a distribution")) counter->dist = ReadDist(in);
  counter->copy = in.Bool("copy");
}

std::vector<Trans> ReadTransitions(BincodeReader& in) {
  std::vector<Trans> list(in.Length("list of targets", kMinTransBytes));
  for (Trans& trans : list) {
    trans.state = in.Integer("target");
    trans.probability = in.F32("probability");
  }
  return list;
}

// Returns what was read last, for an error.
absl::string_view ReadState(BincodeReader& in, State& state) {
  if (in.Bool("option of an action")) ReadAction(in, state.action.emplace());
  if (!in.ok()) return "action";
  ReadCounter(in, state.counters[0]);
  if (!in.ok()) return "counter A";
  ReadCounter(in, state.counters[1]);
  if (!in.ok()) return "counter B";
  for (std::size_t event = 0; event < kEventCount; ++event) {
    if (in.Bool("option of a list")) {
      state.transitions[event] = ReadTransitions(in);
    }
    if (!in.ok()) return EventName(static_cast<Event>(event));
  }
  return "end";
}

// Writing, one function a type.

void Write(BincodeWriter& out, double value) { out.F64(value); }
void Write(BincodeWriter& out, std::uint64_t value) { out.Integer(value); }

void Write(BincodeWriter& out, const Dist& dist) {
  out.Integer(dist.type.index());
  std::visit(
      [&](const auto& type) {
        ForEachParameter(type, [&](absl::string_view, const auto& value) {
          Write(out, value);
        });
      },
      dist.type);
  out.F64(dist.start);
  out.F64(dist.max);
}

void Write(BincodeWriter& out, const Cancel& action) {
  out.Integer(static_cast<std::uint64_t>(action.timer));
}

// Declared ahead of the template, which calls them.
void Write(BincodeWriter& out, const Action& action);
void Write(BincodeWriter& out, const Counter& counter);
void Write(BincodeWriter& out, const std::vector<Trans>& list);

template <typename T>
void Write(BincodeWriter& out, const std::optional<T>& value) {
  out.Bool(value.has_value());
  if (value) Write(out, *value);
}

void Write(BincodeWriter& out, const SendPadding& action) {
  out.Bool(action.bypass);
  out.Bool(action.replace);
  Write(out, action.timeout);
  Write(out, action.limit);
}

void Write(BincodeWriter& out, const BlockOutgoing& action) {
  out.Bool(action.bypass);
  out.Bool(action.replace);
  Write(out, action.timeout);
  Write(out, action.duration);
  Write(out, action.limit);
}

void Write(BincodeWriter& out, const UpdateTimer& action) {
  out.Bool(action.replace);
  Write(out, action.duration);
  Write(out, action.limit);
}

void Write(BincodeWriter& out, const Action& action) {
  out.Integer(action.index());
  std::visit([&](const auto& a) { Write(out, a); }, action);
}

void Write(BincodeWriter& out, const Counter& counter) {
  out.Integer(static_cast<std::uint64_t>(counter.operation));
  Write(out, counter.dist);
  out.Bool(counter.copy);
}

void Write(BincodeWriter& out, const std::vector<Trans>& list) {
  out.Integer(list.size());
  for (const Trans& trans : list) {
    out.Integer(trans.state);
    out.F32(trans.probability);
  }
}

}  // namespace

absl::StatusOr<MachineSpec> MachineFromBincode(absl::string_view payload) {
  BincodeReader in(payload);
  MachineSpec spec;
  spec.allowed_padding_packets = in.Integer("allowed_padding_packets");
  spec.max_padding_frac = in.F64("max_padding_frac");
  spec.allowed_blocked_microsec = in.Integer("allowed_blocked_microsec");
  spec.max_blocking_frac = in.F64("max_blocking_frac");
  const std::size_t num_states = in.Length("list of states", kMinStateBytes);
  spec.states.reserve(num_states);
  for (std::size_t i = 0; i < num_states; ++i) {
    const absl::string_view where = ReadState(in, spec.states.emplace_back());
    if (!in.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "payload: state ", i, ", ", where, ": ", in.status().message()));
    }
  }
  in.End();
  if (!in.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("payload: ", in.status().message()));
  }
  return spec;
}

std::string ToBincode(const MachineSpec& spec) {
  BincodeWriter out;
  out.Integer(spec.allowed_padding_packets);
  out.F64(spec.max_padding_frac);
  out.Integer(spec.allowed_blocked_microsec);
  out.F64(spec.max_blocking_frac);
  out.Integer(spec.states.size());
  for (const State& state : spec.states) {
    Write(out, state.action);
    for (const std::optional<Counter>& counter : state.counters) {
      Write(out, counter);
    }
    for (const std::optional<std::vector<Trans>>& list : state.transitions) {
      Write(out, list);
    }
  }
  return out.Take();
}

}  // namespace maybenot
