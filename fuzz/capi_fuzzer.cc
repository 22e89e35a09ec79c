// Property: whatever a program calls the C ABI with, short of pointers that
// point nowhere, each call returns one of its results; a framework returns at
// most one action a machine, and none of a call that failed; and what a
// Defender counts is what it was given and gave.
//
// Input: 2 bytes of length and the string of machines, options, then
// operations, among them events that are none, machines that do not exist, NULL
// pointers and times that go back.
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "base/check.h"
#include "fuzz/input.h"
#include "maybenot/capi/maybenot_ext.h"

namespace {

using fuzz::Input;

constexpr int kMaxOperations = 2000;
// In front of what a call may write to, and after it.
constexpr std::uint32_t kUntouched = 0xfefefefe;

double Fraction(Input& in) {
  constexpr std::array<double, 6> kSome = {
      0, 0.5, 1, 0.01, -1, std::numeric_limits<double>::quiet_NaN()};
  return kSome[in.Below(kSome.size())];
}

std::uint64_t Step(Input& in) {
  constexpr std::array<std::uint64_t, 8> kSome = {
      0,
      1000,
      999'999,
      1'000'000'000,
      86'400'000'000'000,
      static_cast<std::uint64_t>(-5000),
      std::numeric_limits<std::int64_t>::max(),
      1};
  return kSome[in.Below(kSome.size())];
}

void CheckAction(const MaybenotAction& action, std::uintptr_t machines) {
  BASE_CHECK(action.tag <= MaybenotAction_UpdateTimer);
  BASE_CHECK(action.cancel.machine < machines);  // All have it there.
  if (action.tag == MaybenotAction_Cancel) {
    BASE_CHECK(action.cancel.timer <= MaybenotTimer_All);
    return;
  }
  const MaybenotDuration& first = action.send_padding.timeout;
  BASE_CHECK(first.secs <= 86'400 && first.nanos < 1'000'000'000);
  BASE_CHECK(first.nanos % 1000 == 0);
}

class FrameworkRun {
 public:
  FrameworkRun(const std::string& machines, Input& in) {
    MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
    options.max_padding_frac = Fraction(in);
    options.max_blocking_frac = Fraction(in);
    options.clock = [](void* now) { return *static_cast<std::uint64_t*>(now); };
    options.clock_context = &now_;
    options.seeded = 1;
    options.seed = in.Byte();
    const MaybenotResult result =
        maybenot_start_with(machines.c_str(), &options, &framework_);
    BASE_CHECK(result <= MaybenotResult_StartFramework);
    BASE_CHECK((framework_ == nullptr) == (result != MaybenotResult_Ok));
    actions_.resize(maybenot_num_machines(framework_) + 1);
  }
  FrameworkRun(const FrameworkRun&) = delete;
  FrameworkRun& operator=(const FrameworkRun&) = delete;
  ~FrameworkRun() { maybenot_stop(framework_); }

  void Operate(Input& in) {
    const std::uint8_t op = in.Byte();
    if (op < 200) {
      events_.push_back(
          {op % 11u, in.Flag() ? in.Below(4)
                               : std::numeric_limits<std::uintptr_t>::max()});
    } else if (op < 230) {
      Call(op % 8 == 0);
    } else if (op < 250) {
      now_ += Step(in);
    } else {
      maybenot_set_rate_limit(framework_, Fraction(in) * 8);
    }
  }

 private:
  void Call(bool with_null) {
    std::uintptr_t num_actions = 77;
    const std::uintptr_t machines = maybenot_num_machines(framework_);
    actions_.back().tag = kUntouched;
    bool known = framework_ != nullptr;
    for (const MaybenotEvent& event : events_) {
      known = known && event.event_type < 10;
    }
    if (events_.empty()) events_.push_back({MaybenotEventType_TunnelRecv, 0});
    const MaybenotResult result =
        maybenot_on_events(framework_, with_null ? nullptr : events_.data(),
                           events_.size(), actions_.data(), &num_actions);
    BASE_CHECK((result == MaybenotResult_Ok) == (known && !with_null));
    BASE_CHECK(result == MaybenotResult_Ok || num_actions == 0);
    BASE_CHECK(num_actions <= machines);
    BASE_CHECK(actions_.back().tag == kUntouched);
    for (std::uintptr_t i = 0; i < num_actions; ++i) {
      CheckAction(actions_[i], machines);
    }
    events_.clear();
  }

