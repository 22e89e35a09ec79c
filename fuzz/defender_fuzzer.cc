// Property: whatever the machines, packets, times and the transport's room, a
// Defender keeps its contract. Normal packets leave once and in order; what was
// taken is written, waits or is given up, and so is padding; the queue is never
// over its bound; nothing leaves during blocking but by bypass; each end of
// blocking has its beginning; the events of one instant are bounded, and so a
// host's loop ends, after which nothing is due.
//
// Input: options, machines, then operations of the host.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "absl/types/span.h"
#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "fuzz/input.h"
#include "fuzz/made_machine.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/packet_queue.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

using fuzz::Input;

// Whether these machines can release anything from blocking.
bool CanBypass(const std::vector<MachineSpec>& specs) {
  bool padding = false;
  bool blocking = false;
  for (const MachineSpec& spec : specs) {
    for (const State& state : spec.states) {
      if (!state.action) continue;
      const auto* pads = std::get_if<SendPadding>(&*state.action);
      const auto* blocks = std::get_if<BlockOutgoing>(&*state.action);
      padding |= pads != nullptr && pads->bypass;
      blocking |= blocks != nullptr && blocks->bypass;
    }
  }
  return padding && blocking;
}

Defender::Options MakeOptions(Input& in) {
  using OnFull = Defender::OnFull;
  using Restart = Defender::Restart;
  using TimerBegin = Defender::TimerBegin;
  Defender::Options options;
  options.queue_packets = 1 + in.Below(8);
  options.on_full = in.Flag() ? OnFull::kEndBlocking : OnFull::kRefuse;
  options.restart = in.Flag() ? Restart::kWhenEnded : Restart::kNever;
  options.timer_begin =
      in.Flag() ? TimerBegin::kAlways : TimerBegin::kWhenChanged;
  options.close_limit = base::Microseconds(static_cast<int>(in.Below(256)));
  options.record_events = true;
  return options;
}

// What follows from the events alone.
class Ledger {
 public:
  explicit Ledger(bool can_bypass) : can_bypass_(can_bypass) {}

  void Record(const Defender::Recorded& recorded) {
    BASE_CHECK(recorded.at >= last_);
    if (recorded.at > last_) machine_events_ = 0;
    last_ = recorded.at;
    switch (recorded.event.event) {
      case Event::kPaddingSent:
        ++padding_reported;
        if (blocked) ++releases_;
        ++machine_events_;
        break;
      case Event::kTunnelSent:
        if (!blocked) break;
        // At most a packet for each padding that met blocking.
        BASE_CHECK(can_bypass_ && releases_ > 0);
        --releases_;
        break;
      case Event::kBlockingBegin:
        blocked = true;
        ++machine_events_;
        break;
      case Event::kBlockingEnd:
        BASE_CHECK(blocked);
        blocked = false;
        break;
      case Event::kTimerBegin:
      case Event::kTimerEnd:
        ++machine_events_;
        break;
      default:
        break;
    }
    BASE_CHECK(machine_events_ <= Defender::kMaxEventsAtAnInstant);
  }

  bool blocked = false;
  std::uint64_t padding_reported = 0;

 private:
  bool can_bypass_;
  base::Instant last_{};
  int machine_events_ = 0;  // At last_.
  std::uint64_t releases_ = 0;
};

class Host {
 public:
  Host(Defender defender, std::size_t queue_packets, bool can_bypass)
      : defender_(std::move(defender)),
        queue_packets_(queue_packets),
        ledger_(can_bypass) {}

  void Run(Input& in) {
    constexpr std::int64_t kSteps[] = {0, 1, 3, 10, 50, 1000, -20, 1000000};
    switch (in.Below(8)) {
      case 0:
      case 1:
        Enqueue();
        break;
      case 2:
        defender_.HandleReceived(
            in.Flag() ? PacketKind::kPadding : PacketKind::kNormal, 1, now_);
        break;
      case 3:
        now_ += base::Microseconds(kSteps[in.Below(8)]);
        break;
      case 4:
        if (const auto next = defender_.NextDeadline()) {
          now_ = std::min(*next, latest_ + base::Seconds(1000));
        }
        defender_.HandleDeadline(now_);
        break;
      case 5:
        room_ = in.Below(5);
        break;
      case 6:
        HandleAllDue();
        break;
      default:
        if (in.Below(8) == 0) defender_.Close(now_);
        break;
    }
    latest_ = std::max(latest_, now_);
    if (in.Flag()) Write();
    Check();
  }

