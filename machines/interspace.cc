#include "machines/interspace.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/sample/bernoulli.h"
#include "base/sample/uniform.h"
#include "machines/parts.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace machines {
namespace {

using maybenot::Dist;
using maybenot::Event;
using maybenot::State;

struct OffsetAndMax {
  double start, max;
};

double Draw(base::Random& random, double low, double high) {
  return base::UniformReal(random, base::RealRange{low, high});
}

Dist DrawPareto(OffsetAndMax bounds, base::Random& random) {
  const double scale = Draw(random, 0, 10);
  const double shape = Draw(random, 0, 10);
  return {.type = maybenot::Pareto{scale, shape},
          .start = bounds.start,
          .max = bounds.max};
}

// Requires: positive ranges.
Dist DrawLogLogistic(OffsetAndMax bounds, base::RealRange alphas,
                     base::RealRange betas, base::Random& random) {
  const double alpha = base::UniformReal(random, alphas);
  const double beta = base::UniformReal(random, betas);
  return {.type = maybenot::Gamma{.scale = alpha * beta, .shape = 1 / beta},
          .start = bounds.start,
          .max = bounds.max};
}

Dist DrawLogLogistic(OffsetAndMax bounds, base::Random& random) {
  return DrawLogLogistic(bounds, {0.01, 10}, {0.01, 10}, random);
}

void AddEdge(State& state, Edge edge) {
  state.transitions[static_cast<std::size_t>(edge.event)] = {{edge.to, 1}};
}

absl::StatusOr<std::vector<maybenot::Machine>> CompileWithBudget(
    std::vector<State> states) {
  return Compile({{.allowed_padding_packets = 1500,
                   .max_padding_frac = 0.5,
                   .states = std::move(states)}});
}

std::vector<State> DrawByHand(base::Random& random) {
  std::vector<State> states = {MakeState({{Event::kNormalRecv, 1}})};
  if (base::Bernoulli(random, 0.5)) {  // Extend a real burst,
    states.push_back(MakeState({{Event::kNormalSent, 2}}));
  } else {  // or inject a fake one after a while.
    states.push_back(
        MakeState({{Event::kPaddingSent, 3}},
                  {.action = Pad(DrawLogLogistic({0, 1e5}, {0.01, 1000},
                                                 {0.01, 10000}, random))}));
  }
  Dist timeout = DrawPareto({0, 10000}, random);
  Dist limit = DrawPareto({1, 0}, random);
  states.push_back(
      MakeState({{Event::kNormalSent, 1}, {Event::kPaddingSent, 2}},
                {.action = Pad(timeout, limit)}));
  timeout = DrawPareto({0, 10000}, random);
  limit = DrawPareto({1, 4}, random);
  states.push_back(
      MakeState({{Event::kNormalSent, 1}, {Event::kPaddingSent, 3}},
                {.action = Pad(timeout, limit)}));
  return states;
}

std::vector<State> DrawSpring(base::Random& random) {
  std::vector<State> states;
  states.push_back(
      MakeState({{Event::kNormalRecv, 1}, {Event::kPaddingRecv, 1}},
                {.action = Pad(DrawLogLogistic({0, 10000}, random))}));
  states.push_back(
      MakeState({{Event::kNormalSent, 2}},
                {.action = Pad(DrawLogLogistic({0, 31443}, random))}));
  Dist timeout = DrawLogLogistic({0, 100000}, random);
  Dist limit = DrawLogLogistic({5, 0}, random);
  states.push_back(
      MakeState({{Event::kPaddingSent, 2}, {Event::kPaddingRecv, 3}},
                {.action = Pad(timeout, limit)}));
  timeout = DrawLogLogistic({0, 55878}, random);
  limit = DrawLogLogistic({5, 0}, random);
  states.push_back(MakeState({{Event::kNormalRecv, 3},
                              {Event::kNormalSent, 0},
                              {Event::kPaddingRecv, 2}},
                             {.action = Pad(timeout, limit)}));
  return states;
}

}  // namespace

absl::StatusOr<std::vector<maybenot::Machine>> BuildInterspaceClient(
    base::Random& random) {
  State wait = MakeState({{Event::kNormalRecv, 2}});
  if (!base::Bernoulli(random, 0.5)) AddEdge(wait, {Event::kPaddingRecv, 2});
  State pad = MakeState(
      {{Event::kNormalSent, 1}, {Event::kPaddingSent, 2}},
      {.action = Pad({.type = maybenot::Pareto{3.3, 7.2}, .max = 9445},
                     Dist{.type = maybenot::Pareto{4.7, 4.8}, .start = 1})});
  if (!base::Bernoulli(random, 0.5)) AddEdge(pad, {Event::kNormalRecv, 1});
  return CompileWithBudget(
      {MakeState({{Event::kPaddingRecv, 1}}), std::move(wait), std::move(pad)});
}

absl::StatusOr<std::vector<maybenot::Machine>> BuildInterspaceServer(
    base::Random& random) {
  return CompileWithBudget(base::Bernoulli(random, 0.5) ? DrawByHand(random)
                                                        : DrawSpring(random));
}

}  // namespace machines
