#include "maybenot/cli/combination.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/sample/shuffle.h"
#include "base/status_macros.h"
#include "base/terminal/progress_line.h"
#include "machines/generation/combo.h"
#include "machines/generation/defense.h"
#include "machines/generation/environment.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/parallel.h"
#include "maybenot/cli/stopwatch.h"

namespace maybenot::cli {
namespace {

using generation::Defense;

constexpr int kMaxEnvironments = 1000;
constexpr int kMaxVainRounds = 100;

// Goes from environment to environment until one has a defense.
absl::StatusOr<Defense> CombineOne(const generation::ComboConfig& config,
                                   std::size_t height,
                                   const generation::MachinePool& pool,
                                   const generation::EnvironmentInputs& inputs,
                                   const std::string& seed) {
  base::Random random = base::Random::FromText(seed);
  for (int i = 0; i < kMaxEnvironments; ++i) {
    ASSIGN_OR_RETURN(std::optional<Defense> defense,
                     generation::Combine(config, height, pool, inputs, random));
    if (defense) return *std::move(defense);
  }
  return absl::ResourceExhaustedError(absl::StrCat(
      "no combination of ", config.max_attempts,
      " keeps the constraints in any of ", kMaxEnvironments, " environments"));
}

void SortAndDropRepeated(std::vector<Defense>& defenses) {
  generation::SortById(defenses);
  defenses.erase(std::unique(defenses.begin(), defenses.end(),
                             [](const Defense& a, const Defense& b) {
                               return a.id() == b.id();
                             }),
                 defenses.end());
}

}  // namespace

absl::StatusOr<std::vector<Defense>> MakeCombinations(
    const generation::ComboConfig& config, CombinationSize size,
    generation::MachinePool pool, const generation::EnvironmentInputs& inputs,
    base::Random& random, const Terminal& terminal) {
  if (pool.client.empty() || pool.server.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the input has ", pool.client.size(), " machines of clients and ",
        pool.server.size(), " of servers: must have at least 1 of each"));
  }
  const Stopwatch stopwatch;
  base::ProgressLine line(terminal.err, terminal.err_is_terminal, "defenses");
  base::Shuffle(random, absl::MakeSpan(pool.client));
  base::Shuffle(random, absl::MakeSpan(pool.server));
  std::vector<Defense> defenses;
  for (int vain_rounds = 0; defenses.size() < size.defenses;) {
    const std::uint64_t base_seed = random.NextU64();
    const std::size_t have = defenses.size();
    std::vector<std::optional<Defense>> drawn(size.defenses - have);
    RETURN_IF_ERROR(ForEachIndex(
        drawn.size(), AllCores(),
        [&](std::size_t i) -> absl::Status {
          ASSIGN_OR_RETURN(drawn[i],
                           CombineOne(config, size.height, pool, inputs,
                                      absl::StrCat(base_seed, "-", i)));
          return absl::OkStatus();
        },
        [&](std::size_t done) {
          line.Show(have + done, size.defenses, stopwatch.elapsed());
        }));
    for (auto& defense : drawn) defenses.push_back(*std::move(defense));
    SortAndDropRepeated(defenses);
    vain_rounds = defenses.size() == have ? vain_rounds + 1 : 0;
    if (vain_rounds == kMaxVainRounds) {
      return absl::ResourceExhaustedError(
          absl::StrCat("n is ", size.defenses, ": no more than ", have,
                       " distinct combinations were found"));
    }
  }
  return defenses;
}

}  // namespace maybenot::cli
