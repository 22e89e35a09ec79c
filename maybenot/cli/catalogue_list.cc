#include "maybenot/cli/catalogue_list.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "machines/catalogue.h"
#include "machines/parameter.h"

namespace maybenot::cli {
namespace {

using machines::Defense;
using machines::Parameter;

std::string Range(const Parameter& parameter) {
  return absl::StrFormat("%.15g to %.15g%s%s", parameter.min, parameter.max,
                         parameter.unit.empty() ? "" : " ", parameter.unit);
}

std::string Facts(const Defense& defense) {
  return absl::StrCat(
      defense.machines, defense.machines == 1 ? " machine, " : " machines, ",
      defense.side, defense.side == "either" ? " side" : "'s side",
      defense.random ? ", drawn when built" : "");
}

struct Widths {
  std::size_t name = 0, range = 0;
};

// Of all defenses, so that their parameters stand in columns.
Widths WidthsOfAll() {
  Widths widths;
  for (const Defense& defense : machines::Catalogue()) {
    for (const Parameter& parameter : defense.parameters) {
      widths.name = std::max(widths.name, parameter.name.size());
      widths.range = std::max(widths.range, Range(parameter).size());
    }
  }
  return widths;
}

}  // namespace

std::string CatalogueForEyes() {
  const Widths widths = WidthsOfAll();
  std::string out;
  for (const Defense& defense : machines::Catalogue()) {
    absl::StrAppend(&out, Usage(defense), "\n    ", defense.what,
                    defense.paper.empty() ? "" : "; ", defense.paper, "\n    ",
                    Facts(defense), "\n");
    for (const Parameter& parameter : defense.parameters) {
      absl::StrAppendFormat(&out, "      %-*s  %-*s  %s\n",
                            static_cast<int>(widths.name), parameter.name,
                            static_cast<int>(widths.range), Range(parameter),
                            parameter.what);
    }
  }
  return out;
}

std::string CatalogueForPrograms() {
  std::string out;
  for (const Defense& defense : machines::Catalogue()) {
    nlohmann::ordered_json line = {
        {"name", std::string(defense.name)},
        {"side", std::string(defense.side)},
        {"machines", defense.machines},
        {"random", defense.random},
        {"what", std::string(defense.what)},
        {"paper", std::string(defense.paper)},
        {"parameters", nlohmann::ordered_json::array()}};
    for (const Parameter& parameter : defense.parameters) {
      line["parameters"].push_back({{"name", std::string(parameter.name)},
                                    {"unit", std::string(parameter.unit)},
                                    {"what", std::string(parameter.what)},
                                    {"min", parameter.min},
                                    {"max", parameter.max},
                                    {"whole", parameter.whole}});
    }
    absl::StrAppend(&out, line.dump(), "\n");
  }
  return out;
}

}  // namespace maybenot::cli
