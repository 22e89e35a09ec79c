// Property: whatever the machines, events and times, a framework answers a call
// with at most one well-formed action a machine, in the order of machines; once
// all machines have ended it stays so and nothing is asked any more; a second
// framework of the same seed answers alike, whether it shares its machines or
// compiles its own, and whoever runs beside it; and so does the slow model that
// is read off the specification.
//
// Input: how many machines, the machines, limits and seed, then operations:
// events to add to a batch, calls, and time steps, some of them backwards.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "fuzz/input.h"
#include "maybenot/action.h"
#include "maybenot/bincode.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/framework_model.h"

namespace maybenot {
namespace {

class Input : public fuzz::Input {
 public:
  using fuzz::Input::Input;

  // A length of two bytes, most significant first, and as many bytes.
  absl::string_view Text() {
    const std::size_t high = Byte();
    const std::size_t size = high * 256 + Byte();
    const absl::Span<const std::uint8_t> text = Take(size);
    return {reinterpret_cast<const char*>(text.data()), text.size()};
  }

  // Any double, or one of those that matter.
  double Number() {
    constexpr double kSome[] = {0,    1,    2,    0.5,    3,    0.49,
                                10,   1000, 1e-9, 8.7e10, 1e19, 1e300,
                                0.25, 1e6,  -10,  100};
    const std::uint8_t choice = Byte();
    if (choice >= 240) {
      std::array<std::uint8_t, 8> bytes;
      for (std::uint8_t& byte : bytes) byte = Byte();
      double number = 0;
      std::memcpy(&number, bytes.data(), sizeof(number));
      return number;
    }
    if (choice >= 236) return std::numeric_limits<double>::quiet_NaN();
    if (choice >= 232) return std::numeric_limits<double>::infinity();
    return kSome[choice % 16];
  }
};

DistType MakeDistType(Input& in) {
  switch (in.Below(14)) {
    case 0:
      return Normal{in.Number(), in.Number()};
    case 1:
      return SkewNormal{in.Number(), in.Number(), in.Number()};
    case 2:
      return LogNormal{in.Number(), in.Number()};
    case 3:
      return Binomial{in.Byte(), in.Number()};
    case 4:
      return Geometric{in.Number()};
    case 5:
      return Pareto{in.Number(), in.Number()};
    case 6:
      return Poisson{in.Number()};
    case 7:
      return Weibull{in.Number(), in.Number()};
    case 8:
      return Gamma{in.Number(), in.Number()};
    case 9:
      return Beta{in.Number(), in.Number()};
    case 10:
      return Uniform{in.Number(), in.Number()};
    default: {
      const double value = in.Number();
      return Uniform{value, value};
    }
  }
}

Dist MakeDist(Input& in) {
  Dist dist = {.type = MakeDistType(in)};
  if (in.Flag()) {
    dist.start = in.Number();
    dist.max = in.Number();
  }
  return dist;
}

std::optional<Dist> MaybeDist(Input& in) {
  if (in.Flag()) return MakeDist(in);
  return std::nullopt;
}

std::optional<Action> MakeAction(Input& in) {
  // With its limit last, or gcc 12 takes an absent one for uninitialized.
  Action action = Cancel{static_cast<Timer>(in.Below(3))};
  switch (in.Below(5)) {
    case 0:
      return action;
    case 1:
      action = SendPadding{in.Flag(), in.Flag(), MakeDist(in), std::nullopt};
      std::get<SendPadding>(action).limit = MaybeDist(in);
      return action;
    case 2:
      action = BlockOutgoing{in.Flag(), in.Flag(), MakeDist(in), MakeDist(in),
                             std::nullopt};
      std::get<BlockOutgoing>(action).limit = MaybeDist(in);
      return action;
    case 3:
      action = UpdateTimer{in.Flag(), MakeDist(in), std::nullopt};
      std::get<UpdateTimer>(action).limit = MaybeDist(in);
      return action;
    default:
      return std::nullopt;
  }
}

std::optional<Counter> MakeCounter(Input& in) {
  if (in.Flag()) return std::nullopt;
  return Counter{static_cast<Operation>(in.Below(3)), MaybeDist(in), in.Flag()};
}

std::optional<std::vector<Trans>> MakeList(Input& in, std::size_t num_states) {
  const std::size_t size = in.Below(4);
  if (size == 0) return std::nullopt;
  std::vector<Trans> list;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t target = in.Below(num_states + 2);
    list.push_back({.state = target == num_states       ? kStateEnd
                             : target == num_states + 1 ? kStateSignal
                                                        : target,
                    .probability = 1.0f / static_cast<float>(size)});
  }
  return list;
}

MachineSpec MakeSpec(Input& in) {
  MachineSpec spec;
  spec.allowed_padding_packets = in.Below(4);
  spec.max_padding_frac = in.Number();
  spec.allowed_blocked_microsec = in.Byte() * std::uint64_t{1000};
  spec.max_blocking_frac = in.Number();
  const std::size_t num_states = 1 + in.Below(5);
  for (std::size_t i = 0; i < num_states; ++i) {
    State state;
    state.action = MakeAction(in);
    state.counters = {MakeCounter(in), MakeCounter(in)};
    for (auto& list : state.transitions) list = MakeList(in, num_states);
    spec.states.push_back(std::move(state));
  }
  return spec;
}

// As the wire has it, in its text form, or made up from choices.
absl::StatusOr<MachineSpec> ReadSpec(Input& in) {
  switch (in.Below(3)) {
    case 0:
      return MachineFromBincode(in.Text());
    case 1: {
      const absl::StatusOr<Machine> machine = Machine::Parse(in.Text());
      if (!machine.ok()) return machine.status();
      return machine->spec();
    }
    default:
      return MakeSpec(in);
  }
}

bool CanSignal(const MachineSpec& spec) {
  for (const State& state : spec.states) {
    for (const auto& list : state.transitions) {
      if (!list.has_value()) continue;
      for (const Trans& trans : *list) {
        if (trans.state == kStateSignal) return true;
      }
    }
  }
  return false;
}

Machines Compile(const std::vector<MachineSpec>& specs) {
  std::vector<Machine> machines;
  for (const MachineSpec& spec : specs) {
    machines.push_back(Machine::Create(spec).value());
  }
  return std::make_shared<const std::vector<Machine>>(std::move(machines));
}

void CheckTime(base::Duration time, bool used) {
  BASE_CHECK(time >= base::Duration(0));
  BASE_CHECK(time <= base::Seconds(24 * 60 * 60));
  BASE_CHECK(time.count() % 1000 == 0);
  BASE_CHECK(used || time == base::Duration(0));
}

void CheckAction(const TriggerAction& action) {
  using Kind = TriggerAction::Kind;
  const Kind kind = action.kind;
  const bool pads = kind == Kind::kSendPadding;
  const bool blocks = kind == Kind::kBlockOutgoing;
  const bool times = kind == Kind::kUpdateTimer;
  BASE_CHECK(pads || blocks || times || kind == Kind::kCancel);
  CheckTime(action.timeout, pads || blocks);
  CheckTime(action.duration, blocks || times);
  BASE_CHECK(pads || blocks || !action.bypass);
  BASE_CHECK(kind != Kind::kCancel || !action.replace);
  BASE_CHECK(kind == Kind::kCancel || action.timer == Timer::kAll);
}

// Three frameworks that are told the same: two of one seed, whose machines are
// compiled apart, and one of another seed that shares the first one's. With
// them the model, of the first seed.
class Trio {
 public:
  Trio(const std::vector<MachineSpec>& specs, Framework::Limits limits,
       std::uint64_t seed)
      : Trio(Compile(specs), Compile(specs),
             FrameworkModel(specs, limits, base::Random::FromSeed(seed),
                            base::Instant{}),
             limits, seed) {}