 private:
  void Enqueue() {
    const bool could = defender_.Room() > 0;
    const bool taken = defender_.Enqueue(next_size_, now_);
    BASE_CHECK(could || !taken);
    if (taken) waiting_.push_back(next_size_++);
    if (!taken) ++refused_;
  }

  void Write() {
    for (; room_ > 0; --room_) {
      const auto packet = defender_.PollPacket(now_);
      if (!packet) break;
      BASE_CHECK(packet->waited >= base::Duration(0));
      if (packet->kind == PacketKind::kPadding) {
        ++padding_written_;
        continue;
      }
      BASE_CHECK(!waiting_.empty() && packet->bytes == waiting_.front());
      waiting_.pop_front();
      ++written_;
    }
  }

  // As a host's timer does, until nothing is due.
  void HandleAllDue() {
    latest_ = std::max(latest_, now_);
    const auto due = [this] {
      const auto next = defender_.NextDeadline();
      return next && *next <= latest_;
    };
    int calls = 0;
    for (; due(); ++calls) {
      BASE_CHECK(calls <= Defender::kMaxEventsAtAnInstant + 1);
      defender_.HandleDeadline(latest_);
      room_ = std::max<std::size_t>(room_, 1);
      Write();
    }
  }

  void Check() {
    for (const Defender::Recorded& recorded : defender_.TakeEvents()) {
      ledger_.Record(recorded);
    }
    const Defender::Statistics& statistics = defender_.statistics();
    BASE_CHECK(statistics.normal_sent.packets == written_);
    BASE_CHECK(statistics.padding_sent.packets == padding_written_);
    BASE_CHECK(statistics.refused == refused_);
    if (defender_.closed()) {
      BASE_CHECK(statistics.given_up == waiting_.size());
      BASE_CHECK(!defender_.NextDeadline() && !defender_.blocked_until());
      BASE_CHECK(!defender_.PollPacket(now_));
      return;
    }
    BASE_CHECK(statistics.given_up == 0);
    BASE_CHECK(defender_.blocked_until().has_value() == ledger_.blocked);
    const std::uint64_t padding_waiting =
        ledger_.padding_reported - statistics.padding_replaced -
        statistics.padding_dropped - padding_written_;
    const std::uint64_t queued = waiting_.size() + padding_waiting;
    BASE_CHECK(queued <= queue_packets_);
    BASE_CHECK(defender_.Room() == 0 ||
               defender_.Room() == queue_packets_ - queued);
  }

  Defender defender_;
  std::size_t queue_packets_;
  Ledger ledger_;
  base::Instant now_{};     // May go back.
  base::Instant latest_{};  // Does not.
  std::size_t room_ = 0;
  std::deque<std::uint32_t> waiting_;  // Sizes, which are all different.
  std::uint32_t next_size_ = 1;
  std::uint64_t written_ = 0;
  std::uint64_t padding_written_ = 0;
  std::uint64_t refused_ = 0;
};

void FuzzOne(absl::Span<const std::uint8_t> bytes) {
  constexpr int kMaxOperations = 200;
  Input in(bytes);
  const Defender::Options options = MakeOptions(in);
  std::vector<MachineSpec> specs;
  for (std::size_t machines = in.Below(4); machines > 0; --machines) {
    specs.push_back(fuzz::MakeSpec(in));
  }
  const bool can_bypass = CanBypass(specs);
  Host host(Defender::Create(specs::Compile(std::move(specs)), options,
                             base::Random::FromSeed(1), base::Instant{})
                .value(),
            options.queue_packets, can_bypass);
  for (int i = 0; i < kMaxOperations && !in.empty(); ++i) host.Run(in);
}

}  // namespace
}  // namespace maybenot

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  maybenot::FuzzOne(absl::MakeConstSpan(data, size));
  return 0;
}
