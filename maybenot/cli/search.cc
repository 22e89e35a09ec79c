#include "maybenot/cli/search.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/entropy/entropy.h"
#include "base/status_macros.h"
#include "base/terminal/progress_line.h"
#include "machines/generation/config.h"
#include "machines/generation/defense.h"
#include "machines/generation/derive.h"
#include "machines/generation/environment.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/parallel.h"
#include "maybenot/cli/stopwatch.h"

namespace maybenot::cli {
namespace {

using generation::Defense;

// What all threads search by.
struct Search {
  const generation::SearchConfig& config;
  const generation::DeriveConfig& derive;
  const generation::EnvironmentInputs& inputs;
  generation::KeepGoing keep_going;
};

// None: it cannot be derived.
absl::StatusOr<std::optional<Defense>> DeriveWithNote(const Search& search,
                                                      const std::string& seed) {
  ASSIGN_OR_RETURN(const std::optional<generation::Derived> derived,
                   generation::DeriveFromSeed(search.derive, search.inputs,
                                              seed, search.keep_going));
  if (!derived) return std::nullopt;
  return derived->defense.WithNote(
      absl::StrCat("seed ", seed, ", attempts ", derived->attempts));
}

absl::StatusOr<std::vector<Defense>> SearchBySeed(
    const Search& search, const std::function<void(std::size_t)>& report) {
  const std::size_t n = search.config.n;
  std::vector<std::optional<Defense>> results(n);
  RETURN_IF_ERROR(ForEachIndex(
      n, AllCores(),
      [&](std::size_t i) -> absl::Status {
        ASSIGN_OR_RETURN(
            results[i],
            DeriveWithNote(search, absl::StrCat(*search.config.seed, "-", i)));
        return absl::OkStatus();
      },
      report));
  std::vector<Defense> found;
  for (std::optional<Defense>& result : results) {
    if (result) found.push_back(*std::move(result));
  }
  return found;
}

// Each thread draws seeds until there are enough.
absl::StatusOr<std::vector<Defense>> SearchAtRandom(
    const Search& search, const std::function<void(std::size_t)>& report) {
  std::mutex mutex;
  std::vector<Defense> found;
  std::atomic<std::size_t> count = 0;
  std::atomic<bool> failed = false;
  const auto work = [&](std::size_t) -> absl::Status {
    base::OpenSslEntropy entropy;
    while (count < search.config.n && !failed && search.keep_going()) {
      const std::uint64_t upper = entropy.NextU64();
      auto defense = DeriveWithNote(
          search, absl::StrFormat("%x%016x", upper, entropy.NextU64()));
      failed = failed || !defense.ok();
      if (!defense.ok()) return defense.status();
      if (!*defense) continue;
      const std::lock_guard lock(mutex);
      found.push_back(**std::move(defense));
      count = found.size();
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(ForEachIndex(AllCores(), AllCores(), work,
                               [&](std::size_t) { report(count); }));
  found.erase(found.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                  found.size(), search.config.n)),
              found.end());
  return found;
}

}  // namespace

absl::StatusOr<std::vector<Defense>> SearchForDefenses(
    const generation::SearchConfig& search,
    const generation::DeriveConfig& derive,
    const generation::EnvironmentInputs& inputs, const Terminal& terminal) {
  const Stopwatch stopwatch;
  base::ProgressLine line(terminal.err, terminal.err_is_terminal, "defenses");
  const auto report = [&](std::size_t done) {
    line.Show(std::min<std::size_t>(done, search.n), search.n,
              stopwatch.elapsed());
  };
  const auto limit =
      search.max_search_sec ? search.max_search_sec : derive.max_duration_sec;
  const Search shared = {search, derive, inputs, stopwatch.Within(limit)};
  ASSIGN_OR_RETURN(std::vector<Defense> found,
                   search.seed ? SearchBySeed(shared, report)
                               : SearchAtRandom(shared, report));
  generation::SortById(found);
  return found;
}

}  // namespace maybenot::cli
