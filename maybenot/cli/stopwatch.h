// Time that a command takes.
#ifndef MAYBENOT_CLI_STOPWATCH_H_
#define MAYBENOT_CLI_STOPWATCH_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "base/time.h"

namespace maybenot::cli {

class Stopwatch {
 public:
  base::Duration elapsed() const {
    return std::chrono::steady_clock::now() - start_;
  }

  // Whether fewer than `seconds` have passed; always, without a limit. The
  // stopwatch must outlive what is returned.
  std::function<bool()> Within(std::optional<std::uint64_t> seconds) const {
    return [this, seconds] {
      return !seconds || elapsed() < std::chrono::duration<double>(*seconds);
    };
  }

 private:
  std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
};

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_STOPWATCH_H_
