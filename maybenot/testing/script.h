// A framework that a test tells what happens, call by call:
//
//   Script script({specs::Spec({...})});
//   EXPECT_THAT(script.Call({kNS, kNR}), ElementsAre(Padding(0, 7)));
//   script.Pass(base::Milliseconds(10));
#ifndef MAYBENOT_TESTING_SCRIPT_H_
#define MAYBENOT_TESTING_SCRIPT_H_

#include <cstdint>
#include <ostream>
#include <vector>

#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine_spec.h"

namespace maybenot {

inline constexpr TriggerEvent kNS{Event::kNormalSent};
inline constexpr TriggerEvent kNR{Event::kNormalRecv};
inline constexpr TriggerEvent kPR{Event::kPaddingRecv};
inline constexpr TriggerEvent kTS{Event::kTunnelSent};
inline constexpr TriggerEvent kTR{Event::kTunnelRecv};
inline constexpr TriggerEvent kBE{Event::kBlockingEnd};
TriggerEvent PS(std::uint32_t machine = 0);
TriggerEvent BB(std::uint32_t machine = 0);
TriggerEvent TB(std::uint32_t machine = 0);
TriggerEvent TE(std::uint32_t machine = 0);

// Without flags.
TriggerAction Padding(std::uint32_t machine, std::int64_t timeout_us);
TriggerAction Block(std::uint32_t machine, std::int64_t timeout_us,
                    std::int64_t duration_us, bool replace = false);
TriggerAction SetTimer(std::uint32_t machine, std::int64_t us);

void PrintTo(const TriggerAction& action, std::ostream* out);

class Script {
 public:
  // Requires: the specs and limits are valid.
  explicit Script(std::vector<MachineSpec> specs, Framework::Limits limits = {},
                  std::uint64_t seed = 1);

  std::vector<TriggerAction> Call(std::vector<TriggerEvent> events);
  void Pass(base::Duration time) { now_ += time; }  // Negative: goes back.

  const Framework& framework() const { return framework_; }

 private:
  base::Instant now_;
  Framework framework_;
};

}  // namespace maybenot

#endif  // MAYBENOT_TESTING_SCRIPT_H_
