#include "maybenot/capi/convert.h"

#include <algorithm>

#include "maybenot/state.h"

namespace maybenot::capi {
namespace {

MaybenotDuration ToC(base::Duration duration) {
  constexpr std::uint64_t kSecond = 1'000'000'000;
  const std::uint64_t ns = Nanoseconds(duration);
  MaybenotDuration out;
  out.secs = ns / kSecond;
  out.nanos = static_cast<std::uint32_t>(ns % kSecond);
  return out;
}

MaybenotTimer ToC(Timer timer) {
  switch (timer) {
    case Timer::kAction:
      return MaybenotTimer_Action;
    case Timer::kInternal:
      return MaybenotTimer_Internal;
    case Timer::kAll:
      break;
  }
  return MaybenotTimer_All;
}

}  // namespace

void ToC(const TriggerAction& action, MaybenotAction& out) {
  const auto machine = static_cast<std::uintptr_t>(action.machine);
  switch (action.kind) {
    case TriggerAction::Kind::kCancel:
      out.tag = MaybenotAction_Cancel;
      out.cancel.machine = machine;
      out.cancel.timer = ToC(action.timer);
      return;
    case TriggerAction::Kind::kSendPadding:
      out.tag = MaybenotAction_SendPadding;
      out.send_padding.machine = machine;
      out.send_padding.timeout = ToC(action.timeout);
      out.send_padding.replace = action.replace;
      out.send_padding.bypass = action.bypass;
      return;
    case TriggerAction::Kind::kBlockOutgoing:
      out.tag = MaybenotAction_BlockOutgoing;
      out.block_outgoing.machine = machine;
      out.block_outgoing.timeout = ToC(action.timeout);
      out.block_outgoing.replace = action.replace;
      out.block_outgoing.bypass = action.bypass;
      out.block_outgoing.duration = ToC(action.duration);
      return;
    case TriggerAction::Kind::kUpdateTimer:
      out.tag = MaybenotAction_UpdateTimer;
      out.update_timer.machine = machine;
      out.update_timer.duration = ToC(action.duration);
      out.update_timer.replace = action.replace;
      return;
  }
}

std::uint64_t Nanoseconds(base::Duration duration) {
  return static_cast<std::uint64_t>(
      std::max(duration, base::Duration(0)).count());
}

}  // namespace maybenot::capi
