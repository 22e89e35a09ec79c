// How much may happen at one instant, so that a machine that never lets time
// pass cannot hold its host.
#ifndef MAYBENOT_INSTANT_BUDGET_H_
#define MAYBENOT_INSTANT_BUDGET_H_

#include <cstdint>

#include "base/time.h"

namespace maybenot {

// Grants up to `events` at an instant; then none until kPause later.
class InstantBudget {
 public:
  static constexpr base::Duration kPause = base::Microseconds(1);

  explicit InstantBudget(int events) : events_(events) {}

  // Whether one more event may happen at `now`, and if so, counts it. Instants
  // do not go back.
  [[nodiscard]] bool Spend(base::Instant now);

  // Before this instant Spend() says no.
  base::Instant resumes() const { return resumes_; }

  // How often the budget ran out.
  std::uint64_t pauses() const { return pauses_; }

 private:
  int events_;
  int spent_ = 0;  // At instant_.
  base::Instant instant_ = base::Instant::min();
  base::Instant resumes_ = base::Instant::min();
  std::uint64_t pauses_ = 0;
};

}  // namespace maybenot

#endif  // MAYBENOT_INSTANT_BUDGET_H_
