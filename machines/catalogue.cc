#include "machines/catalogue.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "machines/break_pad.h"
#include "machines/front.h"
#include "machines/interspace.h"
#include "machines/netflow.h"
#include "machines/noop.h"
#include "machines/parameter.h"
#include "machines/regulator_client.h"
#include "machines/regulator_server.h"
#include "machines/scrambler_client.h"
#include "machines/scrambler_server.h"
#include "machines/tamaraw.h"
#include "maybenot/machine.h"

namespace machines {
namespace {

using Machines = absl::StatusOr<std::vector<maybenot::Machine>>;
using Values = absl::Span<const double>;

// Checked values, as many as there are parameters.
using Builder = Machines (*)(Values values, base::Random& random);

struct Entry {
  Defense defense;
  Builder build;
};

std::uint32_t Whole(double value) { return static_cast<std::uint32_t>(value); }

Machines Front(Values v, base::Random& random) {
  return BuildFront({.padding_budget_max = Whole(v[0]),
                     .window_min_us = v[1],
                     .window_max_us = v[2],
                     .num_states = Whole(v[3])},
                    random);
}

Machines Tamaraw(Values v, base::Random&) {
  return BuildTamaraw({.interval_s = v[0], .stop_window_us = v[1]});
}

Machines RegulatorClient(Values v, base::Random&) {
  return BuildRegulatorClient({.upload_ratio = v[0], .delay_cap_s = v[1]});
}

Machines RegulatorServer(Values v, base::Random&) {
  return BuildRegulatorServer({.initial_rate = v[0],
                               .decay = v[1],
                               .surge_ratio = v[2],
                               .padding_budget = v[3],
                               .bins = Whole(v[4])});
}

Machines ScramblerServer(Values v, base::Random&) {
  return BuildScramblerServer({.interval_us = v[0],
                               .min_count = v[1],
                               .min_trail = v[2],
                               .max_trail = v[3]});
}

template <Machines (*kBuild)()>
Machines Fixed(Values, base::Random&) {
  return kBuild();
}

template <Machines (*kBuild)(base::Random&)>
Machines Drawn(Values, base::Random& random) {
  return kBuild(random);
}

const std::vector<Entry>& Entries() {
  static const auto* const entries = new std::vector<Entry>{
      {{"noop", "either", {}, 1, false, "does nothing", ""}, Fixed<BuildNoop>},
      {{"netflow",
        "either",
        {},
        1,
        false,
        "pads in silences of 1.5 to 9.5 s, so that flow records stay coarse",
        "Perry, Tor's padding-spec, 2016"},
       Fixed<BuildNetflow>},
      {{"break_pad_client",
        "client",
        {},
        1,
        false,
        "breaks long incoming bursts with fake ones",
        "Huang and Du, Cybersecurity 2024"},
       Fixed<BuildBreakPadClient>},
      {{"break_pad_server",
        "server",
        {},
        1,
        false,
        "breaks long incoming bursts with fake ones",
        "Huang and Du, Cybersecurity 2024"},
       Fixed<BuildBreakPadServer>},
      {{"interspace_client",
        "client",
        {},
        1,
        true,
        "answers padding with padding",
        "Pulls, arXiv:2011.13471, 2020"},
       Drawn<BuildInterspaceClient>},
      {{"interspace_server",
        "server",
        {},
        1,
        true,
        "extends bursts or injects fake ones, another way in each machine",
        "Pulls, arXiv:2011.13471, 2020"},
       Drawn<BuildInterspaceServer>},
      {{"front", "either", kFrontParameters, 1, true,
        "pads most at the beginning, without delay",
        "Gong and Wang, USENIX Security 2020"},
       Front},
      {{"tamaraw", "either", kTamarawParameters, 2, false,
        "sends at a constant rate", "Cai et al., CCS 2014"},
       Tamaraw},
      {{"regulator_client", "client", kRegulatorClientParameters, 3, false,
        "sends by what it receives", "Holland and Hopper, PoPETs 2022(2)"},
       RegulatorClient},
      {{"regulator_server", "server", kRegulatorServerParameters, 7, false,
        "sends in surges of decaying rate",
        "Holland and Hopper, PoPETs 2022(2)"},
       RegulatorServer},
      {{"scrambler_client",
        "client",
        {},
        1,
        false,
        "sends a packet every 4 ms",
        "Hasselquist et al., PoPETs 2024(4)"},
       Fixed<BuildScramblerClient>},
      {{"scrambler_server", "server", kScramblerServerParameters, 2, false,
        "sends video segments as bursts of random length",
        "Hasselquist et al., PoPETs 2024(4)"},
       ScramblerServer},
  };
  return *entries;
}

absl::StatusOr<const Entry*> Find(absl::string_view name) {
  std::vector<absl::string_view> names;
  for (const Entry& entry : Entries()) {
    if (entry.defense.name == name) return &entry;
    names.push_back(entry.defense.name);
  }
  return absl::InvalidArgumentError(absl::StrCat("no defense is called \"",
                                                 name, "\": must be one of ",
                                                 absl::StrJoin(names, ", ")));
}

absl::StatusOr<double> ParseValue(const Parameter& parameter,
                                  absl::string_view word) {
  double value;
  if (!absl::SimpleAtod(word, &value)) {
    return absl::InvalidArgumentError(
        absl::StrCat(parameter.name, " is \"", word, "\": must be a number"));
  }
  RETURN_IF_ERROR(Check(parameter, value));
  return value;
}

absl::Status Under(const Defense& defense, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(defense.name, ": ", status.message()));
}

}  // namespace

absl::Span<const Defense> Catalogue() {
  static const auto* const all = [] {
    auto* defenses = new std::vector<Defense>();
    for (const Entry& entry : Entries()) defenses->push_back(entry.defense);
    return defenses;
  }();
  return *all;
}

std::string Usage(const Defense& defense) {
  std::string usage(defense.name);
  for (const Parameter& parameter : defense.parameters) {
    absl::StrAppend(&usage, " ", parameter.name);
  }
  return usage;
}

Machines BuildDefense(absl::string_view text, base::Random& random) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(text, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  ASSIGN_OR_RETURN(const Entry* entry,
                   Find(words.empty() ? absl::string_view() : words[0]));
  const Defense& defense = entry->defense;
  if (words.size() != defense.parameters.size() + 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        defense.name, " has ", words.size() - 1, " parameters: must have ",
        defense.parameters.size(), ", as in \"", Usage(defense), "\""));
  }
  std::vector<double> values;
  for (std::size_t i = 0; i < defense.parameters.size(); ++i) {
    const auto value = ParseValue(defense.parameters[i], words[i + 1]);
    if (!value.ok()) return Under(defense, value.status());
    values.push_back(*value);
  }
  Machines machines = entry->build(values, random);
  if (!machines.ok()) return Under(defense, machines.status());
  return machines;
}

}  // namespace machines
