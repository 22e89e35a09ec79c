// The way of segments on one carrier: which were written to it, in which order,
// and which of them are to be taken for lost.
//
// A carrier that keeps order shows by itself what is missing. If a segment was
// answered and one written before it was not, the peer never got that one, or
// its answer comes by a slower carrier: it is a suspect, and lost a little
// later. A timer finds the rest, above all what was written last.
//
// On a reliable carrier the timer is slow, and asks before it acts: the peer is
// asked for its window (WASK) on the same carrier, and when it tells it (WINS),
// all that was written before the question and is not answered is lost. As long
// as it tells nothing, nothing is sent again before kPatience: the carrier may
// be slow, or the peer silent because its own defense blocks.
#ifndef TUNNEL_KCP_FLIGHT_H_
#define TUNNEL_KCP_FLIGHT_H_

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/earlier.h"
#include "base/time.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/record.h"
#include "tunnel/kcp/round_trip.h"

namespace kcp {

// A `Find` is a callable that returns a const Record* for a Transmission: null
// if the segment does not wait for that any more, since it was acknowledged or
// is in another packet.
class Flight {
 public:
  // Before the timer on a reliable carrier; three round trips if that is more.
  static constexpr base::Duration kMinReliableTimeout = base::Seconds(1);
  static constexpr base::Duration kPatience = base::Seconds(10);

  enum class Loss : std::uint8_t { kOvertaken, kTimedOut };

  explicit Flight(CarrierOptions options) : options_(options) {}

  const CarrierOptions& options() const { return options_; }
  const RoundTrip& round_trip() const { return round_trip_; }

  // A packet for this carrier has the segment. Requires: packets do not fall.
  void HandlePulled(Transmission transmission) {
    pulled_.push_back(transmission);
  }

  // All packets up to `packet` are written now. write(Transmission) says
  // whether the segment still waits for that.
  template <typename Write>
  void HandleWritten(std::uint64_t packet, Write write);

  // A segment that was last in `packet`, written at `written`, was answered.
  void HandleAnswer(std::uint64_t packet, base::Instant written) {
    answered_packet_ = std::max(answered_packet_, packet);
    last_answered_ = std::max(last_answered_.value_or(written), written);
  }
  // When the latest was written of those that were answered.
  std::optional<base::Instant> last_answered() const { return last_answered_; }
  // When the oldest was written of those that are not.
  template <typename Find>
  std::optional<base::Instant> OldestUnanswered(Find find) const;
  void AddSample(base::Duration sample) { round_trip_.AddSample(sample); }
  // What was taken for lost had arrived: be slower to suspect.
  void HandleNeedlessResend() {
    tolerance_ = std::min(2 * tolerance_, kMaxTolerance);
  }

  // The peer has answered what it was asked here at `asked`, or later.
  void HandleQuestionAnswered(base::Instant asked) { answered_ = asked; }

  // Calls lose(Transmission, Loss) for what is lost by now.
  template <typename Find, typename Lose>
  void FindLost(base::Instant now, Find find, Lose lose);

  // Calls take(Transmission) for all that waits, and forgets it.
  template <typename Take>
  void TakeAll(Take take);

  // Lets the peer be asked, whatever waits.
  void Ask() { asks_ = true; }
  // Whether to ask the peer for its window, here. The call is the question.
  bool PollQuestion(base::Instant now) {
    if (!asks_) return false;
    asks_ = false;
    asked_ = now;
    return true;
  }
  bool asks() const { return asks_; }

  // When FindLost may find something, if nothing happens before.
  template <typename Find>
  std::optional<base::Instant> NextDeadline(Find find) const;

 private:
  struct Suspect {
    Transmission transmission;
    base::Instant lost_at;
  };

  static constexpr int kMaxTolerance = 16;

