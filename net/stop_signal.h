// How a program is asked to stop.
#ifndef NET_STOP_SIGNAL_H_
#define NET_STOP_SIGNAL_H_

#include <boost/asio/basic_signal_set.hpp>
#include <functional>

#include "net/executor.h"

namespace net {

class StopSignal {
 public:
  // The first SIGTERM or SIGINT calls `on_stop`, from the loop. From then on
  // they do what they do by default: a second one ends the process at once,
  // whatever the loop is busy with.
  StopSignal(IoContext& io_context, std::function<void()> on_stop);

 private:
  asio::basic_signal_set<Executor> signals_;
};

}  // namespace net

#endif  // NET_STOP_SIGNAL_H_
