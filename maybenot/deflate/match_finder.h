// Where the next bytes of an input occurred before.
#ifndef MAYBENOT_DEFLATE_MATCH_FINDER_H_
#define MAYBENOT_DEFLATE_MATCH_FINDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "maybenot/deflate/symbols.h"

namespace maybenot::deflate {

// Chains of positions whose next three bytes have one hash. A link holds the
// low 16 bits of a position, so that a link of 0 ends a chain wherever it stems
// from, and one to 65,536 bytes ago or more is taken for one to less: some
// matches are not found. What is found is compared, so it is always a match.
// Memory: 128 KiB beside the input. Cost: at most 768 links a call.
// SOURCE: miniz, `tdefl_find_match` at level 9.
class MatchFinder {
 public:
  // `input` must outlive this.
  explicit MatchFinder(absl::string_view input);

  // Makes the position known. Each in turn, from 0.
  void Insert(std::size_t position);

  // The first of the longest matches at `position` that are longer than
  // `length`; none if there is none, or it was not found in time.
  // Requires: length >= 2; all positions to `position` are known, none beyond.
  Match FindLonger(std::size_t position, std::uint32_t length) const;

  // How far the input is looked at for a match at `position`: what lies a
  // window before is out of reach.
  std::size_t LookedTo(std::size_t position) const {
    return std::min(position + kMaxMatch, input_.size());
  }

 private:
  absl::string_view input_;
  std::vector<std::uint16_t> heads_;  // By hash: the latest position.
  std::vector<std::uint16_t> links_;  // By position: the one before it.
};

}  // namespace maybenot::deflate

#endif  // MAYBENOT_DEFLATE_MATCH_FINDER_H_
