// Properties: whatever carriers lose, repeat, reorder, hold back or die of,
// each byte written at one end is read at the other once and in order, as soon
// as one carrier delivers; a deadline handled is no longer due; and a forged
// packet can spoil the bytes, but not make an end hold more than its bounds.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/time.h"
#include "fuzz/input.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/conversation.h"
#include "tunnel/kcp/segment.h"

namespace {

using Bytes = std::vector<std::uint8_t>;
using kcp::CarrierId;
using kcp::Conversation;

constexpr std::size_t kEnds = 2;
constexpr std::uint32_t kCarriers = 4;
constexpr std::uint32_t kWindow = 40;
constexpr std::size_t kBufferBytes = 60'000;

// What byte `position` of the stream from `end` is.
std::uint8_t ByteAt(std::size_t end, std::uint64_t position) {
  return static_cast<std::uint8_t>((position * 7 + position / 251 + end) % 256);
}

class World {
 public:
  World() {
    for (std::size_t i = 0; i < kEnds; ++i) {
      absl::StatusOr<Conversation> end = Conversation::Create(
          {.conv = 1,
           .sender = {.window = kWindow, .buffer_bytes = kBufferBytes},
           .receiver = {.window = kWindow}});
      BASE_CHECK(end.ok());
      ends_.push_back({.kcp = *std::move(end)});
    }
    for (std::uint32_t i = 0; i < kCarriers; ++i) Add(CarrierId{i}, i % 2 == 0);
  }

  void Step(fuzz::Input& input) {
    const std::uint8_t choice = input.Byte();
    const std::size_t end = choice & 1;
    const CarrierId carrier{choice >> 1 & 3u};
    switch (choice >> 3 & 15u) {
      case 0:
        return Write(end, input.Below(256) * 20);
      case 1:
        return Read(end);
      case 2:
        return Advance(base::Milliseconds(4 * input.Byte()));
      case 3:
        return Add(carrier, input.Flag());
      case 4:
        return Remove(carrier);
      case 5:
        return Drop(end, input.Byte());
      case 6:
        return Deliver(end, input.Byte(), /*again=*/true);
      case 7:
        return Forge(end, input);
      case 8:
        if (Has(carrier)) ends_[end].kcp.GiveUp(carrier);
        return;
      case 9:
        return Written(end, carrier);
      case 10:
      case 11:
        Pull(end, carrier);
        return;
      default:
        return Deliver(end, input.Byte(), /*again=*/false);
    }
  }

  // One carrier that delivers all, until nothing is left to do.
  void Settle() {
    for (std::uint32_t i = 0; i < kCarriers; ++i) Remove(CarrierId{i});
    for (End& end : ends_) end.way.clear();
    Add(CarrierId{0}, true);
    for (int round = 0; round < 2000; ++round) {
      for (std::size_t i = 0; i < kEnds; ++i) {
        while (PullAndWrite(i, CarrierId{0})) {
        }
      }
      for (std::size_t i = 0; i < kEnds; ++i) {
        while (!ends_[i].way.empty()) Deliver(i, 0, /*again=*/false);
        Read(i);
      }
      if (IsDone()) return;
      Advance(base::Milliseconds(100));
    }
    BASE_CHECK(forged_);
  }

 private:
  struct Pulled {
    CarrierId carrier;
    std::uint64_t tag;
    Bytes bytes;
  };
  struct End {
    Conversation kcp;
    std::deque<Pulled> held = {};  // Not yet written.
    std::deque<Bytes> way = {};    // To the other end, in any order.
    std::uint64_t written = 0;
    std::uint64_t read = 0;
  };

  bool Has(CarrierId id) const {
    return std::find(live_.begin(), live_.end(), id) != live_.end();
  }
  void Add(CarrierId id, bool reliable) {
    if (Has(id)) return;
    live_.push_back(id);
    for (End& end : ends_) {
      BASE_CHECK(end.kcp.AddCarrier(id, {.reliable = reliable}).ok());
    }
  }
  void Remove(CarrierId id) {
    if (!Has(id)) return;
    std::erase(live_, id);
    for (End& end : ends_) {
      end.kcp.RemoveCarrier(id);
      std::erase_if(end.held,
                    [id](const Pulled& held) { return held.carrier == id; });
    }
  }

