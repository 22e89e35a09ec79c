#include "maybenot/capi/maybenot.h"

#include "absl/types/span.h"
#include "maybenot/capi/framework_handle.h"
#include "maybenot/capi/guard.h"
#include "maybenot/capi/maybenot_ext.h"

using maybenot::capi::FailNull;

extern "C" {

const char* maybenot_version(void) { return "maybenot-ffi/2.0.1"; }

MaybenotResult maybenot_start(const char* machines_str, double max_padding_frac,
                              double max_blocking_frac,
                              MaybenotFramework** out) {
  MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
  options.max_padding_frac = max_padding_frac;
  options.max_blocking_frac = max_blocking_frac;
  return maybenot_start_with(machines_str, &options, out);
}

uintptr_t maybenot_num_machines(MaybenotFramework* this_) {
  return this_ == nullptr ? 0 : this_->framework().num_machines();
}

void maybenot_stop(MaybenotFramework* this_) { delete this_; }

MaybenotResult maybenot_on_events(MaybenotFramework* this_,
                                  const MaybenotEvent* events,
                                  uintptr_t num_events,
                                  MaybenotAction* actions_out,
                                  uintptr_t* num_actions_out) {
  if (num_actions_out == nullptr) return FailNull("num_actions_out");
  *num_actions_out = 0;
  if (this_ == nullptr) return FailNull("this_");
  if (events == nullptr) return FailNull("events");
  if (actions_out == nullptr) return FailNull("actions_out");
  return maybenot::capi::GuardedOn(*this_, [&] {
    return this_->OnEvents(absl::MakeConstSpan(events, num_events), actions_out,
                           *num_actions_out);
  });
}

}  // extern "C"
