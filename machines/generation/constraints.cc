#include "machines/generation/constraints.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sample/uniform.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "machines/generation/environment.h"
#include "machines/generation/environment_config.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/arguments.h"
#include "maybenot/simulator/simulation.h"
#include "maybenot/simulator/simulator.h"

namespace generation {
namespace {

using maybenot::Event;
using maybenot::simulator::SimEvent;

// A range with this in it asks for some padding.
constexpr double kSomeLoad = 0.001;
constexpr std::uint64_t kSomePadding = 5;
constexpr double kLeastShareOfPackets = 0.2;

bool Contains(const base::RealRange& range, double value) {
  return value >= range.low && value <= range.high;
}

// Events of one side.
struct Counts {
  std::uint64_t normal = 0, padding = 0;  // Packets sent.
  std::uint64_t others = 0;               // Of blocks and timers.

  void Add(const SimEvent& event) {
    switch (event.event) {
      case Event::kTunnelSent:
        ++(event.padding ? padding : normal);
        break;
      case Event::kBlockingBegin:
      case Event::kBlockingEnd:
      case Event::kTimerBegin:
      case Event::kTimerEnd:
        ++others;
        break;
      default:
        break;
    }
  }

  // NaN without an event.
  double ShareOfPackets() const {
    const double packets = static_cast<double>(normal + padding);
    return packets / static_cast<double>(normal + padding + others);
  }

  // NaN or infinite without a normal packet.
  double Load() const {
    return static_cast<double>(padding + normal) / static_cast<double>(normal) -
           1;
  }
};

// What is asked of a side.
struct SideLimits {
  const std::optional<base::RealRange>& load;
  std::uint64_t min_normal_packets;
};

bool IsNormalPacket(const SimEvent& event) {
  return !event.padding && (event.event == Event::kTunnelSent ||
                            event.event == Event::kTunnelRecv);
}

// All up to the last normal packet, or all if there is none.
void CutAfterLastNormal(std::vector<SimEvent>& events) {
  for (std::size_t size = events.size(); size > 0; --size) {
    if (IsNormalPacket(events[size - 1])) {
      events.resize(size);
      return;
    }
  }
}

double ToSeconds(base::Duration duration) {
  // Rounded twice, as in the reference.
  constexpr std::int64_t kSecond = 1'000'000'000;
  return static_cast<double>(duration.count() / kSecond) +
         static_cast<double>(duration.count() % kSecond) / 1e9;
}

// The check of one defense, trace by trace.
class Check {
 public:
  explicit Check(const ConstraintsConfig& constraints)
      : constraints_(constraints) {}

  // kPasses: go on. `sent`: when the client sent its packets, undefended.
  Verdict AddTrace(const std::vector<SimEvent>& events,
                   const std::vector<base::Duration>& sent) {
    Counts client, server;
    for (const SimEvent& event : events) {
      (event.client ? client : server).Add(event);
    }
    const Verdict verdict = CheckCounts(client, server);
    if (verdict != Verdict::kPasses) return verdict;
    client_normal_ += client.normal;
    client_padding_ += client.padding;
    server_normal_ += server.normal;
    server_padding_ += server.padding;
    if (!constraints_.delay) return Verdict::kPasses;
    return AddDelay(events, client.normal, sent);
  }

  Verdict Finish() const {
    const Counts client = {client_normal_, client_padding_, 0};
    const Counts server = {server_normal_, server_padding_, 0};
    const auto& c = constraints_;
    if (c.client_load && !Contains(*c.client_load, client.Load())) {
      return Verdict::kClientLoad;
    }
    if (c.server_load && !Contains(*c.server_load, server.Load())) {
      return Verdict::kServerLoad;
    }
    const double delay = ToSeconds(defended_) / ToSeconds(undefended_) - 1;
    if (c.delay && !Contains(*c.delay, delay)) return Verdict::kDelay;
    return Verdict::kPasses;
  }

 private:
  // In the reference's order: for both sides one thing, then the next.
  Verdict CheckCounts(const Counts& client, const Counts& server) const {
    const SideLimits limits[] = {
        {constraints_.client_load, constraints_.client_min_normal_packets},
        {constraints_.server_load, constraints_.server_min_normal_packets}};
    const Counts* const sides[] = {&client, &server};
    for (int i = 0; i < 2; ++i) {
      if (limits[i].load && sides[i]->normal < limits[i].min_normal_packets) {
        return Verdict::kTooFewNormalPackets;
      }
    }
    for (int i = 0; i < 2; ++i) {
      if (limits[i].load && Contains(*limits[i].load, kSomeLoad) &&
          sides[i]->padding < kSomePadding) {
        return Verdict::kTooFewPaddingPackets;
      }
    }
    for (int i = 0; i < 2; ++i) {
      if (limits[i].load && sides[i]->ShareOfPackets() < kLeastShareOfPackets) {
        return Verdict::kTooManyOtherEvents;
      }
    }
    return Verdict::kPasses;
  }

  // `normal`: how many normal packets the client sent.
  Verdict AddDelay(const std::vector<SimEvent>& events, std::uint64_t normal,
                   const std::vector<base::Duration>& sent) {
    if (normal == 0 || normal > sent.size()) return Verdict::kNoNormalActivity;
    base::Duration defended(0);
    for (const SimEvent& event : events) {
      if (event.client && !event.padding && event.event == Event::kTunnelSent) {
        defended = event.at - events.front().at;
      }
    }
    const base::Duration undefended = sent[normal - 1];
    if (defended < undefended) return Verdict::kEarlierThanUndefended;
    defended_ += defended;
    undefended_ += undefended;
    return Verdict::kPasses;
  }

  const ConstraintsConfig& constraints_;
  std::uint64_t client_normal_ = 0, client_padding_ = 0;
  std::uint64_t server_normal_ = 0, server_padding_ = 0;
  base::Duration defended_ = base::Duration(0);
  base::Duration undefended_ = base::Duration(0);
};

}  // namespace

absl::string_view VerdictText(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPasses:
      return "passes";
    case Verdict::kTooFewNormalPackets:
      return "too few normal packets";
    case Verdict::kTooFewPaddingPackets:
      return "too few padding packets";
    case Verdict::kTooManyOtherEvents:
      return "too many events that are no packets";
    case Verdict::kNoNormalActivity:
      return "no normal packet to measure the delay by";
    case Verdict::kEarlierThanUndefended:
      return "a packet leaves earlier than undefended";
    case Verdict::kClientLoad:
      return "client_load out of its range";
    case Verdict::kServerLoad:
      return "server_load out of its range";
    case Verdict::kDelay:
      return "delay out of its range";
  }
  return "";
}

absl::StatusOr<Verdict> CheckConstraints(const ConstraintsConfig& constraints,
                                         const maybenot::Machines& client,
                                         const maybenot::Machines& server,
                                         const Environment& environment,
                                         std::uint64_t seed) {
  maybenot::simulator::Arguments arguments = environment.arguments;
  Check check(constraints);
  for (std::size_t i = 0; i < environment.traces.size(); ++i) {
    arguments.seed = seed + i;
    ASSIGN_OR_RETURN(maybenot::simulator::Simulation simulation,
                     maybenot::simulator::Simulate(*environment.traces[i],
                                                   client, server, arguments));
    if (!constraints.include_after_last_normal) {
      CutAfterLastNormal(simulation.events);
    }
    const Verdict verdict =
        check.AddTrace(simulation.events, environment.sent[i]);
    if (verdict != Verdict::kPasses) return verdict;
  }
  return check.Finish();
}

}  // namespace generation
