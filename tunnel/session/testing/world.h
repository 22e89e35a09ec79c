// A client's and a server's session, and the carriers between them, in virtual
// time. Carriers are reliable pipes of bytes, as TCP is, until they fail.
#ifndef TUNNEL_SESSION_TESTING_WORLD_H_
#define TUNNEL_SESSION_TESTING_WORLD_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/earlier.h"
#include "base/random.h"
#include "base/time.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/session/client_id.h"
#include "tunnel/session/preamble.h"
#include "tunnel/session/session.h"
#include "tunnel/shaper/packets.h"
#include "tunnel/smux/options.h"

namespace session::testing {

enum class End : std::size_t { kClient, kServer };

inline End Other(End end) {
  return end == End::kClient ? End::kServer : End::kClient;
}

// Both directions are alike.
struct Pipe {
  base::Duration delay = base::Milliseconds(20);
  std::int64_t bytes_per_second = 10'000'000;
  // What a socket takes before it is full.
  std::size_t buffer_bytes = 65536;
};

class World {
 public:
  explicit World(
      Session::Options client = {.conv = 77},
      Session::Options server = {.smux = {.role = smux::Role::kServer}})
      : ends_{Create(client), Create(server)} {}

  Session& at(End end) { return ends_[Index(end)]; }
  base::Instant now() const { return now_; }

  // The server learns of it from its preamble.
  kcp::CarrierId Add(const Pipe& pipe = {},
                     const shaper::Packets::Options& client = {},
                     const shaper::Packets::Options& server = {}) {
    const kcp::CarrierId id{next_id_++};
    carriers_[id] = {.pipe = pipe, .server_shaping = server};
    AddTo(End::kClient, id, {.shaping = client, .client_id = kClientId});
    return id;
  }
  // Both ends are told, as of a connection that is reset.
  void Reset(kcp::CarrierId id) {
    carriers_.erase(id);
    for (Session& end : ends_) {
      if (end.HasCarrier(id)) end.RemoveCarrier(id, now_);
    }
  }
  // One end closes it; the other is not told.
  void Abandon(End end, kcp::CarrierId id) { at(end).RemoveCarrier(id, now_); }
  // Bytes from `from` get lost from now on, and nobody is told.
  void Silence(kcp::CarrierId id, End from) {
    carriers_.at(id).ways[Index(from)].silent = true;
  }
  void Silence(kcp::CarrierId id) {
    Silence(id, End::kClient);
    Silence(id, End::kServer);
  }

  // Until `done`, at most for `limit`; whether it was done. `done` is asked
  // after each event, and may use the streams.
  bool Run(base::Duration limit, const std::function<bool()>& done) {
    const base::Instant end = now_ + limit;
    while (true) {
      Deliver();
      HandleDeadlines();
      const bool is_done = done();
      for (Session& session : ends_) session.HandleStreamsChanged(now_);
      Write(End::kClient);
      Write(End::kServer);
      if (is_done) return true;
      const std::optional<base::Instant> next = Next();
      if (!next || *next > end) {
        now_ = end;
        return done();
      }
      now_ = std::max(now_, *next);
    }
  }
  void Run(base::Duration length) {
    Run(length, [] { return false; });
  }

  // Bytes that were written to a carrier by `from`.
  std::uint64_t BytesFrom(End from, kcp::CarrierId id) const {
    return carriers_.at(id).ways[Index(from)].bytes;
  }

  static constexpr ClientId kClientId = {.bytes = {1, 2, 3, 4, 5, 6, 7, 8}};

 private:
  struct Way {
    bool silent = false;
    base::Instant free_at{};  // When the last byte has left.
    std::uint64_t bytes = 0;
  };
  struct Carrier {
    Pipe pipe;
    shaper::Packets::Options server_shaping;
    std::array<Way, 2> ways = {};  // By who writes.
    PreambleReader preamble = {};
  };
  struct Delivery {
    End to;
    kcp::CarrierId carrier;
    std::vector<std::uint8_t> bytes;
  };

