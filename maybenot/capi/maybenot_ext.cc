#include "maybenot/capi/maybenot_ext.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "maybenot/capi/framework_handle.h"
#include "maybenot/capi/guard.h"
#include "maybenot/capi/machine_list.h"
#include "maybenot/capi/structs.h"
#include "maybenot/machine.h"
#include "maybenot/version.h"

using maybenot::capi::Fail;
using maybenot::capi::FailNull;
using maybenot::capi::Guarded;

namespace {

MaybenotResult NameMachine(const char* machine_str, char* name_out) {
  maybenot::Machines machines;
  const MaybenotResult parsed =
      maybenot::capi::ParseMachineList(machine_str, machines);
  if (parsed != MaybenotResult_Ok) return parsed;
  if (machines->size() != 1) {
    return Fail(MaybenotResult_InvalidMachineString,
                absl::StrCat("machine_str holds ", machines->size(),
                             " machines: must be 1"));
  }
  const absl::StatusOr<std::string> name = machines->front().Name();
  if (!name.ok()) {
    return Fail(MaybenotResult_InvalidMachineString, name.status().message());
  }
  name->copy(name_out, MAYBENOT_NAME_SIZE - 1);
  name_out[MAYBENOT_NAME_SIZE - 1] = '\0';
  return MaybenotResult_Ok;
}

}  // namespace

extern "C" {

const char* maybenot_ext_version(void) { return maybenot::kLibrary; }

uint64_t maybenot_monotonic_ns(void) { return maybenot::capi::MonotonicNs(); }

MaybenotResult maybenot_machine_name(const char* machine_str, char* name_out) {
  if (machine_str == nullptr) return FailNull("machine_str");
  if (name_out == nullptr) return FailNull("name_out");
  return Guarded([&] { return NameMachine(machine_str, name_out); });
}

MaybenotResult maybenot_start_with(const char* machines_str,
                                   const MaybenotOptions* options,
                                   MaybenotFramework** out) {
  if (out == nullptr) return FailNull("out");
  if (machines_str == nullptr) return FailNull("machines_str");
  const MaybenotOptions defaults = MAYBENOT_OPTIONS_INIT;
  if (options == nullptr) options = &defaults;
  if (!maybenot::capi::IsReadable(*options)) {
    return Fail(MaybenotResult_InvalidArgument,
                "options.struct_size is not set by MAYBENOT_OPTIONS_INIT, or "
                "options of a later version are set");
  }
  return Guarded(
      [&] { return MaybenotFramework::Start(machines_str, *options, out); });
}

bool maybenot_all_machines_ended(const MaybenotFramework* framework) {
  return framework == nullptr || framework->framework().all_machines_ended();
}

MaybenotResult maybenot_set_rate_limit(MaybenotFramework* framework,
                                       double max_actions_per_second) {
  if (framework == nullptr) return FailNull("framework");
  if (!(max_actions_per_second >= 0)) {
    return Fail(MaybenotResult_InvalidArgument,
                "max_actions_per_second is negative or NaN");
  }
  return Guarded([&]() -> MaybenotResult {
    framework->SetRateLimit(max_actions_per_second);
    return MaybenotResult_Ok;
  });
}

MaybenotResult maybenot_statistics(const MaybenotFramework* framework,
                                   MaybenotStatistics* out, size_t size) {
  if (framework == nullptr) return FailNull("framework");
  if (out == nullptr) return FailNull("out");
  maybenot::capi::FillStruct(framework->statistics, out, size);
  return MaybenotResult_Ok;
}

}  // extern "C"
