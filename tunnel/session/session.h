// A session that outlives its carriers: smux streams over a KCP conversation
// over any number of carriers, each shaped by a defense of its own.
// SOURCE: spec/tunnel.md, "Stack"; design.md, "Cells".
//
//   session.streams() ...                          // Open, write, read, close;
//   session.HandleStreamsChanged(now);             // then say so.
//   session.HandleReceived(carrier, bytes, now);   // What arrived by one.
//   for (kcp::CarrierId carrier : session.PollOrder()) {
//     while (the carrier has room) {
//       std::optional<absl::Span<const std::uint8_t>> bytes =
//           session.PollWrite(carrier, now);
//       if (!bytes) break;
//       ... write them, in one piece.
//     }
//   }
//
// A carrier takes what it has room for, so each carries by what it delivers. It
// is never the only place of anything: what is not acknowledged when it goes,
// or falls silent, goes by another one at once.
#ifndef TUNNEL_SESSION_SESSION_H_
#define TUNNEL_SESSION_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/conversation.h"
#include "tunnel/kcp/receiver.h"
#include "tunnel/kcp/sender.h"
#include "tunnel/session/carrier_health.h"
#include "tunnel/session/client_id.h"
#include "tunnel/session/link.h"
#include "tunnel/shaper/packets.h"
#include "tunnel/smux/options.h"
#include "tunnel/smux/session.h"

namespace session {

// One end. The client's opens the conversation; the server's takes up the one
// that is opened, and a later one in its place: a client that has begun anew,
// whose streams are new too. Idle, the client's asks each carrier once in
// `ask_idle`, and both send smux's keepalive; nothing else.
class Session {
 public:
  struct Options {
    // Of the client, which draws it. None: of the server.
    std::optional<std::uint32_t> conv = std::nullopt;
    kcp::Sender::Options sender = {};
    kcp::Receiver::Options receiver = {};
    smux::Options smux = {};
    CarrierHealth::Options health = {};
    // How long a client hears nothing from a carrier before it asks there: when
    // something was sent or received in the last `active_for`, and else. The
    // latter keeps deployed proxies from giving the carrier up after 30 s.
    base::Duration ask_active = base::Seconds(1);
    base::Duration ask_idle = base::Seconds(15);
    base::Duration active_for = base::Seconds(10);
    // At a time. In 1 to 64.
    std::size_t max_carriers = 8;
  };

  struct CarrierOptions {
    kcp::CarrierOptions kcp = {};
    shaper::Packets::Options shaping = {};
    // The client's: the first write is the preamble.
    std::optional<ClientId> client_id = std::nullopt;
  };

  // Errors: kInvalidArgument naming the option, its value and its bound.
  static absl::StatusOr<Session> Create(const Options& options,
                                        base::Instant now);

  // `random` is for its defense. Errors: kInvalidArgument as above,
  // kAlreadyExists, kResourceExhausted beyond max_carriers.
  absl::Status AddCarrier(kcp::CarrierId id, CarrierOptions options,
                          base::Random random, base::Instant now);
  // Requires, here and below: it is there.
  void RemoveCarrier(kcp::CarrierId id, base::Instant now);
  bool HasCarrier(kcp::CarrierId id) const;
  std::size_t carrier_count() const { return links_.size(); }

  // What arrived by a carrier, behind a preamble, split anyhow.
  // Errors: kInvalidArgument: the carrier speaks no encapsulation, and is to be
  // removed. What is wrong inside a packet is passed over and counted.
  absl::Status HandleReceived(kcp::CarrierId id,
                              absl::Span<const std::uint8_t> bytes,
                              base::Instant now);

  // All carriers, each time another one first: if what is small enough for one
  // always went by the same one, nobody would see that it does not arrive.
  // Valid until the next call.
  absl::Span<const kcp::CarrierId> PollOrder();

  // The next write to a carrier. Valid until the next call.
  std::optional<absl::Span<const std::uint8_t>> PollWrite(kcp::CarrierId id,
                                                          base::Instant now);

  // After each use of streams(), poll all carriers again.
  smux::Session& streams() { return smux_; }
  const smux::Session& streams() const { return smux_; }
  void HandleStreamsChanged(base::Instant now);

  // Whether a carrier has gone silent: nothing new is written to it until it
  // is heard of.
  bool IsSilent(kcp::CarrierId id) const;
  // Besides, another one was heard since: there is no more use for it.
  bool IsGivenUp(kcp::CarrierId id) const;
  base::Instant LastHeard(kcp::CarrierId id) const;

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  // How many conversations a server's end has taken up. With each, the streams
  // before are gone, without an event.
  std::uint32_t generation() const { return generation_; }

  // OK, or why the session has ended. It lasts.
  const absl::Status& status() const { return smux_.status(); }

  // None before the first packet has come to a server.
  const std::optional<kcp::Conversation>& conversation() const {
    return conversation_;
  }
  const shaper::Packets& packets(kcp::CarrierId id) const;

 private:
  Session(const Options& options, smux::Session smux)
      : options_(options), smux_(std::move(smux)) {}

  const Link* FindLink(kcp::CarrierId id) const;
  const Link& LinkOf(kcp::CarrierId id) const;
  Link& LinkOf(kcp::CarrierId id);

  absl::Status StartConversation(std::uint32_t conv);
  // For a packet of a server's: takes up what it opens.
  void TakeUp(absl::Span<const std::uint8_t> packet, base::Instant now);
  // A packet's tag at the shaper: it may outlast its conversation there.
  std::uint64_t TagOf(std::uint64_t packet) const {
    return std::uint64_t{generation_} << 48 | packet;
  }
  void HandlePacket(absl::Span<const std::uint8_t> packet, base::Instant now);
  // From the conversation to the streams, and back.
  void PumpIn();
  void PumpOut(base::Instant now);
  // Lets the defense have what there is to send.
  void Fill(Link& link, base::Instant now);
  void UpdateHealth(base::Instant now);
  base::Duration AskAfter(base::Instant now) const;

  Options options_;
  std::optional<kcp::Conversation> conversation_;
  smux::Session smux_;
  std::uint32_t generation_ = 0;
  std::vector<Link> links_;
  std::vector<kcp::CarrierId> order_;  // Of links_.
  std::vector<std::uint8_t> frame_;    // The last pulled from smux_.
  base::Instant now_{};                // The latest seen.
  base::Instant active_until_{};
};

}  // namespace session

#endif  // TUNNEL_SESSION_SESSION_H_
