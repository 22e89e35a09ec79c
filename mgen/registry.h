// Who is in which group of a message server. A member is a name in a group: one
// person in two groups is two members.
#ifndef MGEN_REGISTRY_H_
#define MGEN_REGISTRY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "mgen/roster.h"

namespace mgen {

// Members are numbered in the order of adding. Finding is O(log n) in the size
// of the group, adding O(n).
class Registry {
 public:
  std::size_t size() const { return members_.size(); }
  // Require: member < size().
  const std::string& name(std::uint32_t member) const;
  const std::string& group(std::uint32_t member) const;
  // All of its group, itself too, in the order of adding.
  absl::Span<const std::uint32_t> Peers(std::uint32_t member) const;
  // The member of the same group that has this name.
  std::optional<std::uint32_t> FindPeer(std::uint32_t member,
                                        absl::string_view name) const;

  std::optional<std::uint32_t> Find(absl::string_view name,
                                    absl::string_view group) const;
  // Requires: it is not there yet.
  std::uint32_t Add(absl::string_view name, absl::string_view group);

 private:
  struct Group {
    std::string name;
    Roster roster;
    std::vector<std::uint32_t> members;  // As the roster numbers them.
  };
  struct Member {
    std::uint32_t group;   // In groups_.
    std::uint32_t number;  // In its roster.
  };

  static std::optional<std::uint32_t> FindIn(const Group& group,
                                             absl::string_view name);

  std::vector<Group> groups_;
  std::vector<Member> members_;
  absl::flat_hash_map<std::string, std::uint32_t> group_by_name_;
};

}  // namespace mgen

#endif  // MGEN_REGISTRY_H_
