#include "lab/metrics.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/statistics.h"
#include "base/time.h"
#include "maybenot/defender.h"
#include "tunnel/shaper/cell_record.h"

namespace lab {
namespace {

constexpr base::Duration kLate = base::Seconds(30);

// Bytes or cells of one conversation, both ways.
struct Volume {
  double all = 0;
  double tail = 0;
};

Volume BytesOf(const ConversationObservations& conversation) {
  Volume volume;
  for (const Direction* d : {&conversation.up, &conversation.down}) {
    volume.all += static_cast<double>(
        d->cells.payload_bytes + d->cells.fill_bytes + d->cells.padding_bytes);
    volume.tail += static_cast<double>(d->tail_bytes);
  }
  return volume;
}

Volume CellsOf(const ConversationObservations& conversation) {
  Volume volume;
  for (const Direction* d : {&conversation.up, &conversation.down}) {
    volume.all +=
        static_cast<double>(d->cells.normal_cells + d->cells.padding_cells);
    volume.tail += static_cast<double>(d->tail_cells);
  }
  return volume;
}

// Numerators and denominators of an overhead, a conversation each.
class RatioSample {
 public:
  void Add(double defended, double undefended) {
    defended_ += defended;
    undefended_ += undefended;
    ratios_.push_back(defended / undefended - 1);
  }
  void WriteTo(results::Ratios* ratios) const {
    if (ratios_.empty()) return;
    ratios->set_sum(defended_ / undefended_ - 1);
    ratios->set_mean(*base::Mean(ratios_));
    ratios->set_median(*base::Median(ratios_));
  }

