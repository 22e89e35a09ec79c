// A Prometheus endpoint: GET /metrics.
//
// The endpoint's threads never touch what the loop works with. Once a second
// the loop leaves a copy of its numbers, under a mutex, and they read that.
#ifndef NET_METRICS_H_
#define NET_METRICS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "net/tcp_socket.h"
#include "net/timers.h"

namespace prometheus {
class Exposer;
}

namespace net {

struct Metric {
  enum class Kind : std::uint8_t { kCounter, kGauge };

  Kind kind = Kind::kCounter;
  std::string name;  // "mgen_messages_total"
  std::string help;
  double value = 0;
  // Names and values; never a user's name or address. Metrics that differ in
  // these alone have the same kind and help.
  std::vector<std::pair<std::string, std::string>> labels;
};

class Metrics {
 public:
  // Listens at `at` (port 0: the system chooses), and calls `gather` from here
  // and then from the loop once a second.
  // Errors: kUnavailable, with what to do.
  static absl::StatusOr<std::unique_ptr<Metrics>> Create(
      Timers* timers, const Endpoint& at,
      std::function<std::vector<Metric>()> gather);
  ~Metrics();

  std::uint16_t port() const;

 private:
  class Snapshot;

  Metrics(Timers* timers, std::function<std::vector<Metric>()> gather);
  void Publish();

  Timers* timers_;
  std::function<std::vector<Metric>()> gather_;
  std::shared_ptr<Snapshot> snapshot_;
  std::unique_ptr<prometheus::Exposer> exposer_;
  Timer timer_;
};

}  // namespace net

#endif  // NET_METRICS_H_
