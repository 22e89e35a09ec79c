#include "lab/runner.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "lab/defense_spec.h"
#include "lab/local_backend.h"
#include "lab/metrics.h"
#include "lab/observations.h"
#include "lab/sim_backend.h"
#include "lab/summary.h"
#include "lab/trace_writer.h"
#include "tunnel/shaper/cell_record.h"

namespace lab {
namespace {

constexpr std::chrono::milliseconds kProgressInterval(200);

// The runs, seed by seed, and who works on them.
class Work {
 public:
  Work(const Experiment& experiment, const RunnerOptions& options)
      : experiment_(experiment),
        options_(options),
        observed_(options.seeds.size() * experiment.defenses.size(),
                  absl::UnknownError("not run")) {}

  void RunAll();
  // Of the runs in order: the first error, or all.
  absl::StatusOr<std::vector<Observations>> Take();

 private:
  void RunSome();
  absl::StatusOr<Observations> RunOne(std::size_t index);
  void AwaitWithProgress();

  const Experiment& experiment_;
  const RunnerOptions& options_;
  std::vector<absl::StatusOr<Observations>> observed_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::atomic<std::int64_t> timeline_ns_ = 0;  // Of all runs.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t done_ = 0;  // Under mutex_, like idle_workers_.
  std::size_t idle_workers_ = 0;
};

void Work::RunAll() {
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < options_.threads; ++i) {
    threads.emplace_back([this] { RunSome(); });
  }
  AwaitWithProgress();
  for (std::thread& thread : threads) thread.join();
}

void Work::RunSome() {
  while (!failed_) {
    const std::size_t index = next_++;
    if (index >= observed_.size()) break;
    observed_[index] = RunOne(index);
    if (!observed_[index].ok()) failed_ = true;
    const std::lock_guard lock(mutex_);
    ++done_;
    changed_.notify_one();
  }
  const std::lock_guard lock(mutex_);
  ++idle_workers_;
  changed_.notify_one();
}

absl::StatusOr<Observations> Work::RunOne(std::size_t index) {
  const DefenseSpec& defense =
      experiment_.defenses[index % experiment_.defenses.size()];
  const std::uint64_t seed =
      options_.seeds[index / experiment_.defenses.size()];
  base::Instant reported{};
  const auto on_progress = [this, &reported](base::Instant now) {
    now = std::clamp(now, reported, EndOf(experiment_));
    timeline_ns_ += (now - reported).count();
    reported = now;
  };
  if (options_.local) {
    LocalOptions local = *options_.local;
    local.on_progress = on_progress;
    return RunLocal(experiment_, defense, seed, local);
  }
  SimOptions sim;
  sim.on_progress = on_progress;
  if (options_.traces.empty()) {
    return RunSim(experiment_, defense, seed, sim);
  }
  const std::string folder =
      options_.seeds.size() == 1
          ? options_.traces
          : absl::StrCat(options_.traces, "/seed-", seed);
  TraceWriter traces(folder, experiment_, defense.name);
  sim.on_cells = [&traces](std::size_t user, std::size_t group,
                           absl::Span<const shaper::CellEvent> cells) {
    traces.Add(user, group, cells);
  };
  absl::StatusOr<Observations> observed =
      RunSim(experiment_, defense, seed, sim);
  RETURN_IF_ERROR(traces.Finish());
  return observed;
}

void Work::AwaitWithProgress() {
  const double total =
      static_cast<double>((EndOf(experiment_) - base::Instant{}).count()) *
      static_cast<double>(observed_.size());
  std::unique_lock lock(mutex_);
  while (idle_workers_ < options_.threads) {
    changed_.wait_for(lock, kProgressInterval);
    if (options_.on_progress) {
      options_.on_progress(static_cast<double>(timeline_ns_) / total, done_,
                           observed_.size());
    }
  }
}

absl::StatusOr<std::vector<Observations>> Work::Take() {
  std::vector<Observations> all;
  for (absl::StatusOr<Observations>& observed : observed_) {
    ASSIGN_OR_RETURN(Observations one, std::move(observed));
    all.push_back(std::move(one));
  }
  return all;
}

results::Results Describe(const Experiment& experiment,
                          const RunnerOptions& options) {
  results::Results results;
  results.set_experiment(experiment.name);
  results.set_warmup_seconds(base::ToSeconds(experiment.warmup));
  results.set_measured_seconds(base::ToSeconds(experiment.duration));
  results.set_drain_seconds(base::ToSeconds(experiment.drain));
  results.set_users(static_cast<std::uint32_t>(experiment.users));
  results.set_groups(static_cast<std::uint32_t>(experiment.groups.size()));
  for (const std::uint64_t seed : options.seeds) results.add_seeds(seed);
  results.set_backend(options.local ? "local" : "sim");
  if (options.local) return results;
  results::AccessLink& link = *results.mutable_link();
  link.set_rate_bits_per_second(experiment.link.rate_bits_per_second);
  link.set_delay_seconds(base::ToSeconds(experiment.link.delay));
  link.set_loss(experiment.link.loss);
  link.set_queue_bytes(experiment.link.queue_bytes);
  return results;
}

}  // namespace

absl::StatusOr<Outcome> RunExperiment(const Experiment& experiment,
                                      const RunnerOptions& options) {
  BASE_CHECK(!options.seeds.empty() && options.threads > 0);
  BASE_CHECK(!options.local ||
             (options.threads == 1 && options.traces.empty()));
  BASE_CHECK(!experiment.defenses.empty() && experiment.defenses[0].none);
  Work work(experiment, options);
  work.RunAll();
  ASSIGN_OR_RETURN(const std::vector<Observations> observed, work.Take());
  Outcome outcome;
  results::Results& results = outcome.results;
  results = Describe(experiment, options);
  results.set_conversations(
      static_cast<std::uint32_t>(observed[0].conversations.size()));
  const std::size_t defenses = experiment.defenses.size();
  for (std::size_t d = 0; d < defenses; ++d) {
    const DefenseSpec& spec = experiment.defenses[d];
    results::Defense& defense = *results.add_defenses();
    defense.set_name(spec.name);
    defense.set_cell_bytes(
        spec.none ? 0 : static_cast<std::uint32_t>(spec.cell_size));
    for (std::size_t s = 0; s < options.seeds.size(); ++s) {
      const Observations& one = observed[s * defenses + d];
      *defense.add_runs() = Measure(one, observed[s * defenses]);
      outcome.events += one.events;
    }
    Summarize(&defense);
  }
  return outcome;
}

}  // namespace lab
