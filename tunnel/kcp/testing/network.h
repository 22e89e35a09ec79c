// Two conversations and the carriers between them, in virtual time.
#ifndef TUNNEL_KCP_TESTING_NETWORK_H_
#define TUNNEL_KCP_TESTING_NETWORK_H_

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
#include "tunnel/kcp/conversation.h"

namespace kcp::testing {

// Both directions of a carrier are alike.
struct Way {
  base::Duration delay = base::Milliseconds(20);
  base::Duration jitter = base::Duration(0);  // Uniform, on top.
  double loss = 0;                            // Of packets.
  double repeat = 0;                          // Of packets, too.
  // With jitter: whether a packet may arrive before an earlier one.
  bool reorders = false;
  std::int64_t bytes_per_second = 0;  // 0: no limit.
  CarrierOptions options = {};
};

class Network {
 public:
  enum class End : std::size_t { kA, kB };

  explicit Network(Conversation::Options options = {.conv = 7},
                   std::uint64_t seed = 1)
      : ends_{Create(options), Create(options)},
        random_(base::Random::FromSeed(seed)) {}

  Conversation& at(End end) { return ends_[static_cast<std::size_t>(end)]; }
  base::Instant now() const { return now_; }

  void Add(CarrierId id, const Way& way) {
    carriers_[id] = {.way = way};
    for (Conversation& end : ends_) {
      BASE_CHECK(end.AddCarrier(id, way.options).ok());
    }
  }
  // Both ends learn of it.
  void Remove(CarrierId id) {
    carriers_.erase(id);
    for (Conversation& end : ends_) end.RemoveCarrier(id);
  }
  // Nobody learns of it: what is written there, or on its way, is gone.
  void Silence(CarrierId id) { carriers_.at(id).silent = true; }
  // One end writes nothing before `until`, as behind a defense: it pulls up to
  // 16 packets.
  void Block(End end, base::Instant until) {
    blocked_until_[static_cast<std::size_t>(end)] = until;
  }
  // Packets that arrive at `end` are dropped where `drop` says so; it is given
  // the count of those before.
  void Drop(End end, std::function<bool(std::size_t)> drop) {
    drop_[static_cast<std::size_t>(end)] = std::move(drop);
  }

