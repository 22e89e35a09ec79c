#include "maybenot/instant_budget.h"

namespace maybenot {

bool InstantBudget::Spend(base::Instant now) {
  if (now < resumes_) return false;
  if (now != instant_) {
    instant_ = now;
    spent_ = 0;
  }
  if (spent_ == events_) {
    resumes_ = base::SaturatingAdd(now, kPause);
    ++pauses_;
    return false;
  }
  ++spent_;
  return true;
}

}  // namespace maybenot
