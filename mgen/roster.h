// The names of a group's members, numbered in the order in which they were
// added.
#ifndef MGEN_ROSTER_H_
#define MGEN_ROSTER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mgen {

// Finding a name is O(log n), adding one O(n).
class Roster {
 public:
  std::size_t size() const { return names_.size(); }
  // Requires: member < size().
  const std::string& name(std::uint32_t member) const { return names_[member]; }

  std::optional<std::uint32_t> Find(absl::string_view name) const;
  // The number of `name`, which is added if it is not there yet.
  std::uint32_t FindOrAdd(absl::string_view name);

 private:
  std::vector<std::uint32_t>::const_iterator Place(
      absl::string_view name) const;

  std::vector<std::string> names_;
  std::vector<std::uint32_t> by_name_;
};

}  // namespace mgen

#endif  // MGEN_ROSTER_H_
