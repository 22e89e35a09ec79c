// One conversation of one user: when it sends, what, and how it answers to what
// it hears. SOURCE: spec/traffic.md 1.4.
#ifndef MGEN_MODEL_H_
#define MGEN_MODEL_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "base/random.h"
#include "base/time.h"
#include "mgen/distribution.h"

namespace mgen {

// How long a conversation stays Active. docs/deviations.md says why both.
enum class WaitMode : std::uint8_t {
  kInactivity,  // README: W anew on entering Active, own send, received
                // message.
  kDeadline,    // The original's source: W once, on entering Active.
};

// What a conversation is made of; shared by all that have it.
struct Distributions {
  double s;            // P(Active after an own send in Idle), in [0, 1].
  double r;            // P(Active after a message received in Idle), in [0, 1].
  SizeDistribution m;  // Blocks of a message.
  TimeDistribution i;  // Idle until the next send.
  TimeDistribution w;  // See WaitMode.
  TimeDistribution a_s;  // Active: from a send to the next.
  TimeDistribution a_r;  // Active: from a received message to the next send.
};

// Draws: a send m, then (in Idle) s, then a_s and w, or i; in Active m, a_s,
// and with kInactivity w. A message in Idle: r, then w, then a_r; in Active:
// with kInactivity w, then a_r. A receipt draws nothing and touches no timer.
class Conversation {
 public:
  enum class State : std::uint8_t { kIdle, kActive };

  struct Sent {
    State from, to;
    std::uint32_t blocks;  // The raw sample; 0 is sent as one block.
    std::uint32_t id;      // From 0, one more each time.
  };
  struct Transition {
    State from, to;
  };

  // Starts Idle at `now`, with i drawn.
  Conversation(std::shared_ptr<const Distributions> distributions,
               WaitMode wait_mode, base::Random random, base::Instant now);

  State state() const { return state_; }

  // When HandleDeadline is due: always something.
  base::Instant NextDeadline() const;

  // Sends, or falls from Active to Idle (no result then); on a tie Idle wins.
  // One step a call; before NextDeadline() it does nothing. Timers run from
  // `now`, so that lateness accumulates as in the original.
  std::optional<Sent> HandleDeadline(base::Instant now);

  // A message (not a receipt) arrived.
  Transition HandleMessage(base::Instant now);

 private:
  bool Happens(double probability);
  base::Instant After(const TimeDistribution& distribution, base::Instant now);

  std::shared_ptr<const Distributions> distributions_;
  base::Random random_;
  WaitMode wait_mode_;
  State state_ = State::kIdle;
  std::uint32_t next_id_ = 0;
  base::Instant send_at_;
  base::Instant idle_at_;  // Of use in Active only.
};

}  // namespace mgen

#endif  // MGEN_MODEL_H_
