// What has been sent and blocked so far, and what the limits still allow.
#ifndef MAYBENOT_BUDGET_H_
#define MAYBENOT_BUDGET_H_

#include <cstdint>
#include <limits>

#include "base/time.h"
#include "maybenot/program.h"

namespace maybenot {

// The accounting of one framework. Only what was reported counts: padding that
// is scheduled and not yet sent does not. Normal packets and time blocked are
// the same for all machines, whoever caused them, and counted once; padding is
// each machine's own, and its count is passed in.
// SOURCE: spec/maybenot.md 2.2 (accounting), 2.6 (limits).
class Budget {
 public:
  // Fractions over all machines; 0 means no limit.
  struct Limits {
    double max_padding_frac = 0;   // Of all packets sent, in [0, 1].
    double max_blocking_frac = 0;  // Of the time since the start, in [0, 1].
  };

  // What one machine brings to a decision.
  struct Share {
    const Program::Limits& limits;
    std::uint64_t padding_sent;
    std::uint64_t state_limit;  // What is left of it.
  };

  Budget(Limits limits, base::Instant start)
      : limits_(limits), start_(start), blocking_started_(start) {}

  void CountNormalSent() { CountOne(normal_sent_); }
  void CountPaddingSent() { CountOne(padding_sent_); }

  // While blocking, another beginning changes nothing.
  void BeginBlocking(base::Instant now);
  // Without blocking, nothing happens.
  void EndBlocking(base::Instant now);

  // With a fraction set and no packet sent, padding may go whatever the other
  // limits say, the state's limit included.
  bool AllowsPadding(const Share& share) const;

  // `replace`: the block may take the place of one that is active, and is then
  // held to the state's limit only.
  bool AllowsBlocking(const Share& share, bool replace,
                      base::Instant now) const;

 private:
  static void CountOne(std::uint64_t& count) {
    if (count < std::numeric_limits<std::uint64_t>::max()) ++count;
  }

  Limits limits_;
  base::Instant start_;
  base::Instant blocking_started_;
  base::Duration blocked_ = base::Duration(0);  // Of blocks that have ended.
  std::uint64_t normal_sent_ = 0;
  std::uint64_t padding_sent_ = 0;
  bool blocking_active_ = false;
};

}  // namespace maybenot

#endif  // MAYBENOT_BUDGET_H_
