// Who talks to whom in an experiment.
#ifndef LAB_POPULATION_H_
#define LAB_POPULATION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace lab {

// A group of the population.
struct Group {
  std::string name;                  // "dyad1", "group1", ...
  std::vector<std::size_t> members;  // Indices of users, at least 2.
};

struct PopulationSpec {
  std::size_t users = 0;
  std::size_t dyads = 0;                // Groups of two.
  std::vector<std::size_t> sizes = {};  // Of the other groups, each at least 2.
};

// Members of all groups together: conversations that one server holds.
inline constexpr std::size_t kMaxConversations = 100000;

// Deals the users out to the dyads and then to the groups, as from a deck:
// every user once, in order, before any a second time, then again from a deck
// shuffled in a way that is always the same, so that pairs do not repeat.
// Nobody is in one group twice. Depends on nothing but `spec`.
// Errors: kInvalidArgument naming both numbers if a group is larger than the
// population, a user would have no conversation, or there are more than
// kMaxConversations.
absl::StatusOr<std::vector<Group>> DealGroups(const PopulationSpec& spec);

}  // namespace lab

#endif  // LAB_POPULATION_H_
