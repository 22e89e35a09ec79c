// A Defender on an ExactHost that a test drives in microseconds, and whose
// events it reads as text:
//
//   Rig rig({specs::Spec({...})});
//   rig.Send(0);
//   rig.Run(10);
//   EXPECT_THAT(rig.Events(), ElementsAre("0 NS", "0 TS normal", "7 PS:0"));
#ifndef MAYBENOT_TESTING_RIG_H_
#define MAYBENOT_TESTING_RIG_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "maybenot/defender.h"
#include "maybenot/exact_host.h"
#include "maybenot/machine.h"

namespace maybenot {

constexpr base::Instant At(std::int64_t us) {
  return base::Instant{} + base::Microseconds(us);
}

// Starts at 0 with seed 1. Requires: specs and options are valid.
Defender CreateDefender(std::vector<MachineSpec> specs,
                        Defender::Options options = {});

// Since the last call: microseconds, event code, kind.
std::vector<std::string> TakeEventTexts(Defender& defender);

class Rig {
 public:
  explicit Rig(std::vector<MachineSpec> specs, Defender::Options options = {});
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  bool Send(std::int64_t us) { return host_.Enqueue(100, At(us)); }
  void Receive(PacketKind kind, std::int64_t us) {
    host_.HandleReceived(kind, 100, At(us));
  }
  void Run(std::int64_t us) { host_.Run(At(us)); }

  std::vector<std::string> Events() { return TakeEventTexts(defender_); }
  Defender& defender() { return defender_; }
  const Defender::Statistics& statistics() const {
    return defender_.statistics();
  }

 private:
  Defender defender_;
  ExactHost host_;
};

}  // namespace maybenot

#endif  // MAYBENOT_TESTING_RIG_H_
