// The machines of a host, as one string.
#ifndef MAYBENOT_CAPI_MACHINE_LIST_H_
#define MAYBENOT_CAPI_MACHINE_LIST_H_

#include "absl/strings/string_view.h"
#include "maybenot/capi/maybenot.h"
#include "maybenot/machine.h"

namespace maybenot::capi {

// Machines separated by LF or CRLF; a line break at the end ends the last one.
// No text is no machine; an empty line is an error. `machines` is set on
// success.
// Errors: MachineStringNotUtf8, InvalidMachineString; the error text names the
// line.
MaybenotResult ParseMachineList(absl::string_view text, Machines& machines);

}  // namespace maybenot::capi

#endif  // MAYBENOT_CAPI_MACHINE_LIST_H_
