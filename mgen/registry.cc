#include "mgen/registry.h"

#include "base/check.h"

namespace mgen {

const std::string& Registry::name(std::uint32_t member) const {
  const Member& found = members_[member];
  return groups_[found.group].roster.name(found.number);
}

const std::string& Registry::group(std::uint32_t member) const {
  return groups_[members_[member].group].name;
}

absl::Span<const std::uint32_t> Registry::Peers(std::uint32_t member) const {
  return groups_[members_[member].group].members;
}

std::optional<std::uint32_t> Registry::FindPeer(std::uint32_t member,
                                                absl::string_view name) const {
  return FindIn(groups_[members_[member].group], name);
}

std::optional<std::uint32_t> Registry::Find(absl::string_view name,
                                            absl::string_view group) const {
  const auto found = group_by_name_.find(group);
  if (found == group_by_name_.end()) return std::nullopt;
  return FindIn(groups_[found->second], name);
}

std::uint32_t Registry::Add(absl::string_view name, absl::string_view group) {
  const auto [found, is_new] = group_by_name_.try_emplace(
      group, static_cast<std::uint32_t>(groups_.size()));
  if (is_new) groups_.emplace_back().name = std::string(group);
  Group& joined = groups_[found->second];
  const auto member = static_cast<std::uint32_t>(members_.size());
  members_.push_back(
      {.group = found->second, .number = joined.roster.FindOrAdd(name)});
  BASE_CHECK(members_.back().number == joined.members.size());
  joined.members.push_back(member);
  return member;
}

std::optional<std::uint32_t> Registry::FindIn(const Group& group,
                                              absl::string_view name) {
  const std::optional<std::uint32_t> number = group.roster.Find(name);
  if (!number) return std::nullopt;
  return group.members[*number];
}

}  // namespace mgen
