// Judges machines as text as the reference judged them.
#ifndef MAYBENOT_CLI_CONFORMANCE_MACHINES_H_
#define MAYBENOT_CLI_CONFORMANCE_MACHINES_H_

#include "absl/strings/string_view.h"
#include "maybenot/cli/tally.h"

namespace maybenot::cli {

// Each line is a case, and the name of a machine that is accepted one more: the
// hash of the text as the reference writes it.

// Lines TEXT, NAME, JSON, between tabs: the text is accepted, its fields are
// those of the JSON, and both are written as this text again (the JSON unless
// it has null for a number).
void ReplayMachines(absl::string_view text, Tally& tally);

// Lines DEFENSE, TEXT, NAME: the text is accepted, and written so again.
void ReplayNamed(absl::string_view text, Tally& tally);

// Lines TEXT, VERDICT, which is "err" or "ok NAME": accepted or refused alike.
void ReplayParse(absl::string_view text, Tally& tally);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_CONFORMANCE_MACHINES_H_
