// The timers of a process: one heap of deadlines and one timer of the operating
// system for all of them, so that a thousand connections cost a thousand heap
// entries and no descriptors.
#ifndef NET_TIMERS_H_
#define NET_TIMERS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/deadlines.h"
#include "base/time.h"
#include "net/clock.h"
#include "net/executor.h"
#include "net/system_timer.h"

namespace net {

class Timer;

class Timers {
 public:
  // Outlives every Timer and every run of `io_context`.
  Timers(IoContext& io_context, const Clock& clock);
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;
  ~Timers();

  const Clock& clock() const { return clock_; }
  base::Instant Now() const { return clock_.Now(); }

 private:
  friend class Timer;
  // After so many callbacks sockets have their turn, whatever is still due.
  static constexpr int kMaxCallbacksAtOnce = 256;

  std::uint32_t Add(Timer* timer);
  void Remove(std::uint32_t key);
  void Set(std::uint32_t key, std::optional<base::Instant> at);
  // Nothing is left to wait for after the last one: the loop may end.
  void Clear(std::uint32_t key);
  // Makes the system's timer expire no later than the first deadline.
  void Arm();
  void RunDue();
  void Run(std::uint32_t key);

  const Clock& clock_;
  SystemTimer system_timer_;
  std::optional<base::Instant> armed_at_;  // None: not armed.
  base::Deadlines deadlines_;              // Keys are places in timers_.
  std::vector<Timer*> timers_;             // By key; null: free.
  std::vector<std::uint32_t> free_keys_;
  bool in_callbacks_ = false;
  // Whose callback runs; none once that has destroyed its Timer.
  std::optional<std::uint32_t> running_key_;
};

// Calls back once for each time that it was set and the instant came. 48 bytes.
class Timer {
 public:
  // `callback` may set, create or destroy any Timer, this one included.
  Timer(Timers* timers, std::function<void()> callback);
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer();

  // In place of what it was set to; none: not at all. An instant that is past
  // is due at once, from the loop and not from here. Timers due together call
  // back in the order of their instants, equal ones in that of their setting.
  void Set(std::optional<base::Instant> at) { timers_->Set(key_, at); }

 private:
  friend class Timers;

  Timers* timers_;
  std::uint32_t key_;
  std::function<void()> callback_;
};

}  // namespace net

#endif  // NET_TIMERS_H_
