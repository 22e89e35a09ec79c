#include "machines/generation/combo.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/sample/shuffle.h"
#include "base/sample/uniform_int.h"
#include "base/status_macros.h"
#include "machines/generation/constraints.h"
#include "machines/generation/defense.h"
#include "machines/generation/environment.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

struct Combination {
  std::vector<maybenot::Machine> client, server;
};

std::vector<maybenot::Machine> Pick(
    const std::vector<maybenot::Machine>& machines, std::size_t amount,
    base::Random& random) {
  std::vector<maybenot::Machine> picked;
  for (const std::uint32_t index :
       base::Choose(random, {.amount = amount, .of = machines.size()})) {
    picked.push_back(machines[index]);
  }
  return picked;
}

// Both numbers are drawn before the machines.
Combination Draw(const MachinePool& pool, std::size_t height,
                 base::Random& random) {
  const base::Range64 heights = {1, height};
  const std::size_t clients = base::UniformIndex(random, heights);
  const std::size_t servers = base::UniformIndex(random, heights);
  Combination drawn;
  drawn.client = Pick(pool.client, clients, random);
  drawn.server = Pick(pool.server, servers, random);
  return drawn;
}

// Of 1 to `height` out of `size`.
double CountSets(std::size_t size, std::size_t height) {
  double sets = 0;
  double sets_of_k = 1;
  for (std::size_t k = 1; k <= std::min(size, height); ++k) {
    sets_of_k *= static_cast<double>(size - k + 1) / static_cast<double>(k);
    sets += sets_of_k;
  }
  return sets;
}

}  // namespace

absl::StatusOr<std::optional<Defense>> Combine(const ComboConfig& config,
                                               std::size_t height,
                                               const MachinePool& pool,
                                               const EnvironmentInputs& inputs,
                                               base::Random& random) {
  if (!config.constraints || !config.env) {
    Combination drawn = Draw(pool, height, random);
    return Defense::Create(std::move(drawn.client), std::move(drawn.server));
  }
  ASSIGN_OR_RETURN(
      const Environment environment,
      Environment::Create(*config.env, *config.constraints, inputs, random));
  for (std::uint64_t i = 0; i < config.max_attempts; ++i) {
    Combination drawn = Draw(pool, height, random);
    const auto client = std::make_shared<const std::vector<maybenot::Machine>>(
        std::move(drawn.client));
    const auto server = std::make_shared<const std::vector<maybenot::Machine>>(
        std::move(drawn.server));
    ASSIGN_OR_RETURN(const Verdict verdict,
                     CheckConstraints(*config.constraints, client, server,
                                      environment, random.NextU64()));
    if (verdict == Verdict::kPasses) return Defense::Create(*client, *server);
  }
  return std::nullopt;
}

double CountCombinations(const MachinePool& pool, std::size_t height) {
  return CountSets(pool.client.size(), height) *
         CountSets(pool.server.size(), height);
}

}  // namespace generation
