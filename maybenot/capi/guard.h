// What every function of the ABI runs in: nothing leaves it but a result.
#ifndef MAYBENOT_CAPI_GUARD_H_
#define MAYBENOT_CAPI_GUARD_H_

#include "absl/strings/string_view.h"
#include "maybenot/capi/maybenot_ext.h"

namespace maybenot::capi {

// Thrown where a generator has nothing to give; Guarded turns it into
// MaybenotResult_NoRandomness.
struct NoRandomness {};

// Remembers `text` for this thread, cut to what maybenot_error_text gives.
void SetErrorText(absl::string_view text);

// `result`, with its text remembered.
MaybenotResult Fail(MaybenotResult result, absl::string_view text);

// NullPointer, naming the argument.
MaybenotResult FailNull(absl::string_view argument);

// The result for what is being handled. Call it in a catch block only.
MaybenotResult FailCaught();

// The result of `body`, or what an exception in it comes to.
template <typename Body>
MaybenotResult Guarded(Body body) noexcept {
  try {
    return body();
  } catch (...) {
    return FailCaught();
  }
}

// As Guarded, for work on a handle. An exception leaves the handle between two
// states: every later call gives the same result, and does nothing.
template <typename Handle, typename Body>
MaybenotResult GuardedOn(Handle& handle, Body body) noexcept {
  if (handle.broken != MaybenotResult_Ok) return handle.broken;
  try {
    return body();
  } catch (...) {
    handle.broken = FailCaught();
    return handle.broken;
  }
}

}  // namespace maybenot::capi

#endif  // MAYBENOT_CAPI_GUARD_H_