  // How long an answer may be late because it came by another carrier: quarters
  // of a round trip, and the time between two flushes of the peer.
  base::Duration Tolerance() const {
    return RoundTrip::kInterval + tolerance_ * round_trip_.smoothed() / 4;
  }
  base::Duration Timeout(const Record& record) const {
    if (!options_.reliable) return record.attempts * round_trip_.timeout();
    return std::max(kMinReliableTimeout, 3 * round_trip_.smoothed());
  }
  // Since it was written, the peer has been asked.
  bool HasAsked(const Record& record) const {
    return asked_ && *asked_ >= record.written;
  }
  bool IsLost(const Record& record, base::Instant now) const;
  // When to ask; on a carrier that is not reliable, when it is lost.
  base::Instant Due(const Record& record) const {
    const base::Duration timeout = Timeout(record);
    if (!HasAsked(record)) return record.written + timeout;
    return *asked_ + timeout;
  }

  CarrierOptions options_;
  RoundTrip round_trip_;
  // Each in the order of packets.
  std::deque<Transmission> pulled_;
  std::deque<Transmission> written_;
  std::deque<Suspect> suspects_;
  std::uint64_t answered_packet_ = 0;
  std::optional<base::Instant> last_answered_;
  int tolerance_ = 1;
  std::optional<base::Instant> asked_;     // When last.
  std::optional<base::Instant> answered_;  // What was asked then.
  bool asks_ = false;
};

template <typename Write>
void Flight::HandleWritten(std::uint64_t packet, Write write) {
  for (; !pulled_.empty() && pulled_.front().packet <= packet;
       pulled_.pop_front()) {
    if (write(pulled_.front())) written_.push_back(pulled_.front());
  }
}

inline bool Flight::IsLost(const Record& record, base::Instant now) const {
  if (!options_.reliable) return now >= Due(record);
  return (answered_ && record.written <= *answered_) ||
         now >= record.written + kPatience;
}

template <typename Find, typename Lose>
void Flight::FindLost(base::Instant now, Find find, Lose lose) {
  while (!suspects_.empty()) {
    const Suspect suspect = suspects_.front();
    const bool stale = find(suspect.transmission) == nullptr;
    if (!stale && now < suspect.lost_at) break;
    suspects_.pop_front();
    if (!stale) lose(suspect.transmission, Loss::kOvertaken);
  }
  for (; !written_.empty(); written_.pop_front()) {
    const Transmission oldest = written_.front();
    const Record* const record = find(oldest);
    if (record == nullptr) continue;
    if (oldest.packet < answered_packet_) {
      suspects_.push_back({oldest, now + Tolerance()});
    } else if (IsLost(*record, now)) {
      lose(oldest, Loss::kTimedOut);
    } else {
      if (now >= Due(*record)) asks_ = true;
      return;
    }
  }
}

template <typename Take>
void Flight::TakeAll(Take take) {
  for (const Suspect& suspect : suspects_) take(suspect.transmission);
  for (const Transmission& transmission : written_) take(transmission);
  for (const Transmission& transmission : pulled_) take(transmission);
  suspects_.clear();
  written_.clear();
  pulled_.clear();
  asks_ = false;
}

template <typename Find>
std::optional<base::Instant> Flight::OldestUnanswered(Find find) const {
  // Suspects were written before the rest.
  for (const Suspect& suspect : suspects_) {
    const Record* const record = find(suspect.transmission);
    if (record != nullptr) return record->written;
  }
  for (const Transmission& transmission : written_) {
    const Record* const record = find(transmission);
    if (record != nullptr) return record->written;
  }
  return std::nullopt;
}

template <typename Find>
std::optional<base::Instant> Flight::NextDeadline(Find find) const {
  std::optional<base::Instant> next;
  if (!suspects_.empty()) next = suspects_.front().lost_at;
  if (written_.empty()) return next;
  const Record* const record = find(written_.front());
  if (record == nullptr) return next;
  base::Instant due = record->written + kPatience;
  if (!asks_) due = std::min(due, Due(*record));
  return base::Earlier(next, due);
}

}  // namespace kcp

#endif  // TUNNEL_KCP_FLIGHT_H_
