// Whether a carrier still carries, told from what was written to it, what was
// answered, and what was heard from it and from the others. Pure logic.
#ifndef TUNNEL_SESSION_CARRIER_HEALTH_H_
#define TUNNEL_SESSION_CARRIER_HEALTH_H_

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "tunnel/kcp/carrier.h"

namespace session {

// A carrier that dies without a word looks like one whose peer has nothing to
// say. The difference is what goes on elsewhere, or, where there is no
// elsewhere, that a question gets no answer.
class CarrierHealth {
 public:
  struct Options {
    // Something written here waits for its answer, nothing is heard from here,
    // but from others: silent after this, and two round trips.
    base::Duration silence = base::Milliseconds(500);
    // The same, though something is heard from here (it may carry one way
    // only), if what was written to others as late as this was answered.
    base::Duration one_way = base::Seconds(2);
    // A question without an answer: silent after this, and two round trips.
    base::Duration answer_within = base::Seconds(1);
  };

  // What the other carriers show.
  struct Others {
    std::optional<base::Instant> heard = {};     // The latest.
    std::optional<base::Instant> answered = {};  // When the latest answered
                                                 // was written.
  };

  CarrierHealth(Options options, base::Instant now)
      : options_(options), heard_(now) {}

  // Anything has arrived by it, padding too: a sign of life, though not of what
  // is written to it.
  void HandleHeard(base::Instant now) {
    heard_ = now;
    asked_.reset();
    if (state_ == State::kSilent) state_ = State::kLive;
  }
  // A question to the peer was written to it.
  void HandleAsked(base::Instant now) {
    if (!asked_) asked_ = now;
  }

  base::Instant heard() const { return heard_; }
  // It does not carry; not to be written to.
  bool silent() const { return state_ != State::kLive; }
  // Besides, there is one that does: what was written here goes there.
  bool given_up() const { return silent() && replaced_; }

  // Looks whether it has gone silent, and whether another one was heard since.
  void Update(const kcp::CarrierState& state, const Others& others,
              base::Instant now);
  // Whether to ask the peer here, `after` nothing was heard for so long. True
  // until HandleAsked or HandleHeard.
  bool WantsQuestion(base::Duration after, base::Instant now) const {
    return !asked_ && !silent() && now >= heard_ + after;
  }

  // When Update may have something new to say, later than `now`, if nothing
  // happens before.
  std::optional<base::Instant> NextDeadline(const kcp::CarrierState& state,
                                            base::Instant now) const;

 private:
  enum class State : std::uint8_t { kLive, kSilent, kOneWay };

  bool IsSilent(const kcp::CarrierState& state, const Others& others,
                base::Instant now) const;
  bool IsOneWay(const kcp::CarrierState& state, const Others& others,
                base::Instant now) const;
  base::Duration AtLeast(base::Duration wait,
                         const kcp::CarrierState& state) const {
    return wait + 2 * state.smoothed_round_trip;
  }

  Options options_;
  base::Instant heard_;
  std::optional<base::Instant> asked_;  // Since heard_.
  State state_ = State::kLive;
  bool replaced_ = false;
};

}  // namespace session

#endif  // TUNNEL_SESSION_CARRIER_HEALTH_H_
