#include "machines/generation/liveness.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "maybenot/event.h"
#include "maybenot/state.h"

namespace generation {
namespace {

using maybenot::Event;

constexpr float kLeastProbability = 0.05f;
constexpr std::array<Event, 4> kEvents = {
    Event::kNormalRecv, Event::kNormalSent, Event::kTunnelRecv,
    Event::kTunnelSent};

using Graph = std::vector<std::vector<std::size_t>>;  // Successors of each.

Graph MakeGraph(absl::Span<const maybenot::State> states) {
  Graph graph(states.size());
  for (std::size_t from = 0; from < states.size(); ++from) {
    for (const Event event : kEvents) {
      const auto& list =
          states[from].transitions[static_cast<std::size_t>(event)];
      if (!list) continue;
      for (const maybenot::Trans& trans : *list) {
        if (trans.state < states.size() &&
            trans.probability >= kLeastProbability) {
          graph[from].push_back(trans.state);
        }
      }
    }
  }
  return graph;
}

Graph Reversed(const Graph& graph) {
  Graph reversed(graph.size());
  for (std::size_t from = 0; from < graph.size(); ++from) {
    for (const std::size_t to : graph[from]) reversed[to].push_back(from);
  }
  return reversed;
}

bool FirstReachesAll(const Graph& graph) {
  std::vector<bool> reached(graph.size());
  std::vector<std::size_t> open = {0};
  reached[0] = true;
  while (!open.empty()) {
    const std::size_t from = open.back();
    open.pop_back();
    for (const std::size_t to : graph[from]) {
      if (!reached[to]) open.push_back(to);
      reached[to] = true;
    }
  }
  return std::find(reached.begin(), reached.end(), false) == reached.end();
}

}  // namespace

// All reach each other if the first reaches all, and all reach the first.
bool IsLive(absl::Span<const maybenot::State> states) {
  if (states.empty()) return false;
  const Graph graph = MakeGraph(states);
  return FirstReachesAll(graph) && FirstReachesAll(Reversed(graph));
}

}  // namespace generation
