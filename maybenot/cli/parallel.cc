#include "maybenot/cli/parallel.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace maybenot::cli {
namespace {

// What the threads share.
class Progress {
 public:
  explicit Progress(std::size_t count) : count_(count) {}

  // Hands out the next index; false: there is none.
  bool Begin(std::size_t& index) {
    const std::lock_guard lock(mutex_);
    if (next_ == count_ || !error_.ok()) return false;
    index = next_++;
    return true;
  }

  void End(std::size_t index, absl::Status status) {
    {
      const std::lock_guard lock(mutex_);
      ++done_;
      if (!status.ok() && index < error_index_) {
        error_index_ = index;
        error_ = std::move(status);
      }
    }
    changed_.notify_one();
  }

  // Waits until more than `seen` have ended, or a while: how many have.
  std::size_t Wait(std::size_t seen) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(100),
                      [&] { return done_ != seen; });
    return done_;
  }

  bool IsOver() {
    const std::lock_guard lock(mutex_);
    return done_ == next_ && (next_ == count_ || !error_.ok());
  }

  std::size_t Done() {
    const std::lock_guard lock(mutex_);
    return done_;
  }

  absl::Status error() {
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  const std::size_t count_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::size_t done_ = 0;
  std::size_t error_index_ = std::numeric_limits<std::size_t>::max();
  absl::Status error_ = absl::OkStatus();
};

}  // namespace

std::size_t AllCores() {
  return std::max(1u, std::thread::hardware_concurrency());
}

absl::Status ForEachIndex(
    std::size_t count, std::size_t threads,
    const std::function<absl::Status(std::size_t index)>& work,
    const std::function<void(std::size_t done)>& report) {
  Progress progress(count);
  const auto run = [&] {
    for (std::size_t index; progress.Begin(index);) {
      progress.End(index, work(index));
    }
  };
  {
    std::vector<std::jthread> workers;
    const std::size_t wanted =
        std::min(std::max<std::size_t>(threads, 1), count);
    for (std::size_t i = 0; i < wanted; ++i) workers.emplace_back(run);
    for (std::size_t done = 0; !progress.IsOver();) {
      done = progress.Wait(done);
      if (report) report(done);
    }
  }
  if (report) report(progress.Done());
  return progress.error();
}

}  // namespace maybenot::cli
