#include "maybenot/cli/machine_graph.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "maybenot/cli/state_label.h"
#include "maybenot/event.h"
#include "maybenot/event_name.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot::cli {
namespace {

// By the index of Action; a state without one is white.
constexpr const char* kActionColours[] = {"#e4e4e4", "#d3e8f8", "#fbdcc6",
                                          "#f8f0c4"};

constexpr const char* kStyle =
    "  graph [fontname=\"sans-serif\", fontsize=12, labeljust=l, nodesep=0.4, "
    "ranksep=0.6];\n"
    "  node [fontname=\"sans-serif\", fontsize=11, shape=box, "
    "style=\"rounded,filled\", fillcolor=white];\n"
    "  edge [fontname=\"sans-serif\", fontsize=9, fontcolor=\"#444444\"];\n";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}});
}

// Requires: no line has a quote or a backslash that is not escaped.
std::string Label(const std::vector<std::string>& lines) {
  return absl::StrCat("\"", absl::StrJoin(lines, "\\n"), "\"");
}

class MachineDrawing {
 public:
  // `prefix` begins the names of the machine's nodes.
  MachineDrawing(const MachineSpec& spec, std::string prefix,
                 std::size_t max_states)
      : spec_(spec), prefix_(std::move(prefix)), drawn_(spec.states.size()) {
    Choose(max_states);
  }

  std::string Draw() {
    std::string nodes =
        absl::StrCat("    ", prefix_, "start [shape=point, width=0.12];\n");
    for (const std::size_t state : order_) absl::StrAppend(&nodes, Node(state));
    std::string edges =
        absl::StrCat("    ", prefix_, "start -> ", StateName(0), ";\n");
    for (const std::size_t state : order_) {
      absl::StrAppend(&edges, EdgesOf(state));
    }
    return absl::StrCat(nodes, Rest(), edges);
  }

 private:
  static constexpr std::uint64_t kRest = kStateEnd + 1;  // No state's number.

  // The first states that a walk from state 0 comes by, nearest first.
  void Choose(std::size_t max_states) {
    order_.push_back(0);
    drawn_[0] = true;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      for (const auto& list : spec_.states[order_[i]].transitions) {
        if (!list) continue;
        for (const Trans& trans : *list) {
          if (trans.state >= drawn_.size() || drawn_[trans.state]) continue;
          if (order_.size() == max_states) return;
          drawn_[trans.state] = true;
          order_.push_back(trans.state);
        }
      }
    }
  }

  std::string StateName(std::uint64_t state) const {
    return absl::StrCat(prefix_, "s", state);
  }

  std::string Node(std::size_t index) const {
    const State& state = spec_.states[index];
    std::vector<std::string> lines = StateLabel(state);
    lines.insert(lines.begin(), absl::StrCat("state ", index));
    const char* colour =
        state.action ? kActionColours[state.action->index()] : "white";
    return absl::StrFormat("    %s [label=%s, fillcolor=\"%s\"];\n",
                           StateName(index), Label(lines), colour);
  }

  // END and SIGNAL are drawn beside each state that leads there: lines to one
  // node for all would hide the rest.
  std::string EdgesOf(std::size_t from) {
    std::map<std::uint64_t, std::vector<std::string>> labels;  // By target.
    const State& state = spec_.states[from];
    for (std::size_t event = 0; event < kEventCount; ++event) {
      if (!state.transitions[event]) continue;
      const absl::string_view name = EventName(static_cast<Event>(event));
      for (const Trans& trans : *state.transitions[event]) {
        labels[Drawn(trans.state)].push_back(
            trans.probability == 1
                ? absl::StrCat(" ", name)
                : absl::StrFormat(" %s %.4g", name, trans.probability));
      }
    }
    std::string text;
    for (const auto& [target, lines] : labels) {
      std::string node = StateName(target);
      if (target == kRest) {
        has_rest_ = true;
        node = prefix_ + "rest";
      } else if (target == kStateEnd) {
        node = StateName(from) + "_end";
        absl::StrAppendFormat(
            &text, "    %s [label=\"END\", shape=doublecircle, fontsize=8];\n",
            node);
      } else if (target == kStateSignal) {
        node = StateName(from) + "_signal";
        absl::StrAppendFormat(
            &text, "    %s [label=\"SIGNAL\", shape=cds, fontsize=9];\n", node);
      }
      absl::StrAppendFormat(&text, "    %s -> %s [label=%s];\n",
                            StateName(from), node, Label(lines));
    }
    return text;
  }

  // What of `state` is drawn: itself, or the node for the rest.
  std::uint64_t Drawn(std::uint64_t state) const {
    const bool is_pseudo = state == kStateEnd || state == kStateSignal;
    return is_pseudo || drawn_[state] ? state : kRest;
  }

  // Requires: EdgesOf was called for all states.
  std::string Rest() const {
    if (!has_rest_) return "";
    return absl::StrFormat(
        "    %srest [label=\"%d more states\", style=\"rounded,dashed\"];\n",
        prefix_, spec_.states.size() - order_.size());
  }

  const MachineSpec& spec_;
  std::string prefix_;
  std::vector<bool> drawn_;         // By state.
  std::vector<std::size_t> order_;  // The drawn ones.
  bool has_rest_ = false;
};

std::string LimitsLine(const MachineSpec& spec) {
  const auto part = [](absl::string_view what, double fraction) {
    return fraction > 0 ? absl::StrFormat("%s up to %.4g", what, fraction)
                        : absl::StrCat(what, " without limit");
  };
  return absl::StrCat(part("padding", spec.max_padding_frac), ", ",
                      part("blocking", spec.max_blocking_frac));
}

}  // namespace

std::string MachineGraph(const std::vector<DrawnMachine>& machines,
                         std::size_t max_states) {
  BASE_CHECK(max_states > 0);
  std::string text = absl::StrCat("digraph machines {\n", kStyle);
  for (std::size_t i = 0; i < machines.size(); ++i) {
    const DrawnMachine& machine = machines[i];
    MachineDrawing drawing(machine.spec, absl::StrCat("m", i, "_"), max_states);
    absl::StrAppendFormat(
        &text,
        "  subgraph cluster_%d {\n    color=\"#bbbbbb\";\n    label=%s;\n%s  "
        "}\n",
        i, Label({Escaped(machine.title), LimitsLine(machine.spec)}),
        drawing.Draw());
  }
  return text + "}\n";
}

}  // namespace maybenot::cli
