// Machines as a picture: text that Graphviz draws.
#ifndef MAYBENOT_CLI_MACHINE_GRAPH_H_
#define MAYBENOT_CLI_MACHINE_GRAPH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "maybenot/machine_spec.h"

namespace maybenot::cli {

struct DrawnMachine {
  std::string title;
  MachineSpec spec;
};

// A graph in the DOT language, a box a machine: a node a state, with its
// action, limit and counters; an edge for each pair of states that events
// lead from and to, with the events and their probabilities, unless 1. Numbers
// are rounded to four digits. Of a machine with more than `max_states`, those
// first reached from its first are drawn, and one node stands for the rest.
// Requires: max_states > 0.
std::string MachineGraph(const std::vector<DrawnMachine>& machines,
                         std::size_t max_states);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_MACHINE_GRAPH_H_
