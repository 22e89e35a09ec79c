#include "maybenot/bincode.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
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
// A tag, one parameter, `start` and `max`.
constexpr std::size_t kMinDistBytes = 1 + 3 * 8;
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

template <std::size_t I>
void ReadDistOf(BincodeReader& in, DistType& type) {
  ForEachParameter(type.emplace<I>(), [&](absl::string_view name, auto& value) {
    ReadParameter(in, name, value);
  });
}

// By tag.
constexpr auto kDistReaders = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{&ReadDistOf<I>...};
}(std::make_index_sequence<std::variant_size_v<DistType>>());

void ReadDist(BincodeReader& in, Dist& dist) {
  kDistReaders[in.Tag("distribution", kDistReaders.size())](in, dist.type);
  dist.start = in.F64("start");
  dist.max = in.F64("max");
}

// Absent, or read into what there is.
void ReadOption(BincodeReader& in, absl::string_view what,
                std::optional<Dist>& dist) {
  if (!in.Bool(what)) return dist.reset();
  ReadDist(in, dist ? *dist : dist.emplace());
}

// The `T` that `action` holds, from now on at least; to make one anew costs
// more than to read one.
template <typename T>
T& Keep(Action& action) {
  T* kept = std::get_if<T>(&action);
  return kept != nullptr ? *kept : action.emplace<T>();
}

// In place, for gcc 12 takes a moved variant of options for uninitialized.
void ReadKind(BincodeReader& in, Action& action) {
  switch (in.Tag("action", std::variant_size_v<Action>)) {
    case 0:
      action = Cancel{static_cast<Timer>(in.Tag("timer", 3))};
      break;
    case 1: {
      auto& padding = Keep<SendPadding>(action);
      padding.bypass = in.Bool("bypass");
      padding.replace = in.Bool("replace");
      ReadDist(in, padding.timeout);
      ReadOption(in, "option of a limit", padding.limit);
      break;
    }
    case 2: {
      auto& blocking = Keep<BlockOutgoing>(action);
      blocking.bypass = in.Bool("bypass");
      blocking.replace = in.Bool("replace");
      ReadDist(in, blocking.timeout);
      ReadDist(in, blocking.duration);
      ReadOption(in, "option of a limit", blocking.limit);
      break;
    }
    default: {
      auto& timer = Keep<UpdateTimer>(action);
      timer.replace = in.Bool("replace");
      ReadDist(in, timer.duration);
      ReadOption(in, "option of a limit", timer.limit);
    }
  }
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

MachineSpec PayloadReader::ReadLimits() {
  MachineSpec spec;
  spec.allowed_padding_packets = in_.Integer("allowed_padding_packets");
  spec.max_padding_frac = in_.F64("max_padding_frac");
  spec.allowed_blocked_microsec = in_.Integer("allowed_blocked_microsec");
  spec.max_blocking_frac = in_.F64("max_blocking_frac");
  num_states_ = in_.Length("list of states", kMinStateBytes);
  max_dists_ = (in_.left() - num_states_ * kMinStateBytes) / kMinDistBytes;
  return spec;
}

void PayloadReader::BeginState() {
  if (in_.ok()) ++begun_;
  next_event_ = 0;
}

bool PayloadReader::ReadAction(Action& action) {
  if (!Enter(Part::kAction, 0) || !in_.Bool("option of an action")) {
    return false;
  }
  ReadKind(in_, action);
  return in_.ok();
}

bool PayloadReader::ReadCounter(std::size_t which, Counter& counter) {
  if (!Enter(Part::kCounter, which) || !in_.Bool("option of a counter")) {
    return false;
  }
  counter.operation = static_cast<Operation>(in_.Tag("operation", 3));
  ReadOption(in_, "option of a distribution", counter.dist);
  counter.copy = in_.Bool("copy");
  return in_.ok();
}

std::optional<Event> PayloadReader::ReadList(std::vector<Trans>& list) {
  next_event_ += in_.Absent(kEventCount - next_event_);
  if (next_event_ == kEventCount) return std::nullopt;
  const std::size_t event = next_event_++;
  if (!Enter(Part::kList, event) || !in_.Bool("option of a list")) {
    return std::nullopt;
  }
  list.resize(in_.Length("list of targets", kMinTransBytes));
  for (Trans& trans : list) {
    trans.state = in_.Integer("target");
    trans.probability = in_.F32("probability");
  }
  if (!in_.ok()) return std::nullopt;
  return static_cast<Event>(event);
}

absl::Status PayloadReader::status() const {
  if (in_.ok()) return absl::OkStatus();
  std::string where;
  if (part_ == Part::kAction) where = "action: ";
  if (part_ == Part::kCounter) {
    where = index_ == 0 ? "counter A: " : "counter B: ";
  }
  if (part_ == Part::kList) {
    where = absl::StrCat(EventName(static_cast<Event>(index_)), ": ");
  }
  if (!where.empty()) where = absl::StrCat("state ", begun_ - 1, ", ", where);
  return absl::InvalidArgumentError(
      absl::StrCat("payload: ", where, in_.status().message()));
}

void PayloadReader::ReadEnd() {
  if (Enter(Part::kEnd, 0)) in_.End();
}

// Whether there is anything to read: there is not after an error.
bool PayloadReader::Enter(Part part, std::size_t index) {
  if (!in_.ok()) return false;
  part_ = part;
  index_ = index;
  return true;
}

absl::StatusOr<MachineSpec> MachineFromBincode(absl::string_view payload) {
  PayloadReader reader(payload);
  MachineSpec spec = reader.ReadLimits();
  spec.states.resize(reader.num_states());
  std::vector<Trans> list;
  for (State& state : spec.states) {
    reader.BeginState();
    if (!reader.ReadAction(state.action.emplace())) state.action.reset();
    for (std::size_t i = 0; i < state.counters.size(); ++i) {
      std::optional<Counter>& counter = state.counters[i];
      if (!reader.ReadCounter(i, counter.emplace())) counter.reset();
    }
    while (const std::optional<Event> event = reader.ReadList(list)) {
      state.transitions[static_cast<std::size_t>(*event)] = list;
    }
    RETURN_IF_ERROR(reader.status());
  }
  reader.ReadEnd();
  RETURN_IF_ERROR(reader.status());
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