 private:
  double defended_ = 0;
  double undefended_ = 0;
  std::vector<double> ratios_;
};

void MeasureOverhead(const Observations& observed, const Observations& baseline,
                     results::Run* run) {
  RatioSample bytes, cells, bytes_without_tail, cells_without_tail;
  std::uint32_t conversations = 0;
  for (std::size_t i = 0; i < baseline.conversations.size(); ++i) {
    const double undefended_bytes = BytesOf(baseline.conversations[i]).all;
    const double undefended_cells = CellsOf(baseline.conversations[i]).all;
    if (undefended_bytes == 0 || undefended_cells == 0) continue;
    ++conversations;
    const Volume in_bytes = BytesOf(observed.conversations[i]);
    const Volume in_cells = CellsOf(observed.conversations[i]);
    bytes.Add(in_bytes.all, undefended_bytes);
    cells.Add(in_cells.all, undefended_cells);
    bytes_without_tail.Add(in_bytes.all - in_bytes.tail, undefended_bytes);
    cells_without_tail.Add(in_cells.all - in_cells.tail, undefended_cells);
  }
  bytes.WriteTo(run->mutable_overhead()->mutable_bytes());
  cells.WriteTo(run->mutable_overhead()->mutable_cells());
  run->mutable_overhead()->set_conversations(conversations);
  results::Overhead* without_tail = run->mutable_overhead_without_tail();
  bytes_without_tail.WriteTo(without_tail->mutable_bytes());
  cells_without_tail.WriteTo(without_tail->mutable_cells());
  without_tail->set_conversations(conversations);
}

void AddTraffic(const Direction& direction, results::Traffic* traffic) {
  const shaper::CellCounts& cells = direction.cells;
  traffic->set_normal_cells(traffic->normal_cells() + cells.normal_cells);
  traffic->set_padding_cells(traffic->padding_cells() + cells.padding_cells);
  traffic->set_payload_bytes(traffic->payload_bytes() + cells.payload_bytes);
  traffic->set_fill_bytes(traffic->fill_bytes() + cells.fill_bytes);
  traffic->set_padding_bytes(traffic->padding_bytes() + cells.padding_bytes);
  traffic->set_tail_cells(traffic->tail_cells() + direction.tail_cells);
  traffic->set_tail_bytes(traffic->tail_bytes() + direction.tail_bytes);
  traffic->set_blocked_seconds(traffic->blocked_seconds() +
                               base::ToSeconds(direction.blocked));
}

void WriteTimes(std::vector<double> seconds, results::Times* times) {
  times->set_count(seconds.size());
  if (seconds.empty()) return;
  std::sort(seconds.begin(), seconds.end());
  times->set_p50(*base::Percentile(seconds, 0.5));
  times->set_p95(*base::Percentile(seconds, 0.95));
  times->set_p99(*base::Percentile(seconds, 0.99));
  times->set_max(seconds.back());
}

// Fills messages, receipt_round_trip and fraction_over_30s.
void MeasureMessages(const Observations& observed, results::Run* run) {
  results::Messages& messages = *run->mutable_messages();
  std::uint64_t expected = 0, received = 0, duplicates = 0, sent = 0;
  std::vector<double> round_trips;
  std::uint64_t in_time = 0;
  for (const ConversationObservations& c : observed.conversations) {
    sent += c.messages.size();
    for (const Message& message : c.messages) {
      for (const Delivery& delivery : message.deliveries) {
        ++expected;
        received += delivery.received ? 1 : 0;
        duplicates += delivery.duplicates;
        if (!delivery.receipted) continue;
        const base::Duration round_trip = *delivery.receipted - message.sent;
        round_trips.push_back(base::ToSeconds(round_trip));
        in_time += round_trip <= kLate ? 1 : 0;
      }
    }
  }
  messages.set_sent(sent);
  messages.set_expected(expected);
  messages.set_received(received);
  messages.set_receipts(round_trips.size());
  messages.set_never_answered(expected - round_trips.size());
  messages.set_duplicates(duplicates);
  if (expected > 0) {
    run->set_fraction_over_30s(static_cast<double>(expected - in_time) /
                               static_cast<double>(expected));
  }
  WriteTimes(std::move(round_trips), run->mutable_receipt_round_trip());
}

void AddExceptions(const ConversationObservations& conversation,
                   results::Exceptions* sum) {
  for (const Direction* direction : {&conversation.up, &conversation.down}) {
    const maybenot::Defender::Statistics& s = direction->defender;
    sum->set_refused(sum->refused() + s.refused);
    sum->set_padding_dropped(sum->padding_dropped() + s.padding_dropped);
    sum->set_padding_replaced(sum->padding_replaced() + s.padding_replaced);
    sum->set_blocking_ended_by_full_queue(sum->blocking_ended_by_full_queue() +
                                          s.blocking_ended_by_full_queue);
    sum->set_stalled(sum->stalled() + s.stalled);
    sum->set_restarts(sum->restarts() + s.restarts);
    sum->set_given_up(sum->given_up() + s.given_up);
  }
  sum->set_messages_dropped(sum->messages_dropped() + conversation.dropped);
  sum->set_failed_connections(sum->failed_connections() +
                              conversation.failed_connections);
}

}  // namespace

results::Run Measure(const Observations& observed,
                     const Observations& baseline) {
  BASE_CHECK(observed.conversations.size() == baseline.conversations.size());
  BASE_CHECK(observed.measured > base::Duration(0));
  results::Run run;
  run.set_seed(observed.seed);
  MeasureMessages(observed, &run);
  double bytes = 0;
  std::vector<double> waits_up, waits_down;
  for (const ConversationObservations& c : observed.conversations) {
    AddTraffic(c.up, run.mutable_up());
    AddTraffic(c.down, run.mutable_down());
    AddExceptions(c, run.mutable_exceptions());
    bytes += BytesOf(c).all;
    for (const base::Duration wait : c.up.waits) {
      waits_up.push_back(base::ToSeconds(wait));
    }
    for (const base::Duration wait : c.down.waits) {
      waits_down.push_back(base::ToSeconds(wait));
    }
  }
  MeasureOverhead(observed, baseline, &run);
  const double per_hour = bytes * 3600 / base::ToSeconds(observed.measured);
  run.set_bytes_per_hour(per_hour);
  run.set_bytes_per_conversation_hour(
      observed.conversations.empty()
          ? 0
          : per_hour / static_cast<double>(observed.conversations.size()));
  WriteTimes(std::move(waits_up), run.mutable_added_delay_up());
  WriteTimes(std::move(waits_down), run.mutable_added_delay_down());
  return run;
}

}  // namespace lab
