// A timer of the operating system, on a process's one executor.
#ifndef NET_SYSTEM_TIMER_H_
#define NET_SYSTEM_TIMER_H_

#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>

#include "base/time.h"
#include "net/executor.h"

namespace net {

using SystemTimer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>,
                               Executor>;

inline SystemTimer::duration ToSystem(base::Duration duration) {
  return std::chrono::duration_cast<SystemTimer::duration>(duration);
}

}  // namespace net

#endif  // NET_SYSTEM_TIMER_H_
