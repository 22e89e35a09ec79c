#include "lab/population.h"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/random.h"
#include "base/status_macros.h"

namespace lab {
namespace {

class Deck {
 public:
  explicit Deck(std::size_t users)
      : order_(users),
        group_of_(users, 0),
        random_(base::Random::FromStream(0, "lab/population")) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  // Requires: size <= users.
  std::vector<std::size_t> Deal(std::size_t size) {
    ++group_;
    std::vector<std::size_t> members;
    members.reserve(size);
    while (members.size() < size) members.push_back(Next());
    return members;
  }

 private:
  // The next user who is not in the present group yet. There is always one: a
  // group meets at most two decks, and has fewer members than there are users.
  std::size_t Next() {
    if (next_ == order_.size()) Shuffle();
    std::size_t found = next_;
    while (group_of_[order_[found]] == group_) ++found;
    std::swap(order_[next_], order_[found]);
    const std::size_t user = order_[next_];
    ++next_;
    group_of_[user] = group_;
    return user;
  }

  void Shuffle() {
    for (std::size_t left = order_.size(); left > 1; --left) {
      std::swap(order_[left - 1], order_[random_.NextU64() % left]);
    }
    next_ = 0;
  }

  std::vector<std::size_t> order_;
  std::size_t next_ = 0;               // Of `order_`.
  std::vector<std::size_t> group_of_;  // The latest of each user, from 1.
  std::size_t group_ = 0;
  base::Random random_;
};

absl::Status Check(const PopulationSpec& spec) {
  std::uint64_t places = 2 * static_cast<std::uint64_t>(spec.dyads);
  for (const std::size_t size : spec.sizes) {
    if (size < 2 || size > spec.users) {
      return absl::InvalidArgumentError(absl::StrCat(
          "a group of ", size, ", expected 2 to the ", spec.users, " users"));
    }
    places += size;
  }
  if (spec.dyads > 0 && spec.users < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("dyads of ", spec.users, " users, expected at least 2"));
  }
  if (places < spec.users) {
    return absl::InvalidArgumentError(absl::StrCat(
        "places for ", places, " members, expected at least one for each of ",
        spec.users, " users"));
  }
  if (places > kMaxConversations) {
    return absl::InvalidArgumentError(
        absl::StrCat("places for ", places, " members, expected at most ",
                     kMaxConversations));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Group>> DealGroups(const PopulationSpec& spec) {
  RETURN_IF_ERROR(Check(spec));
  Deck deck(spec.users);
  std::vector<Group> groups;
  for (std::size_t i = 1; i <= spec.dyads; ++i) {
    groups.push_back({absl::StrCat("dyad", i), deck.Deal(2)});
  }
  for (std::size_t i = 1; i <= spec.sizes.size(); ++i) {
    groups.push_back({absl::StrCat("group", i), deck.Deal(spec.sizes[i - 1])});
  }
  return groups;
}

}  // namespace lab