  static std::size_t Index(End end) { return static_cast<std::size_t>(end); }
  static Session Create(const Session::Options& options) {
    absl::StatusOr<Session> session = Session::Create(options, {});
    BASE_CHECK(session.ok());
    return *std::move(session);
  }
  void AddTo(End end, kcp::CarrierId id, Session::CarrierOptions options) {
    BASE_CHECK(at(end)
                   .AddCarrier(id, std::move(options),
                               base::Random::FromSeed(next_id_), now_)
                   .ok());
  }

  void Deliver() {
    while (!deliveries_.empty() && deliveries_.begin()->first <= now_) {
      const Delivery delivery = std::move(deliveries_.begin()->second);
      deliveries_.erase(deliveries_.begin());
      const auto carrier = carriers_.find(delivery.carrier);
      if (carrier == carriers_.end()) continue;
      absl::Span<const std::uint8_t> bytes = delivery.bytes;
      Session& session = at(delivery.to);
      if (delivery.to == End::kServer &&
          !ReadPreamble(delivery.carrier, carrier->second, bytes)) {
        continue;
      }
      if (!session.HasCarrier(delivery.carrier)) continue;
      BASE_CHECK(session.HandleReceived(delivery.carrier, bytes, now_).ok());
    }
  }
  // Whether there is more behind it.
  bool ReadPreamble(kcp::CarrierId id, Carrier& carrier,
                    absl::Span<const std::uint8_t>& bytes) {
    if (bytes.empty()) return false;
    if (carrier.preamble.bytes().size() < kPreambleBytes) {
      const PreambleReader::State state = carrier.preamble.Read(bytes);
      BASE_CHECK(state == PreambleReader::State::kDone);
      BASE_CHECK(carrier.preamble.client_id() == kClientId);
      AddTo(End::kServer, id, {.shaping = carrier.server_shaping});
    }
    return true;
  }

  void HandleDeadlines() {
    for (Session& session : ends_) {
      for (int i = 0; session.NextDeadline() && *session.NextDeadline() <= now_;
           ++i) {
        BASE_CHECK(i < 1000);
        session.HandleDeadline(now_);
      }
    }
  }

  void Write(End from) {
    for (const kcp::CarrierId id : at(from).PollOrder()) {
      Carrier& carrier = carriers_.at(id);
      Way& way = carrier.ways[Index(from)];
      while (RoomAt(carrier.pipe, way) <= now_) {
        const auto bytes = at(from).PollWrite(id, now_);
        if (!bytes) break;
        way.bytes += bytes->size();
        way.free_at =
            std::max(way.free_at, now_) + TimeOf(carrier.pipe, bytes->size());
        if (way.silent) continue;
        deliveries_.emplace(
            way.free_at + carrier.pipe.delay,
            Delivery{Other(from), id, {bytes->begin(), bytes->end()}});
      }
    }
  }

  static base::Duration TimeOf(const Pipe& pipe, std::size_t bytes) {
    return base::FromSeconds(static_cast<double>(bytes) /
                             static_cast<double>(pipe.bytes_per_second));
  }
  // A silent one's buffer fills and stays so.
  static base::Instant RoomAt(const Pipe& pipe, const Way& way) {
    return way.free_at - TimeOf(pipe, pipe.buffer_bytes);
  }

  std::optional<base::Instant> Next() const {
    std::optional<base::Instant> next;
    const auto consider = [&](std::optional<base::Instant> at) {
      if (at && *at > now_) next = base::Earlier(next, at);
    };
    if (!deliveries_.empty()) consider(deliveries_.begin()->first);
    for (const Session& session : ends_) consider(session.NextDeadline());
    for (const auto& [id, carrier] : carriers_) {
      for (const Way& way : carrier.ways) consider(RoomAt(carrier.pipe, way));
    }
    return next;
  }

  std::array<Session, 2> ends_;
  base::Instant now_{};
  std::uint32_t next_id_ = 1;
  std::map<kcp::CarrierId, Carrier> carriers_;
  std::multimap<base::Instant, Delivery> deliveries_;
};

}  // namespace session::testing

#endif  // TUNNEL_SESSION_TESTING_WORLD_H_
