// All defenses by name, as a command line or a configuration gives them.
#ifndef MACHINES_CATALOGUE_H_
#define MACHINES_CATALOGUE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "machines/parameter.h"
#include "maybenot/machine.h"

namespace machines {

// What help says of a defense. Its builder's header says the rest.
struct Defense {
  absl::string_view name;
  absl::string_view side;  // "client", "server" or "either".
  absl::Span<const Parameter> parameters;
  int machines;  // How many it has.
  bool random;   // Whether building it draws.
  absl::string_view what;
  absl::string_view paper;
};

// In the order of help.
absl::Span<const Defense> Catalogue();

// How a defense is written: "front padding_budget_max window_min ...".
std::string Usage(const Defense& defense);

// The machines of "front 1500 1000000 14000000 1000": a name and its parameters
// in order, blanks between. The same text and seed give the same machines as
// the reference. Errors: kInvalidArgument naming the name or the parameter,
// what it is and what it must be. SOURCE: spec/maybenot.md 6.1.
absl::StatusOr<std::vector<maybenot::Machine>> BuildDefense(
    absl::string_view text, base::Random& random);

}  // namespace machines

#endif  // MACHINES_CATALOGUE_H_
