// The client's session, and which carriers it wants: how many, when to dial one
// more, which one to leave.
//
//   while (auto id = client.PollDial(now)) ...       // Connect; then say:
//   client.HandleDialed(*id, random, now);           // or HandleDialFailed.
//   client.HandleReceived(*id, bytes, now);
//   for (auto carrier : client.session().PollOrder()) ...  // Write.
//   while (auto id = client.PollClosed()) ...        // To be closed.
#ifndef TUNNEL_SESSION_CLIENT_H_
#define TUNNEL_SESSION_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/session/client_id.h"
#include "tunnel/session/session.h"
#include "tunnel/shaper/packets.h"

namespace session {

// A carrier that falls silent is replaced before it is left, so that a peer
// that was only slow loses nothing; its replacement is dialed at once. What
// fails again and again, also after the connection stands, is dialed less and
// less often.
class Client {
 public:
  struct Options {
    Session::Options session = {};  // Its conv is drawn.
    kcp::CarrierOptions carrier = {};
    shaper::Packets::Options shaping = {};  // Of each carrier.
    std::size_t carriers = 1;               // In 1 to session.max_carriers / 2.
    // A dial without an outcome by then has failed.
    base::Duration dial_within = base::Seconds(30);
    // After the first failure in a row; twice as long each time, at most.
    base::Duration first_pause = base::Milliseconds(500);
    base::Duration longest_pause = base::Seconds(30);
    // A silent carrier that nothing replaces is left after this.
    base::Duration leave_after = base::Seconds(60);
  };

  // Draws the client's id and the conversation's number.
  // Errors: kInvalidArgument naming the option, its value and its bound.
  static absl::StatusOr<Client> Create(const Options& options,
                                       base::Random& random, base::Instant now);

  // A carrier to connect now, by any way.
  std::optional<kcp::CarrierId> PollDial(base::Instant now);
  // It stands. `random` is for its defense. False: it is not wanted any more,
  // and to be closed.
  bool HandleDialed(kcp::CarrierId id, base::Random random, base::Instant now);
  void HandleDialFailed(kcp::CarrierId id, base::Instant now);

  // Errors: kInvalidArgument for what is no encapsulation, kNotFound. The
  // carrier is to be closed, and unknown here.
  absl::Status HandleReceived(kcp::CarrierId id,
                              absl::Span<const std::uint8_t> bytes,
                              base::Instant now);
  // It broke, or its peer has closed it. One that is unknown has no effect.
  void HandleClosed(kcp::CarrierId id, base::Instant now);

  // A carrier that is left: to be closed, and unknown here.
  std::optional<kcp::CarrierId> PollClosed();

  Session& session() { return session_; }
  const Session& session() const { return session_; }

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

 private:
  struct Dial {
    kcp::CarrierId id;
    base::Instant until;
  };
  struct Carrier {
    kcp::CarrierId id;
    bool proven = false;  // Something was heard from it.
    std::optional<base::Instant> silent_since = {};
  };

  Client(const Options& options, ClientId id, Session session)
      : options_(options), id_(id), session_(std::move(session)) {}

  std::size_t live_count() const;
  // Whether it was under way.
  bool EndDial(kcp::CarrierId id);
  std::vector<Carrier>::iterator Find(kcp::CarrierId id);
  void CountFailure(base::Instant now);
  void UpdateSilent(base::Instant now);
  void Leave(kcp::CarrierId id, base::Instant now);

  Options options_;
  ClientId id_;
  Session session_;
  std::uint32_t next_carrier_ = 1;
  std::vector<Dial> dials_;
  std::vector<Carrier> carriers_;
  std::deque<kcp::CarrierId> closed_;
  base::Instant next_dial_{};
  base::Duration pause_{};  // The last; 0: nothing has failed since a success.
};

}  // namespace session

#endif  // TUNNEL_SESSION_CLIENT_H_