  void Write(std::size_t index, std::size_t size) {
    End& end = ends_[index];
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
      bytes[i] = ByteAt(index, end.written + i);
    }
    end.written += end.kcp.Write(bytes, now_);
    BASE_CHECK(end.kcp.unacknowledged_bytes() <= kBufferBytes);
  }

  void Read(std::size_t index) {
    End& end = ends_[index];
    const absl::Span<const std::uint8_t> bytes = end.kcp.readable();
    // The last segment may be a full one where one byte of room was left.
    BASE_CHECK(bytes.size() <= (kWindow + 1) * kcp::kMaxPacketBytes);
    for (const std::uint8_t byte : bytes) {
      BASE_CHECK(forged_ || byte == ByteAt(1 - index, end.read));
      ++end.read;
    }
    end.kcp.Consume(bytes.size());
  }

  void Advance(base::Duration time) {
    now_ += time;
    for (End& end : ends_) {
      const std::optional<base::Instant> deadline = end.kcp.NextDeadline();
      if (deadline && *deadline <= now_) end.kcp.HandleDeadline(now_);
      const std::optional<base::Instant> next = end.kcp.NextDeadline();
      BASE_CHECK(!next || *next > now_);
    }
  }

  bool Pull(std::size_t index, CarrierId carrier) {
    if (!Has(carrier)) return false;
    const std::optional<Conversation::Packet> packet =
        ends_[index].kcp.PollPacket(carrier, now_);
    if (!packet) return false;
    BASE_CHECK(packet->bytes.size() <= kcp::kMaxPacketBytes);
    ends_[index].held.push_back(
        {carrier, packet->tag, {packet->bytes.begin(), packet->bytes.end()}});
    return true;
  }
  // The oldest that is held for it.
  void Written(std::size_t index, CarrierId carrier) {
    End& end = ends_[index];
    const auto held =
        std::find_if(end.held.begin(), end.held.end(),
                     [&](const Pulled& p) { return p.carrier == carrier; });
    if (held == end.held.end()) return;
    end.kcp.HandleWritten(carrier, held->tag, now_);
    end.way.push_back(std::move(held->bytes));
    end.held.erase(held);
  }
  bool PullAndWrite(std::size_t index, CarrierId carrier) {
    if (!Pull(index, carrier)) return false;
    Written(index, carrier);
    return true;
  }

  void Drop(std::size_t from, std::size_t which) {
    std::deque<Bytes>& way = ends_[from].way;
    if (way.empty()) return;
    way.erase(way.begin() + static_cast<std::ptrdiff_t>(which % way.size()));
  }
  void Deliver(std::size_t from, std::size_t which, bool again) {
    std::deque<Bytes>& way = ends_[from].way;
    if (way.empty()) return;
    const Bytes packet = way[which % way.size()];
    const bool taken = ends_[1 - from].kcp.HandlePacket(packet, now_).ok();
    BASE_CHECK(taken || forged_);
    if (!again) Drop(from, which);
  }
  // A segment of this conversation with any fields, or no segment at all.
  void Forge(std::size_t to, fuzz::Input& input) {
    forged_ = true;
    Bytes packet;
    if (input.Flag()) {
      const absl::Span<const std::uint8_t> raw = input.Take(input.Byte());
      packet.assign(raw.begin(), raw.end());
    } else {
      const auto number = [&input] {
        return static_cast<std::uint32_t>(input.Byte() * input.Byte()) -
               (input.Flag() ? 64u : 0u);
      };
      const Bytes payload(input.Byte());
      kcp::AppendSegment({.conv = 1,
                          .cmd = static_cast<kcp::Command>(81 + input.Below(4)),
                          .wnd = static_cast<std::uint16_t>(number()),
                          .ts = number(),
                          .sn = number(),
                          .una = number(),
                          .payload = payload},
                         packet);
    }
    ends_[to].kcp.HandlePacket(packet, now_).IgnoreError();
  }

  bool IsDone() const {
    for (std::size_t i = 0; i < kEnds; ++i) {
      if (ends_[i].kcp.unacknowledged_bytes() > 0) return false;
      BASE_CHECK(forged_ || ends_[1 - i].read == ends_[i].written);
    }
    return true;
  }

  base::Instant now_{};
  std::vector<CarrierId> live_;
  std::vector<End> ends_;
  bool forged_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  fuzz::Input input(absl::MakeConstSpan(data, size));
  World world;
  while (!input.empty()) world.Step(input);
  world.Settle();
  return 0;
}
