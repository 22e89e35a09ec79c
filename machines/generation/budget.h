// Limits of machines drawn anew.
#ifndef MACHINES_GENERATION_BUDGET_H_
#define MACHINES_GENERATION_BUDGET_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/sample/uniform.h"
#include "machines/generation/defense.h"
#include "maybenot/machine.h"

namespace generation {

// One limit of a machine and what it is drawn from.
struct Budget {
  enum class Limit : std::uint8_t {
    kAbsolutePadding,   // allowed_padding_packets, rounded.
    kAbsoluteBlocking,  // allowed_blocked_microsec, rounded.
    kMaxPadding,        // max_padding_frac, cut to [0, 1].
    kMaxBlocking,       // max_blocking_frac, cut to [0, 1].
  };
  Limit limit;
  base::RealRange range;
};

// "abs_pad 100 200": a name (abs_pad, abs_block, max_pad, max_block) and the
// ends of a range. Errors: kInvalidArgument with what is wrong.
// SOURCE: spec/maybenot.md 6.2.
absl::StatusOr<Budget> ParseBudget(absl::string_view text);

struct Budgets {
  std::vector<Budget> client, server;
  // Leaves a limit as it is unless it is 0.
  bool soft = false;
};

// The defense with limits drawn in the order of the budgets, machine by
// machine, the client's first; its note stays. Draws as the reference's
// `budget` does. Errors: those of Defense::Create.
absl::StatusOr<Defense> ApplyBudgets(const Defense& defense,
                                     const Budgets& budgets,
                                     base::Random& random);

}  // namespace generation

#endif  // MACHINES_GENERATION_BUDGET_H_
