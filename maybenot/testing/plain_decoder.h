// A machine's text read a byte at a time, by the specification's words: slow
// and plain, to hold the fast reader against.
#ifndef MAYBENOT_TESTING_PLAIN_DECODER_H_
#define MAYBENOT_TESTING_PLAIN_DECODER_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "maybenot/machine_spec.h"

namespace maybenot {

// The machine that `text` says, valid or not; none if it is not a machine's
// text. SOURCE: spec/maybenot.md 1.1, 1.2.
std::optional<MachineSpec> PlainDecode(absl::string_view text);

}  // namespace maybenot

#endif  // MAYBENOT_TESTING_PLAIN_DECODER_H_
