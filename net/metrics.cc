#include "net/metrics.h"

#include <exception>
#include <mutex>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/time.h"
#include "prometheus/client_metric.h"
#include "prometheus/collectable.h"
#include "prometheus/exposer.h"
#include "prometheus/metric_family.h"
#include "prometheus/metric_type.h"

namespace net {
namespace {

constexpr base::Duration kInterval = base::Seconds(1);

prometheus::ClientMetric ToClientMetric(const Metric& metric) {
  prometheus::ClientMetric result;
  for (const auto& [name, value] : metric.labels) {
    result.label.push_back({.name = name, .value = value});
  }
  if (metric.kind == Metric::Kind::kCounter) {
    result.counter.value = metric.value;
  } else {
    result.gauge.value = metric.value;
  }
  return result;
}

// Metrics of one name are one family, where the first of them stood.
std::vector<prometheus::MetricFamily> ToFamilies(
    const std::vector<Metric>& metrics) {
  std::vector<prometheus::MetricFamily> families;
  for (const Metric& metric : metrics) {
    prometheus::MetricFamily* family = nullptr;
    for (prometheus::MetricFamily& known : families) {
      if (known.name == metric.name) family = &known;
    }
    if (family == nullptr) {
      family = &families.emplace_back();
      family->name = metric.name;
      family->help = metric.help;
      family->type = metric.kind == Metric::Kind::kCounter
                         ? prometheus::MetricType::Counter
                         : prometheus::MetricType::Gauge;
    }
    family->metric.push_back(ToClientMetric(metric));
  }
  return families;
}

}  // namespace

class Metrics::Snapshot : public prometheus::Collectable {
 public:
  void Set(std::vector<prometheus::MetricFamily> families) {
    const std::lock_guard<std::mutex> lock(mutex_);
    families_ = std::move(families);
  }
  std::vector<prometheus::MetricFamily> Collect() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return families_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<prometheus::MetricFamily> families_;
};

absl::StatusOr<std::unique_ptr<Metrics>> Metrics::Create(
    Timers* timers, const Endpoint& at,
    std::function<std::vector<Metric>()> gather) {
  std::unique_ptr<Metrics> metrics(new Metrics(timers, std::move(gather)));
  std::ostringstream address;
  address << at;
  try {
    metrics->exposer_ = std::make_unique<prometheus::Exposer>(address.str());
    metrics->exposer_->RegisterCollectable(metrics->snapshot_);
  } catch (const std::exception&) {  // It does not say why.
    return absl::UnavailableError(absl::StrCat(
        "cannot serve metrics on port ", at.port(),
        ": is it in use, or below 1024? choose another port, or an address of "
        "this machine"));
  }
  metrics->Publish();
  return metrics;
}

Metrics::Metrics(Timers* timers, std::function<std::vector<Metric>()> gather)
    : timers_(timers),
      gather_(std::move(gather)),
      snapshot_(std::make_shared<Snapshot>()),
      timer_(timers, [this] { Publish(); }) {}

Metrics::~Metrics() = default;

std::uint16_t Metrics::port() const {
  return static_cast<std::uint16_t>(exposer_->GetListeningPorts().at(0));
}

void Metrics::Publish() {
  snapshot_->Set(ToFamilies(gather_()));
  timer_.Set(base::SaturatingAdd(timers_->Now(), kInterval));
}

}  // namespace net
