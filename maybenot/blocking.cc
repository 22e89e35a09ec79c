#include "maybenot/blocking.h"

namespace maybenot {

void Blocking::Apply(const TriggerAction& block, base::Instant now) {
  const base::Instant end = base::SaturatingAdd(now, block.duration);
  if (until_ && !block.replace && end <= *until_) return;
  until_ = end;
  bypassable_ = block.bypass;
}

}  // namespace maybenot
