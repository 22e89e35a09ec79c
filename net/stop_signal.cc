#include "net/stop_signal.h"

#include <boost/system/error_code.hpp>
#include <csignal>
#include <utility>

namespace net {

StopSignal::StopSignal(IoContext& io_context, std::function<void()> on_stop)
    : signals_(io_context, SIGTERM, SIGINT) {
  signals_.async_wait([this, on_stop = std::move(on_stop)](
                          const boost::system::error_code& error, int) {
    if (error) return;
    boost::system::error_code ignored;
    signals_.clear(ignored);
    on_stop();
  });
}

}  // namespace net