  std::uint64_t now_ = 0;
  MaybenotFramework* framework_ = nullptr;
  std::vector<MaybenotEvent> events_;
  std::vector<MaybenotAction> actions_;  // And one that is not to be touched.
};

class DefenderRun {
 public:
  DefenderRun(const std::string& machines, Input& in) {
    MaybenotDefenderOptions options = MAYBENOT_DEFENDER_OPTIONS_INIT;
    options.max_padding_frac = Fraction(in);
    options.max_blocking_frac = Fraction(in);
    options.queue_packets = in.Below(5);
    options.on_full = static_cast<std::uint32_t>(in.Below(3));
    options.restart = static_cast<std::uint32_t>(in.Below(3));
    options.timer_begin = static_cast<std::uint32_t>(in.Below(3));
    options.close_limit_ns = Step(in);
    options.seeded = 1;
    const MaybenotResult result =
        maybenot_defender_start(machines.c_str(), &options, now_, &defender_);
    BASE_CHECK((defender_ == nullptr) == (result != MaybenotResult_Ok));
  }
  DefenderRun(const DefenderRun&) = delete;
  DefenderRun& operator=(const DefenderRun&) = delete;
  ~DefenderRun() { maybenot_defender_stop(defender_); }

  void Operate(Input& in) {
    switch (in.Below(8)) {
      case 0:
      case 1:
        Enqueue();
        return;
      case 2:
      case 3:
        Poll();
        return;
      case 4:
        maybenot_defender_received(
            defender_, static_cast<std::uint32_t>(in.Below(4)), 10, now_);
        return;
      case 5:
        now_ += Step(in);
        return;
      case 6:
        Wait();
        return;
      default:
        if (in.Below(16) == 0) maybenot_defender_close(defender_, now_);
    }
  }

  // Everything that was taken was given out, given up, or waits.
  void Check() const {
    MaybenotDefenderStatistics statistics = {};
    if (maybenot_defender_statistics(defender_, &statistics,
                                     sizeof(statistics)) != MaybenotResult_Ok) {
      BASE_CHECK(defender_ == nullptr && enqueued_ == 0);
      return;
    }
    BASE_CHECK(statistics.normal_packets_sent == normal_);
    BASE_CHECK(statistics.padding_packets_sent == padding_);
    BASE_CHECK(normal_ + statistics.given_up <= enqueued_);
    BASE_CHECK(!maybenot_defender_closed(defender_) ||
               normal_ + statistics.given_up == enqueued_);
  }

 private:
  void Enqueue() {
    const MaybenotResult result =
        maybenot_defender_enqueue(defender_, 100, now_);
    BASE_CHECK(result == MaybenotResult_Ok ||
               result == MaybenotResult_QueueFull || defender_ == nullptr);
    if (result == MaybenotResult_Ok) ++enqueued_;
  }

  void Poll() {
    MaybenotPacket packet;
    const MaybenotResult result =
        maybenot_defender_poll_packet(defender_, now_, &packet);
    BASE_CHECK(result == MaybenotResult_Ok || packet.kind == 0);
    if (packet.kind == MaybenotPacketKind_Normal) ++normal_;
    if (packet.kind == MaybenotPacketKind_Padding) ++padding_;
  }

  void Wait() {
    const std::uint64_t deadline = maybenot_defender_next_deadline(defender_);
    if (deadline == MAYBENOT_NEVER) return;
    if (deadline > now_) now_ = deadline;
    BASE_CHECK(maybenot_defender_handle_deadline(defender_, now_) ==
               MaybenotResult_Ok);
  }

  std::uint64_t now_ = 0;
  MaybenotDefender* defender_ = nullptr;
  std::uint64_t enqueued_ = 0;
  std::uint64_t normal_ = 0;
  std::uint64_t padding_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  Input in(absl::MakeConstSpan(data, size));
  const std::size_t high = in.Byte();
  const absl::Span<const std::uint8_t> text = in.Take(high * 256 + in.Byte());
  const std::string machines(text.begin(), text.end());
  FrameworkRun framework(machines, in);
  DefenderRun defender(machines, in);
  for (int i = 0; i < kMaxOperations && !in.empty(); ++i) {
    if (in.Flag()) {
      framework.Operate(in);
    } else {
      defender.Operate(in);
    }
  }
  defender.Check();
  return 0;
}
