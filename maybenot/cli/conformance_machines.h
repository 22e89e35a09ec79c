// Judges machines as text as the reference judged them.
#ifndef MAYBENOT_CLI_CONFORMANCE_MACHINES_H_
#define MAYBENOT_CLI_CONFORMANCE_MACHINES_H_

#include "absl/strings/string_view.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {

// Each line is a case, and its name one more. A name is the hash of the text as
// the reference compresses it: it passes where we compress the machine to the
// same text, and is skipped where we do not.

// Lines TEXT, NAME, JSON, between tabs: the text is accepted, and its fields
// are those of the JSON.
void ReplayMachines(absl::string_view text, Tally& tally);

// Lines DEFENSE, TEXT, NAME: the text is accepted.
void ReplayNamed(absl::string_view text, Tally& tally);

// Lines TEXT, VERDICT, which is "err" or "ok NAME": accepted or refused alike.
void ReplayParse(absl::string_view text, Tally& tally);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CONFORMANCE_MACHINES_H_