  void Call(const std::vector<TriggerEvent>& events, base::Instant now,
            bool can_signal) {
    const bool had_ended = first_.all_machines_ended();
    const absl::Span<const TriggerAction> actions =
        first_.TriggerEvents(events, now);
    CheckAnswer(actions, first_.num_machines());
    CheckAnswer(other_seed_.TriggerEvents(events, now),
                other_seed_.num_machines());
    BASE_CHECK(actions == apart_.TriggerEvents(events, now));
    BASE_CHECK(actions ==
               absl::MakeConstSpan(model_.TriggerEvents(events, now)));
    BASE_CHECK(first_.all_machines_ended() == model_.all_machines_ended());
    BASE_CHECK(first_.all_machines_ended() == apart_.all_machines_ended());
    BASE_CHECK(!had_ended || first_.all_machines_ended());
    BASE_CHECK(!had_ended || actions.empty());
    // A signal may be left over from the call before; nothing else is.
    BASE_CHECK(!events.empty() || can_signal || actions.empty());
  }

 private:
  Trio(const Machines& shared, Machines apart, FrameworkModel model,
       Framework::Limits limits, std::uint64_t seed)
      : first_(Create(shared, limits, seed)),
        apart_(Create(std::move(apart), limits, seed)),
        other_seed_(Create(shared, limits, seed + 1)),
        model_(std::move(model)) {}

