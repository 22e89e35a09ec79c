#include "maybenot/cli/machine_graph.h"

#include <cstddef>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

void Lead(State& state, Event event, std::vector<Trans> targets) {
  state.transitions[static_cast<std::size_t>(event)] = std::move(targets);
}

// 0 pads, and goes on to 1 by NormalSent or, one time in four, TunnelSent; 1
// ends or signals.
MachineSpec TwoStates() {
  MachineSpec spec;
  spec.states.resize(2);
  spec.states[0].action =
      SendPadding{false, false, {Uniform{0, 0}, 1000, 0}, std::nullopt};
  Lead(spec.states[0], Event::kNormalSent, {{1, 1}});
  Lead(spec.states[0], Event::kTunnelSent, {{1, 0.25}});
  Lead(spec.states[1], Event::kPaddingSent, {{kStateEnd, 0.5}});
  Lead(spec.states[1], Event::kNormalRecv, {{kStateSignal, 1}});
  return spec;
}

TEST(MachineGraphTest, HasStatesEventsAndProbabilities) {
  const MachineSpec spec = TwoStates();
  const std::string graph = MachineGraph({{"a \"name\"", spec}}, 40);
  EXPECT_THAT(
      graph,
      AllOf(HasSubstr("m0_s0 [label=\"state 0\\npad after 1 ms\", fill"),
            HasSubstr("m0_s1 [label=\"state 1\", fillcolor=\"white\"]"),
            HasSubstr(
                "m0_s0 -> m0_s1 [label=\" NormalSent\\n TunnelSent 0.25\"]"),
            HasSubstr("m0_s1 -> m0_s1_end [label=\" PaddingSent 0.5\"]"),
            HasSubstr("m0_s1 -> m0_s1_signal [label=\" NormalRecv\"]"),
            HasSubstr("label=\"a \\\"name\\\"\\npadding without limit, ")));
}

TEST(MachineGraphTest, DrawsOnlyThePseudoStatesThatAreUsed) {
  MachineSpec spec;
  spec.states.resize(1);
  EXPECT_THAT(MachineGraph({{"", spec}}, 40),
              AllOf(Not(HasSubstr("END")), Not(HasSubstr("SIGNAL"))));
}

TEST(MachineGraphTest, SumsUpWhatIsTooMuch) {
  // A chain: 0 to 1 to 2 ... to 9.
  MachineSpec spec;
  spec.states.resize(10);
  for (std::size_t i = 0; i + 1 < spec.states.size(); ++i) {
    Lead(spec.states[i], Event::kNormalSent, {{i + 1, 1}});
  }
  const std::string graph = MachineGraph({{"", spec}}, 3);
  EXPECT_THAT(graph, AllOf(HasSubstr("m0_s2 ["), Not(HasSubstr("m0_s3 [")),
                           HasSubstr("m0_s2 -> m0_rest"),
                           HasSubstr("\"7 more states\"")));
}

TEST(MachineGraphTest, GivesEachMachineABox) {
  const MachineSpec spec = TwoStates();
  EXPECT_THAT(MachineGraph({{"a", spec}, {"b", spec}}, 40),
              AllOf(HasSubstr("subgraph cluster_0"),
                    HasSubstr("subgraph cluster_1"), HasSubstr("m1_s1 [")));
}

}  // namespace
}  // namespace maybenot::cli
