#include "machines/regulator_rate.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "machines/parts.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace machines {
namespace {

using maybenot::Event;
using maybenot::kStateEnd;
using maybenot::kStateSignal;
using maybenot::MachineSpec;
using maybenot::State;

constexpr double kSecondUs = 1e6;
constexpr std::uint64_t kRestart = 1;  // Where a signal leads.

}  // namespace

// The order of the operations is the reference's, to the last bit.
DecayingRate CutIntoBins(const Decay& decay) {
  const double log_decay = std::log(decay.per_second);
  const double end_s = std::log(1 / decay.initial_rate) / log_decay;
  const double bin_s = end_s / static_cast<double>(decay.bins);
  DecayingRate rate = {.bin_s = bin_s, .packets_per_second = {}};
  for (std::size_t i = 0; i < decay.bins; ++i) {
    const double from = static_cast<double>(i) * bin_s;
    const double to = static_cast<double>(i + 1) * bin_s;
    rate.packets_per_second.push_back(
        decay.initial_rate / (bin_s * log_decay) *
        (std::pow(decay.per_second, to) - std::pow(decay.per_second, from)));
  }
  return rate;
}

MachineSpec MakeRate(const DecayingRate& rate) {
  std::vector<State> states = {MakeState(
      {{Event::kSignal, kRestart}, {Event::kBlockingEnd, kStateEnd}})};
  for (const double packets_per_second : rate.packets_per_second) {
    const std::uint64_t begin = states.size();
    states.push_back(
        MakeState({{Event::kTimerBegin, begin + 1},
                   {Event::kSignal, kRestart},
                   {Event::kBlockingEnd, kStateEnd}},
                  {.action = StartTimer(Offset(rate.bin_s * kSecondUs))}));
    states.push_back(MakeState(
        {{Event::kTunnelSent, begin + 1},
         {Event::kTimerEnd, begin + 2},
         {Event::kSignal, kRestart},
         {Event::kBlockingEnd, kStateEnd}},
        {.action = PadThrough(Offset(kSecondUs / packets_per_second))}));
  }
  const std::uint64_t last = states.size();
  states.push_back(MakeState({{Event::kTunnelSent, last},
                              {Event::kSignal, kRestart},
                              {Event::kBlockingEnd, kStateEnd}},
                             {.action = PadThrough(Offset(kSecondUs))}));
  return AllUnlimited(std::move(states));
}

MachineSpec MakeSurge(const DecayingRate& rate, double threshold) {
  std::vector<State> states = {MakeState({{Event::kSignal, kRestart}})};
  for (const double packets_per_second : rate.packets_per_second) {
    const std::uint64_t begin = states.size();
    const std::uint64_t count = begin + 2, next_bin = begin + 3;
    const double packets = std::ceil(packets_per_second * threshold) + 1;
    states.push_back(
        MakeState({{Event::kTimerBegin, begin + 1}, {Event::kSignal, kRestart}},
                  {.action = StartTimer(Offset(rate.bin_s * kSecondUs))}));
    for (const auto& counter : {Set(Offset(packets)), Decrement()}) {
      states.push_back(MakeState({{Event::kNormalSent, count},
                                  {Event::kTimerEnd, next_bin},
                                  {Event::kCounterZero, kStateSignal},
                                  {Event::kSignal, kRestart}},
                                 {.counter_a = counter}));
    }
  }
  states.push_back(MakeState(
      {{Event::kNormalSent, kStateSignal}, {Event::kSignal, kRestart}}));
  return AllUnlimited(std::move(states));
}

MachineSpec MakeBlockRate(const DecayingRate& rate) {
  std::vector<State> states = {MakeState({{Event::kBlockingEnd, kRestart}})};
  for (const double packets_per_second : rate.packets_per_second) {
    const std::uint64_t begin = states.size();
    states.push_back(
        MakeState({{Event::kTimerBegin, begin + 1}, {Event::kSignal, kRestart}},
                  {.action = StartTimer(Offset(rate.bin_s * kSecondUs))}));
    states.push_back(MakeState(
        {{Event::kBlockingEnd, begin + 1},
         {Event::kTimerEnd, begin + 2},
         {Event::kSignal, kRestart}},
        {.action =
             Block({Offset(0), Offset(kSecondUs / packets_per_second)})}));
  }
  const std::uint64_t last = states.size();
  states.push_back(
      MakeState({{Event::kBlockingEnd, last},
                 {Event::kSignal, kRestart},
                 {Event::kLimitReached, kStateEnd}},
                {.action = Block({Offset(1e9), Offset(1)}, Offset(60))}));
  return AllUnlimited(std::move(states));
}

}  // namespace machines
