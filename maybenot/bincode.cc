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

DistType ReadDistType(BincodeReader& in) {
  switch (in.Tag("distribution", std::variant_size_v<DistType>)) {
    case 0:
      return Uniform{in.F64("low"), in.F64("high")};
    case 1:
      return Normal{in.F64("mean"), in.F64("stdev")};
    case 2:
      return SkewNormal{in.F64("location"), in.F64("scale"), in.F64("shape")};
    case 3:
      return LogNormal{in.F64("mu"), in.F64("sigma")};
    case 4:
      return Binomial{in.Integer("trials"), in.F64("probability")};
    case 5:
      return Geometric{in.F64("probability")};
    case 6:
      return Pareto{in.F64("scale"), in.F64("shape")};
    case 7:
      return Poisson{in.F64("lambda")};
    case 8:
      return Weibull{in.F64("scale"), in.F64("shape")};
    case 9:
      return Gamma{in.F64("scale"), in.F64("shape")};
    default:
      return Beta{in.F64("alpha"), in.F64("beta")};
  }
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

void WriteParameters(BincodeWriter& out, const Uniform& d) {
  out.F64(d.low);
  out.F64(d.high);
}
void WriteParameters(BincodeWriter& out, const Normal& d) {
  out.F64(d.mean);
  out.F64(d.stdev);
}
void WriteParameters(BincodeWriter& out, const SkewNormal& d) {
  out.F64(d.location);
  out.F64(d.scale);
  out.F64(d.shape);
}
void WriteParameters(BincodeWriter& out, const LogNormal& d) {
  out.F64(d.mu);
  out.F64(d.sigma);
}
void WriteParameters(BincodeWriter& out, const Binomial& d) {
  out.Integer(d.trials);
  out.F64(d.probability);
}
void WriteParameters(BincodeWriter& out, const Geometric& d) {
  out.F64(d.probability);
}
void WriteParameters(BincodeWriter& out, const Pareto& d) {
  out.F64(d.scale);
  out.F64(d.shape);
}
void WriteParameters(BincodeWriter& out, const Poisson& d) {
  out.F64(d.lambda);
}
void WriteParameters(BincodeWriter& out, const Weibull& d) {
  out.F64(d.scale);
  out.F64(d.shape);
}
void WriteParameters(BincodeWriter& out, const Gamma& d) {
  out.F64(d.scale);
  out.F64(d.shape);
}
void WriteParameters(BincodeWriter& out, const Beta& d) {
  out.F64(d.alpha);
  out.F64(d.beta);
}

void Write(BincodeWriter& out, const Dist& dist) {
  out.Integer(dist.type.index());
  std::visit([&](const auto& d) { WriteParameters(out, d); }, dist.type);
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
