#include "mgen/programs/conversation_meters.h"

#include "base/check.h"
#include "base/time.h"
#include "maybenot/defender.h"

namespace mgen {
namespace {

void Write(const shaper::CellCounts& from, stats::Cells& to) {
  to.set_normal(from.normal_cells);
  to.set_padding(from.padding_cells);
  to.set_opening(from.opening_cells);
  to.set_payload_bytes(from.payload_bytes);
  to.set_fill_bytes(from.fill_bytes);
  to.set_padding_bytes(from.padding_bytes);
}

void Write(const shaper::Measured& from, stats::Measured& to) {
  Write(from.cells, *to.mutable_cells());
  to.set_tail_cells(from.tail_cells);
  to.set_tail_bytes(from.tail_bytes);
  for (const base::Duration wait : from.waits) to.add_waits(wait.count());
  to.set_blocked(from.blocked.count());
  const maybenot::Defender::Statistics& defender = from.defender;
  to.set_refused(defender.refused);
  to.set_padding_dropped(defender.padding_dropped);
  to.set_padding_replaced(defender.padding_replaced);
  to.set_blocking_ended_by_full_queue(defender.blocking_ended_by_full_queue);
  to.set_stalled(defender.stalled);
  to.set_restarts(defender.restarts);
  to.set_given_up(defender.given_up);
}

}  // namespace

ConversationMeters::Conversation& ConversationMeters::FindOrAdd(
    absl::string_view user, absl::string_view group) {
  const auto [at, is_new] =
      conversations_.try_emplace({std::string(user), std::string(group)});
  Conversation& conversation = at->second;
  if (is_new && began()) conversation.meter.Begin();
  if (is_new && ended()) conversation.meter.End();
  return conversation;
}

void ConversationMeters::BeginMeasuring() {
  BASE_CHECK(phase_ == Phase::kBefore);
  phase_ = Phase::kMeasuring;
  for (auto& [name, conversation] : conversations_) conversation.meter.Begin();
}

void ConversationMeters::EndMeasuring() {
  BASE_CHECK(phase_ == Phase::kMeasuring);
  phase_ = Phase::kAfter;
  for (auto& [name, conversation] : conversations_) conversation.meter.End();
}

ConversationMeters::Totals ConversationMeters::Sum() const {
  Totals sum;
  for (const auto& [name, conversation] : conversations_) {
    const shaper::Meter::Totals now = conversation.meter.Now();
    sum.sent += now.sent;
    sum.received += now.received;
  }
  return sum;
}

void ConversationMeters::WriteTo(stats::Stats& stats) const {
  for (const auto& [name, conversation] : conversations_) {
    stats::Conversation& written = *stats.add_conversations();
    written.set_user(name.first);
    written.set_group(name.second);
    written.set_defense(conversation.defense);
    const shaper::Meter::Totals now = conversation.meter.Now();
    Write(now.sent, *written.mutable_sent());
    Write(now.received, *written.mutable_received());
    if (ended()) {
      Write(conversation.meter.Result(), *written.mutable_measured());
    }
  }
}

}  // namespace mgen