  // Until `done`, at most until `limit`; whether it was done.
  bool Run(base::Duration limit, const std::function<bool()>& done) {
    const base::Instant end = now_ + limit;
    while (true) {
      Deliver();
      HandleDeadlines();
      if (done()) return true;
      for (std::size_t from = 0; from < ends_.size(); ++from) Write(from);
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

  // Writes `bytes` at A and reads at B until all are there; what B has read.
  std::vector<std::uint8_t> Transfer(absl::Span<const std::uint8_t> bytes,
                                     base::Duration limit) {
    std::vector<std::uint8_t> read;
    Run(limit, [&] {
      bytes.remove_prefix(at(End::kA).Write(bytes, now_));
      ReadAll(at(End::kB), read);
      return bytes.empty() && at(End::kA).unacknowledged_bytes() == 0;
    });
    return read;
  }

  static void ReadAll(Conversation& end, std::vector<std::uint8_t>& out) {
    const absl::Span<const std::uint8_t> bytes = end.readable();
    out.insert(out.end(), bytes.begin(), bytes.end());
    end.Consume(bytes.size());
  }

 private:
  static constexpr std::size_t kHeldPackets = 16;

  struct Carrier {
    Way way;
    bool silent = false;
    std::array<base::Instant, 2> free_at = {};       // By who writes.
    std::array<base::Instant, 2> last_arrival = {};  // The same.
  };
  struct Delivery {
    std::size_t to;
    CarrierId carrier;
    std::vector<std::uint8_t> bytes;
  };
  struct Held {
    CarrierId carrier;
    std::uint64_t tag;
    std::vector<std::uint8_t> bytes;
  };

  static Conversation Create(const Conversation::Options& options) {
    absl::StatusOr<Conversation> created = Conversation::Create(options);
    BASE_CHECK(created.ok());
    return *std::move(created);
  }

  void Deliver() {
    while (!deliveries_.empty() && deliveries_.begin()->first <= now_) {
      const Delivery delivery = std::move(deliveries_.begin()->second);
      deliveries_.erase(deliveries_.begin());
      const auto carrier = carriers_.find(delivery.carrier);
      if (carrier == carriers_.end() || carrier->second.silent) continue;
      const std::size_t count = arrived_[delivery.to]++;
      const auto& drop = drop_[delivery.to];
      if (drop && drop(count)) continue;
      BASE_CHECK(ends_[delivery.to].HandlePacket(delivery.bytes, now_).ok());
    }
  }

  void HandleDeadlines() {
    for (Conversation& end : ends_) {
      const std::optional<base::Instant> deadline = end.NextDeadline();
      if (deadline && *deadline <= now_) end.HandleDeadline(now_);
      // One that stays would be called for ever.
      BASE_CHECK(!end.NextDeadline() || *end.NextDeadline() > now_);
    }
  }

  void Write(std::size_t from) {
    std::vector<Held>& held = held_[from];
    const bool blocked = now_ < blocked_until_[from];
    if (!blocked) {
      for (const Held& packet : held) Send(from, packet);
      held.clear();
    }
    for (const auto& [id, carrier] : carriers_) {
      while (carrier.free_at[from] <= now_ &&
             (!blocked || held.size() < kHeldPackets)) {
        const auto packet = ends_[from].PollPacket(id, now_);
        if (!packet) break;
        const Held next = {
            id, packet->tag, {packet->bytes.begin(), packet->bytes.end()}};
        if (blocked) {
          held.push_back(next);
        } else {
          Send(from, next);
        }
      }
    }
  }

  void Send(std::size_t from, const Held& packet) {
    const auto found = carriers_.find(packet.carrier);
    if (found == carriers_.end()) return;
    Carrier& carrier = found->second;
    const Way& way = carrier.way;
    ends_[from].HandleWritten(packet.carrier, packet.tag, now_);
    base::Instant left = now_;
    if (way.bytes_per_second > 0) {
      left += base::FromSeconds(static_cast<double>(packet.bytes.size()) /
                                static_cast<double>(way.bytes_per_second));
    }
    carrier.free_at[from] = left;
    const bool lost = base::UnitDouble(random_) < way.loss;
    const int copies = lost                                     ? 0
                       : base::UnitDouble(random_) < way.repeat ? 2
                                                                : 1;
    for (int i = 0; i < copies; ++i) {
      base::Instant arrival = left + way.delay +
                              base::FromSeconds(base::UnitDouble(random_) *
                                                base::ToSeconds(way.jitter));
      base::Instant& last = carrier.last_arrival[from];
      if (!way.reorders) arrival = std::max(arrival, last);
      last = arrival;
      deliveries_.emplace(arrival,
                          Delivery{1 - from, packet.carrier, packet.bytes});
    }
  }

  std::optional<base::Instant> Next() const {
    std::optional<base::Instant> next;
    const auto consider = [&](std::optional<base::Instant> at) {
      if (at && *at > now_) next = base::Earlier(next, at);
    };
    if (!deliveries_.empty()) consider(deliveries_.begin()->first);
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      consider(ends_[i].NextDeadline());
      consider(blocked_until_[i]);
      for (const auto& [id, carrier] : carriers_) consider(carrier.free_at[i]);
    }
    return next;
  }

  std::array<Conversation, 2> ends_;
  base::Random random_;
  base::Instant now_{};
  std::map<CarrierId, Carrier> carriers_;
  std::multimap<base::Instant, Delivery> deliveries_;
  std::array<std::vector<Held>, 2> held_;
  std::array<base::Instant, 2> blocked_until_ = {};
  std::array<std::function<bool(std::size_t)>, 2> drop_;
  std::array<std::size_t, 2> arrived_ = {};
};

}  // namespace kcp::testing

#endif  // TUNNEL_KCP_TESTING_NETWORK_H_
