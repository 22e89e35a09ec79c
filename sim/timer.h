// One deadline of virtual time, which may move.
#ifndef SIM_TIMER_H_
#define SIM_TIMER_H_

#include <functional>
#include <optional>
#include <utility>

#include "base/time.h"
#include "sim/scheduler.h"

namespace sim {

class Timer {
 public:
  // `scheduler` outlives this.
  Timer(Scheduler* scheduler, std::function<void()> callback)
      : scheduler_(scheduler), callback_(std::move(callback)) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { Set(std::nullopt); }

  // In place of what it was set to; none: not at all.
  void Set(std::optional<base::Instant> at) {
    if (event_) scheduler_->Cancel(*event_);
    event_.reset();
    if (!at) return;
    event_ = scheduler_->At(*at, [this] {
      event_.reset();
      callback_();
    });
  }

 private:
  Scheduler* scheduler_;
  std::function<void()> callback_;
  std::optional<Scheduler::EventId> event_;
};

}  // namespace sim

#endif  // SIM_TIMER_H_
