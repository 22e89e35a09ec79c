// The sending half of a KCP conversation: a stream of bytes becomes segments,
// pulled one by one by the carriers that have room, and kept until the peer's
// una is past them. SOURCE: spec/tunnel.md 3.3.
#ifndef TUNNEL_KCP_SENDER_H_
#define TUNNEL_KCP_SENDER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

#include "absl/types/span.h"
#include "base/byte_queue.h"
#include "base/time.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/congestion_window.h"
#include "tunnel/kcp/flight.h"
#include "tunnel/kcp/record.h"

namespace kcp {

// What is lost goes before what is new, by whichever carrier asks first; what
// went to a carrier that is given up is lost at once.
class Sender {
 public:
  struct Options {
    std::uint32_t window = 65535;  // Segments on their way; 1 to 65535.
    // Held: not yet acknowledged, or not yet cut into segments. 1 to 2^31.
    std::size_t buffer_bytes = 4 << 20;
    // The deployed peers run without. SOURCE: spec/tunnel.md 3.2.
    bool congestion_control = false;
  };

  struct Counts {
    std::uint64_t segments = 0;   // Pulled for the first time.
    std::uint64_t resends = 0;    // Pulled again.
    std::uint64_t overtaken = 0;  // Lost: what came later was answered.
    std::uint64_t timed_out = 0;  // Lost: nothing was answered.
    std::uint64_t needless = 0;   // Sent again, though it had arrived.
  };

  explicit Sender(Options options) : options_(options) {}

  // Takes a prefix of `bytes` and returns its length.
  std::size_t Write(absl::Span<const std::uint8_t> bytes, base::Instant now);
  std::size_t room_bytes() const {
    return options_.buffer_bytes - bytes_.size();
  }
  // Not yet in any segment.
  std::size_t unsent_bytes() const;
  // Not yet acknowledged, written or not.
  std::size_t unacknowledged_bytes() const { return bytes_.size(); }

  // Requires: `id` is not there yet.
  void AddCarrier(CarrierId id, const CarrierOptions& options);
  // Requires, here and below: `id` is there.
  void RemoveCarrier(CarrierId id);
  // What went there and is not acknowledged is lost. It may still be used.
  void GiveUp(CarrierId id);
  bool HasCarrier(CarrierId id) const;
  std::size_t carrier_count() const { return lanes_.size(); }
  std::size_t MaxPacketBytes(CarrierId id) const {
    return FlightOf(id).options().max_packet_bytes;
  }
  CarrierState StateOf(CarrierId id) const;
  // Lets the peer be asked for its window there: a live one answers.
  void Ask(CarrierId id) { FlightOf(id).Ask(); }

  // What every segment of the peer tells. False, and nothing is done, if it
  // acknowledges what was never sent.
  bool HandleHeader(std::uint32_t una, std::uint16_t wnd);
  void HandleAck(std::uint32_t sn, std::uint32_t ts, base::Instant now);
  // WINS, by any carrier: it does not say what it answers. So it is taken for
  // the answer to the oldest question, which says the least.
  void HandleWindowTold(base::Instant now);
  // At the end of each packet of the peer: finds what is lost, and whether the
  // peer has no room.
  void HandlePacketEnd(base::Instant now);

  // Whether there is a segment to pull.
  bool HasSegment() const;

  struct Place {
    CarrierId carrier;
    std::uint64_t packet;  // Its number; those of one carrier do not fall.
    std::uint32_t ts;      // In its header.
    std::size_t room;      // Bytes left for a header and a payload.
    bool alone;            // There is nothing in it yet.
  };
  struct Pulled {
    std::uint32_t sn;
    absl::Span<const std::uint8_t> payload;  // Valid until the next call.
  };
  // A segment for a packet; none if there is none that fits well.
  std::optional<Pulled> Pull(const Place& place);
  // The packet is written: the clocks of its segments start. In the order of
  // packets; one passed over counts as written, too.
  void HandleWritten(CarrierId carrier, std::uint64_t packet,
                     base::Instant now);

  // Whether to ask for the peer's window on this carrier (WASK).
  bool HasQuestion(CarrierId carrier) const;
  // The same. The call is the question.
  bool PollQuestion(CarrierId carrier, base::Instant now);

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  const Counts& counts() const { return counts_; }

 private:
  struct Lane {
    CarrierId id;
    Flight flight;
  };
  struct Question {
    CarrierId carrier;
    base::Instant asked;
  };

  // Of the reference, until the peer tells. SOURCE: spec/tunnel.md 3.2.
  static constexpr std::uint64_t kInitialPeerWindow = 32;
  // Between questions to a peer without room.
  static constexpr base::Duration kFirstQuestion = base::Milliseconds(500);
  static constexpr base::Duration kMaxQuestion = base::Seconds(120);

  // Null if the carrier is gone.
  const Flight* FindFlight(CarrierId id) const;
  Flight& FlightOf(CarrierId id);
  const Flight& FlightOf(CarrierId id) const;
  // Whether the segment still waits for that packet.
  bool Waits(const Transmission& transmission) const;
  Record& RecordOf(const Transmission& transmission) {
    return records_[transmission.number - una_];
  }
  auto Finder() const {
    return [this](const Transmission& transmission) {
      return Waits(transmission) ? &records_[transmission.number - una_]
                                 : nullptr;
    };
  }
  std::uint64_t next_number() const { return una_ + records_.size(); }
  bool WindowIsOpen() const;
  void Forget(std::uint64_t una);
  void MarkLost(const Transmission& transmission);
  void DropStaleLost();
  void FindLost(base::Instant now);
  std::optional<Pulled> PullLost(const Place& place);
  std::optional<Pulled> PullNew(const Place& place);
  void Assign(std::uint64_t number, Record& record, const Place& place);
  void ForgetOldQuestions(base::Instant now);
  // Asks a peer that has no room, from time to time.
  void UpdateQuestion(base::Instant now);

  Options options_;
  Counts counts_;
  std::vector<Lane> lanes_;
  base::ByteQueue bytes_;          // From the first record's on.
  std::uint64_t bytes_begin_ = 0;  // In the stream.
  std::uint64_t una_ = 0;          // The number of the first record.
  std::deque<Record> records_;
  // Numbers of what is kLost, and some that no longer are.
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>>
      lost_;
  std::uint64_t window_end_ = kInitialPeerWindow;  // The peer has room up to.
  CongestionWindow congestion_;
  std::optional<base::Instant> question_at_;
  base::Duration question_wait_ = kFirstQuestion;
  bool asks_ = false;
  std::deque<Question> questions_;  // Not answered; each at most kPatience old.
};

}  // namespace kcp

#endif  // TUNNEL_KCP_SENDER_H_
