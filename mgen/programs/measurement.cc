#include "mgen/programs/measurement.h"

#include <utility>

#include "net/connection.h"

namespace mgen {
namespace {

double Seconds(std::int64_t unix_ns) {
  return static_cast<double>(unix_ns) / 1e9;
}

}  // namespace

Measurement::Measurement(Runtime* runtime, std::optional<UnixWindow> window,
                         std::function<void()> settle)
    : runtime_(runtime),
      settle_(std::move(settle)),
      begin_(&runtime->timers, [this] { Begin(); }),
      end_(&runtime->timers, [this] { End(); }) {
  if (!window) return;
  begin_.Set(runtime_->clock.AtUnix(window->from_ns));
  end_.Set(runtime_->clock.AtUnix(window->to_ns));
}

void Measurement::Begin() {
  settle_();
  meters_.BeginMeasuring();
}

void Measurement::End() {
  settle_();
  meters_.EndMeasuring();
}

void Measurement::Finish() {
  begin_.Set(std::nullopt);
  end_.Set(std::nullopt);
  if (meters_.began() && !meters_.ended()) End();
}

stats::Connections Measurement::Connections(std::uint64_t open,
                                            std::uint64_t defended) const {
  const net::Connection::Counts& counts = runtime_->connections.counts();
  stats::Connections connections;
  connections.set_opened(counts.up);
  connections.set_failed(counts.failed_before_up + counts.failed_later);
  connections.set_open(open);
  connections.set_defended(defended);
  return connections;
}

void Measurement::WriteTo(stats::Stats& stats) const {
  const net::Clock& clock = runtime_->clock;
  stats.set_started(Seconds(clock.unix_ns_at_start()));
  stats.set_written(Seconds(clock.UnixNs(clock.Now())));
  meters_.WriteTo(stats);
}

}  // namespace mgen
