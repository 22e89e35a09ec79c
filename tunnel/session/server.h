// The server's sessions, by client: finds each carrier's session by its
// preamble, and ends what nobody uses. SOURCE: spec/tunnel.md 2.2, 3.7.
//
//   id = server.AddCarrier(random, now);             // Somebody has connected.
//   server.HandleReceived(id, bytes, now);
//   while (auto client = server.PollChanged()) {     // Streams and writes:
//     server.session(*client) ...
//   }
//   while (auto carrier = server.PollClosed()) ...   // To be closed.
//   while (auto client = server.PollEnded()) ...     // To be forgotten.
#ifndef TUNNEL_SESSION_SERVER_H_
#define TUNNEL_SESSION_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/deadlines.h"
#include "base/random.h"
#include "base/time.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/session/client_id.h"
#include "tunnel/session/preamble.h"
#include "tunnel/session/session.h"
#include "tunnel/shaper/packets.h"

namespace session {

// A client that has been taken up. Used again after PollEnded.
enum class ClientNumber : std::uint32_t {};

// What a stranger can make it hold: `max_waiting` carriers that have not said
// who they are, each for `preamble_within`; `max_clients` sessions, one that
// never opens a conversation for `open_within`, one without carriers for
// `expiry`; and in each session what its own options allow.
class Server {
 public:
  struct Options {
    Session::Options session = {.smux = {.role = smux::Role::kServer}};
    shaper::Packets::Options shaping = {};  // Of each carrier.
    std::size_t max_waiting = 4096;         // 1 to 2^24, as the next.
    std::size_t max_clients = 100'000;
    base::Duration preamble_within = base::Seconds(10);
    base::Duration open_within = base::Seconds(30);
    base::Duration expiry = base::Seconds(60);
  };

  // Errors: kInvalidArgument naming the option, its value and its bound.
  static absl::StatusOr<Server> Create(const Options& options,
                                       base::Instant now);

  // `random` is for the carrier's defense.
  // Errors: kResourceExhausted beyond max_waiting.
  absl::StatusOr<kcp::CarrierId> AddCarrier(base::Random random,
                                            base::Instant now);
  // It is gone, or the host has closed it. One that is unknown has no effect.
  void RemoveCarrier(kcp::CarrierId id, base::Instant now);

  // Errors, after each of which the carrier is unknown here, and to be closed:
  // kUnauthenticated if it does not begin with the token, kResourceExhausted
  // beyond max_clients, kInvalidArgument for what is no encapsulation,
  // kNotFound for a carrier that is unknown.
  absl::Status HandleReceived(kcp::CarrierId id,
                              absl::Span<const std::uint8_t> bytes,
                              base::Instant now);

  // The next write to a carrier; none to one that is unknown.
  std::optional<absl::Span<const std::uint8_t>> PollWrite(kcp::CarrierId id,
                                                          base::Instant now);

  // The client of a carrier; none before its preamble is read.
  std::optional<ClientNumber> ClientOf(kcp::CarrierId id) const;

  // A client whose streams may have news, or whose carriers something to
  // write, each once.
  std::optional<ClientNumber> PollChanged();
  // Requires: the client has not ended.
  Session& session(ClientNumber client);
  // After each use of its streams. As PollWrite, it ends no client.
  void HandleStreamsChanged(ClientNumber client, base::Instant now);

  // A carrier to close, unknown here from now on: it said nothing in time, a
  // fresher one took its place, or its client has ended.
  std::optional<kcp::CarrierId> PollClosed();
  // A client whose session has ended, with all its streams.
  std::optional<ClientNumber> PollEnded();

  std::optional<base::Instant> NextDeadline() const;
  void HandleDeadline(base::Instant now);

  std::size_t client_count() const { return by_id_.size(); }
  std::size_t waiting_count() const { return waiting_.size(); }

 private:
  struct Waiting {
    base::Random random;
    PreambleReader preamble = {};
  };
  struct Patience {
    base::Instant until;
    kcp::CarrierId carrier;
  };
  struct Client {
    ClientId id;
    Session session;
    base::Instant since;   // When it was taken up, or lost its carriers.
    bool changed = false;  // It is in changed_.
  };

  explicit Server(const Options& options) : options_(options) {}

  absl::Status HandlePreamble(kcp::CarrierId id,
                              absl::Span<const std::uint8_t>& bytes,
                              base::Instant now);
  // Of a client, new or known.
  absl::StatusOr<ClientNumber> Take(const ClientId& id, base::Instant now);
  void MakeRoom(Client& client, base::Instant now);
  Client& At(ClientNumber client);
  // Ends it if it is done with, else puts it into changed_ and sets its
  // deadline.
  void Settle(ClientNumber number, base::Instant now);
  void SetDeadline(ClientNumber number, base::Instant now);
  // When nobody uses it any more; `now` if its session has ended.
  std::optional<base::Instant> DoneAt(const Client& client,
                                      base::Instant now) const;
  void End(ClientNumber client);
  void DropImpatient(base::Instant now);

  Options options_;
  std::uint32_t next_carrier_ = 1;
  absl::flat_hash_map<kcp::CarrierId, Waiting> waiting_;
  std::deque<Patience> patience_;  // In order; some are not waiting any more.
  absl::flat_hash_map<kcp::CarrierId, ClientNumber> carriers_;
  absl::flat_hash_map<ClientId, ClientNumber> by_id_;
  std::vector<std::unique_ptr<Client>> clients_;  // By number.
  std::vector<ClientNumber> free_;                // Numbers.
  base::Deadlines deadlines_;                     // By number.
  std::deque<ClientNumber> changed_;
  std::deque<kcp::CarrierId> closed_;
  std::deque<ClientNumber> ended_;
};

}  // namespace session

#endif  // TUNNEL_SESSION_SERVER_H_