  static Framework Create(Machines machines, Framework::Limits limits,
                          std::uint64_t seed) {
    return Framework::Create(std::move(machines), limits,
                             base::Random::FromSeed(seed), base::Instant{})
        .value();
  }

  static void CheckAnswer(absl::Span<const TriggerAction> actions,
                          std::size_t num_machines) {
    std::size_t next = 0;
    for (const TriggerAction& action : actions) {
      const auto machine = static_cast<std::size_t>(action.machine);
      BASE_CHECK(machine >= next && machine < num_machines);
      next = machine + 1;
      CheckAction(action);
    }
  }

  Framework first_;
  Framework apart_;
  Framework other_seed_;
  FrameworkModel model_;
};

void Run(Input& in, Trio& trio, bool can_signal) {
  constexpr std::int64_t kSteps[] = {
      0, 1, 999, 1000, 1'000'000, -500, 86'400'000'000, 3'000'000};
  constexpr std::size_t kMaxCalls = 256;
  base::Instant now{};
  std::vector<TriggerEvent> batch;
  for (std::size_t calls = 0; calls < kMaxCalls && !in.empty();) {
    const std::uint8_t op = in.Byte();
    if (op < 192) {
      // Two codes beyond the events: the framework is to ignore them.
      batch.push_back({.event = static_cast<Event>(op % (kEventCount + 2)),
                       .machine = MachineId{op / 48u}});
      continue;
    }
    trio.Call(batch, now, can_signal);
    batch.clear();
    now += base::Microseconds(kSteps[op % 8]);
    ++calls;
  }
  trio.Call(batch, now, can_signal);
}

void FuzzOne(absl::Span<const std::uint8_t> bytes) {
  Input in(bytes);
  std::vector<MachineSpec> specs;
  bool can_signal = false;
  for (std::size_t machines = in.Below(4); machines > 0; --machines) {
    absl::StatusOr<MachineSpec> spec = ReadSpec(in);
    if (!spec.ok() || !spec->Validate().ok()) return;
    can_signal = can_signal || CanSignal(*spec);
    specs.push_back(*std::move(spec));
  }
  constexpr double kFractions[] = {0, 0.5, 0.01, 1};
  const Framework::Limits limits = {
      .max_padding_frac = kFractions[in.Below(4)],
      .max_blocking_frac = kFractions[in.Below(4)]};
  Trio trio(specs, limits, in.Byte());
  Run(in, trio, can_signal);
}

}  // namespace
}  // namespace maybenot

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  maybenot::FuzzOne(absl::MakeConstSpan(data, size));
  return 0;
}
