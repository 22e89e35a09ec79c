#include "machines/generation/liveness.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace generation {
namespace {

using maybenot::Event;
using maybenot::State;

struct Edge {
  std::size_t from;
  Event event;
  std::uint64_t to;
  float probability = 1;
};

std::vector<State> Make(std::size_t count, const std::vector<Edge>& edges) {
  std::vector<State> states(count);
  for (const Edge& edge : edges) {
    auto& list =
        states[edge.from].transitions[static_cast<std::size_t>(edge.event)];
    if (!list) list.emplace();
    list->push_back({edge.to, edge.probability});
  }
  return states;
}

TEST(LivenessTest, OneStateIsLiveAndNoneIsNot) {
  EXPECT_TRUE(IsLive(Make(1, {})));
  EXPECT_FALSE(IsLive(Make(0, {})));
}

TEST(LivenessTest, ARingIsLiveAndAChainIsNot) {
  const Event sent = Event::kNormalSent;
  EXPECT_TRUE(IsLive(
      Make(3, {{0, sent, 1}, {1, Event::kTunnelRecv, 2}, {2, sent, 0}})));
  EXPECT_FALSE(IsLive(Make(3, {{0, sent, 1}, {1, sent, 2}})));
  EXPECT_FALSE(IsLive(Make(3, {{2, sent, 1}, {1, sent, 0}})));
}

TEST(LivenessTest, OnlyEventsThatNeedNoMachineCount) {
  EXPECT_FALSE(IsLive(
      Make(2, {{0, Event::kNormalSent, 1}, {1, Event::kPaddingSent, 0}})));
}

TEST(LivenessTest, RareTransitionsDoNotCount) {
  const Event sent = Event::kNormalSent;
  EXPECT_TRUE(IsLive(Make(2, {{0, sent, 1}, {1, sent, 0, 0.05f}})));
  EXPECT_FALSE(IsLive(Make(2, {{0, sent, 1}, {1, sent, 0, 0.049f}})));
}

TEST(LivenessTest, EndAndSignalLeadNowhere) {
  const Event sent = Event::kNormalSent;
  EXPECT_FALSE(IsLive(Make(2, {{0, sent, 1},
                               {1, sent, maybenot::kStateEnd, 0.5f},
                               {1, sent, maybenot::kStateSignal, 0.5f}})));
}

}  // namespace
}  // namespace generation
