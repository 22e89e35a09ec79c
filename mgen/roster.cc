#include "mgen/roster.h"

#include <algorithm>

namespace mgen {

std::optional<std::uint32_t> Roster::Find(absl::string_view name) const {
  const auto place = Place(name);
  if (place == by_name_.end() || names_[*place] != name) return std::nullopt;
  return *place;
}

std::uint32_t Roster::FindOrAdd(absl::string_view name) {
  const auto place = Place(name);
  if (place != by_name_.end() && names_[*place] == name) return *place;
  const auto member = static_cast<std::uint32_t>(names_.size());
  by_name_.insert(place, member);
  names_.emplace_back(name);
  return member;
}

std::vector<std::uint32_t>::const_iterator Roster::Place(
    absl::string_view name) const {
  return std::lower_bound(by_name_.begin(), by_name_.end(), name,
                          [this](std::uint32_t member, absl::string_view key) {
                            return absl::string_view(names_[member]) < key;
                          });
}

}  // namespace mgen
