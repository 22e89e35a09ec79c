#include "machines/generation/budget.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/sample/uniform.h"
#include "base/status_macros.h"
#include "machines/generation/defense.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"

namespace generation {
namespace {

// By the number of the Limit.
constexpr std::array<absl::string_view, 4> kNames = {"abs_pad", "abs_block",
                                                     "max_pad", "max_block"};

std::uint64_t ToWhole(double value) {
  const double rounded = std::round(value);
  if (rounded <= 0) return 0;
  if (rounded >= 0x1p64) return std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(rounded);
}

void Set(std::uint64_t& limit, double value) { limit = ToWhole(value); }
void Set(double& limit, double value) { limit = std::clamp(value, 0.0, 1.0); }

template <typename T>
void Redraw(T& limit, base::RealRange range, bool soft, base::Random& random) {
  if (soft && limit != 0) return;
  Set(limit, base::UniformReal(random, range));
}

void Apply(const Budget& budget, bool soft, maybenot::MachineSpec& spec,
           base::Random& random) {
  switch (budget.limit) {
    case Budget::Limit::kAbsolutePadding:
      return Redraw(spec.allowed_padding_packets, budget.range, soft, random);
    case Budget::Limit::kAbsoluteBlocking:
      return Redraw(spec.allowed_blocked_microsec, budget.range, soft, random);
    case Budget::Limit::kMaxPadding:
      return Redraw(spec.max_padding_frac, budget.range, soft, random);
    case Budget::Limit::kMaxBlocking:
      return Redraw(spec.max_blocking_frac, budget.range, soft, random);
  }
}

absl::StatusOr<std::vector<maybenot::Machine>> Apply(
    const std::vector<Budget>& budgets, bool soft,
    const std::vector<maybenot::Machine>& machines, base::Random& random) {
  std::vector<maybenot::Machine> changed;
  for (const maybenot::Machine& machine : machines) {
    maybenot::MachineSpec spec = machine.spec();
    for (const Budget& budget : budgets) Apply(budget, soft, spec, random);
    ASSIGN_OR_RETURN(maybenot::Machine result, maybenot::Machine::Create(spec));
    changed.push_back(std::move(result));
  }
  return changed;
}

}  // namespace

absl::StatusOr<Budget> ParseBudget(absl::string_view text) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  const auto name = std::find(kNames.begin(), kNames.end(),
                              words.empty() ? absl::string_view() : words[0]);
  Budget budget;
  if (words.size() != 3 || name == kNames.end() ||
      !absl::SimpleAtod(words[1], &budget.range.low) ||
      !absl::SimpleAtod(words[2], &budget.range.high)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the budget is \"", text,
                     "\": must be a name and two numbers, as \"abs_pad 100 "
                     "200\"; names are ",
                     absl::StrJoin(kNames, ", ")));
  }
  if (!(budget.range.low <= budget.range.high) ||
      !std::isfinite(budget.range.high - budget.range.low)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the budget is \"", text,
                     "\": must have finite ends, the smaller first"));
  }
  budget.limit = static_cast<Budget::Limit>(name - kNames.begin());
  return budget;
}

absl::StatusOr<Defense> ApplyBudgets(const Defense& defense,
                                     const Budgets& budgets,
                                     base::Random& random) {
  ASSIGN_OR_RETURN(
      std::vector<maybenot::Machine> client,
      Apply(budgets.client, budgets.soft, defense.client(), random));
  ASSIGN_OR_RETURN(
      std::vector<maybenot::Machine> server,
      Apply(budgets.server, budgets.soft, defense.server(), random));
  return Defense::Create(std::move(client), std::move(server), defense.note());
}

}  // namespace generation
