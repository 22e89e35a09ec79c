// The catalogue of defenses for eyes and for programs.
#ifndef MAYBENOT_CLI_CATALOGUE_LIST_H_
#define MAYBENOT_CLI_CATALOGUE_LIST_H_

#include <string>

namespace maybenot::cli {

// Each defense as it is written, what it is, and a line a parameter with its
// range. Ends in a line break.
std::string CatalogueForEyes();

// One JSON object a line and defense: name, side, machines, random, what,
// paper, parameters [{name, unit, what, min, max, whole}].
std::string CatalogueForPrograms();

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CATALOGUE_LIST_H_
