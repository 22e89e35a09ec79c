#include "net/timers.h"

#include <boost/system/error_code.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/time.h"
#include "net/clock.h"
#include "net/executor.h"

namespace net {

Timers::Timers(IoContext& io_context, const Clock& clock)
    : clock_(clock), system_timer_(io_context) {}

Timers::~Timers() { BASE_CHECK(free_keys_.size() == timers_.size()); }

std::uint32_t Timers::Add(Timer* timer) {
  if (free_keys_.empty()) {
    timers_.push_back(timer);
    return static_cast<std::uint32_t>(timers_.size() - 1);
  }
  const std::uint32_t key = free_keys_.back();
  free_keys_.pop_back();
  timers_[key] = timer;
  return key;
}

void Timers::Remove(std::uint32_t key) {
  Clear(key);
  timers_[key] = nullptr;
  free_keys_.push_back(key);
  if (running_key_ == key) running_key_.reset();
}

void Timers::Clear(std::uint32_t key) {
  deadlines_.Clear(key);
  if (!armed_at_ || deadlines_.Next()) return;
  armed_at_.reset();
  system_timer_.cancel();
}

void Timers::Set(std::uint32_t key, std::optional<base::Instant> at) {
  if (!at) {
    Clear(key);
    return;
  }
  deadlines_.Set(key, *at);
  if (!in_callbacks_) Arm();  // Else RunDue does, once for all that was set.
}

void Timers::Arm() {
  const std::optional<base::Instant> next = deadlines_.Next();
  // An expiry that comes too early is harmless, and cheaper than to move it.
  if (!next || (armed_at_ && *armed_at_ <= *next)) return;
  armed_at_ = *next;
  system_timer_.expires_at(clock_.ToSteady(*next));  // Cancels the last wait.
  system_timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    armed_at_.reset();
    RunDue();
  });
}

void Timers::RunDue() {
  in_callbacks_ = true;
  const base::Instant now = clock_.Now();
  for (int i = 0; i < kMaxCallbacksAtOnce; ++i) {
    const std::optional<std::uint32_t> key = deadlines_.PopDue(now);
    if (!key) break;
    Run(*key);
  }
  in_callbacks_ = false;
  Arm();
}

void Timers::Run(std::uint32_t key) {
  Timer* const timer = timers_[key];
  // It may destroy its Timer, so it runs from here and not from there.
  std::function<void()> callback = std::move(timer->callback_);
  running_key_ = key;
  callback();
  if (running_key_) timer->callback_ = std::move(callback);
  running_key_.reset();
}

Timer::Timer(Timers* timers, std::function<void()> callback)
    : timers_(timers), key_(timers->Add(this)), callback_(std::move(callback)) {
  BASE_CHECK(callback_ != nullptr);
}

Timer::~Timer() { timers_->Remove(key_); }

}  // namespace net
