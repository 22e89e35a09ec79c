#include "lab/metrics.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/time.h"
#include "gtest/gtest.h"
#include "lab/observations.h"
#include "lab/results.pb.h"

namespace lab {
namespace {

constexpr base::Instant AtS(std::int64_t s) {
  return base::Instant{} + base::Seconds(s);
}

Direction Cells(std::uint64_t normal, std::uint64_t padding,
                std::uint64_t tail = 0) {
  // Cells of 100 bytes, 60 of them payload.
  Direction direction;
  direction.cells.normal_cells = normal;
  direction.cells.padding_cells = padding;
  direction.cells.payload_bytes = 60 * normal;
  direction.cells.fill_bytes = 40 * normal;
  direction.cells.padding_bytes = 100 * padding;
  direction.tail_cells = tail;
  direction.tail_bytes = 100 * tail;
  return direction;
}

// A run of half an hour with these connections, up and down.
Observations Observed(
    const std::vector<std::pair<Direction, Direction>>& connections) {
  Observations observed;
  observed.seed = 3;
  observed.measured = base::Seconds(1800);
  for (std::size_t i = 0; i < connections.size(); ++i) {
    ConversationObservations conversation{};
    conversation.user = i;
    conversation.up = connections[i].first;
    conversation.down = connections[i].second;
    observed.conversations.push_back(conversation);
  }
  return observed;
}

TEST(MetricsTest, OverheadIsOverConversationsWithTraffic) {
  // Undefended: 5 + 5 = 10, 20 + 0 = 20, 10 and 0 cells of 100 bytes.
  const Observations none = Observed({{Cells(5, 0), Cells(5, 0)},
                                      {Cells(20, 0), Cells(0, 0)},
                                      {Cells(10, 0), Cells(0, 0)},
                                      {Cells(0, 0), Cells(0, 0)}});
  // Defended: 30 (10 of them tail), 20, 10, and 50 where nothing was sent.
  const Observations defended =
      Observed({{Cells(5, 10, 6), Cells(5, 10, 4)},
                {Cells(20, 0), Cells(0, 0)},
                {Cells(10, 0), Cells(0, 0)},
                {Cells(0, 25, 25), Cells(0, 25, 25)}});
  const results::Run run = Measure(defended, none);
  // 60 / 40 - 1; of 2, 0, 0 the mean is 2/3 and the median 0.
  EXPECT_DOUBLE_EQ(run.overhead().bytes().sum(), 0.5);
  EXPECT_DOUBLE_EQ(run.overhead().bytes().mean(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(run.overhead().bytes().median(), 0);
  EXPECT_DOUBLE_EQ(run.overhead().cells().sum(), 0.5);
  EXPECT_EQ(run.overhead().conversations(), 3u);
  // Without the tail 50 / 40 - 1; and 1, 0, 0.
  EXPECT_DOUBLE_EQ(run.overhead_without_tail().bytes().sum(), 0.25);
  EXPECT_DOUBLE_EQ(run.overhead_without_tail().bytes().mean(), 1.0 / 3);
  EXPECT_DOUBLE_EQ(run.overhead_without_tail().cells().mean(), 1.0 / 3);
  // 110 cells of 100 bytes in half an hour, four conversations.
  EXPECT_DOUBLE_EQ(run.bytes_per_hour(), 22000);
  EXPECT_DOUBLE_EQ(run.bytes_per_conversation_hour(), 5500);
}

TEST(MetricsTest, NothingAgainstNothingHasNoOverhead) {
  const Observations none = Observed({{Cells(0, 0), Cells(0, 0)}});
  const results::Run run = Measure(none, none);
  EXPECT_FALSE(run.overhead().bytes().has_sum());
  EXPECT_EQ(run.overhead().conversations(), 0u);
  EXPECT_FALSE(run.has_fraction_over_30s());
  EXPECT_EQ(run.receipt_round_trip().count(), 0u);
  EXPECT_FALSE(run.receipt_round_trip().has_p50());
}

TEST(MetricsTest, TrafficIsSummedInEachDirection) {
  Observations defended = Observed(
      {{Cells(5, 10, 6), Cells(4, 3, 2)}, {Cells(1, 2, 1), Cells(0, 1, 1)}});
  defended.conversations[0].up.blocked = base::Seconds(2);
  defended.conversations[1].up.blocked = base::Milliseconds(500);
  const results::Run run = Measure(defended, defended);
  EXPECT_EQ(run.seed(), 3u);
  EXPECT_EQ(run.up().normal_cells(), 6u);
  EXPECT_EQ(run.up().padding_cells(), 12u);
  EXPECT_EQ(run.up().payload_bytes(), 360u);
  EXPECT_EQ(run.up().fill_bytes(), 240u);
  EXPECT_EQ(run.up().padding_bytes(), 1200u);
  EXPECT_EQ(run.up().tail_cells(), 7u);
  EXPECT_EQ(run.up().tail_bytes(), 700u);
  EXPECT_DOUBLE_EQ(run.up().blocked_seconds(), 2.5);
  EXPECT_EQ(run.down().normal_cells(), 4u);
  EXPECT_EQ(run.down().padding_cells(), 4u);
  EXPECT_EQ(run.down().blocked_seconds(), 0);
}

TEST(MetricsTest, LateAndLostReceiptsAreTold) {
  Observations observed = Observed({{Cells(1, 0), Cells(1, 0)}});
  // Sent at 10 s; receipts after 1 s, 30 s, 31 s and never; one delivery never
  // arrived, another arrived twice.
  observed.conversations[0].messages = {
      {.id = 0,
       .blocks = 1,
       .sent = AtS(10),
       .deliveries = {{.recipient = 1,
                       .received = AtS(11),
                       .receipted = AtS(11),
                       .duplicates = 1},
                      {.recipient = 2,
                       .received = AtS(12),
                       .receipted = AtS(40),
                       .duplicates = 0}}},
      {.id = 1,
       .blocks = 2,
       .sent = AtS(10),
       .deliveries = {{.recipient = 1,
                       .received = AtS(13),
                       .receipted = AtS(41),
                       .duplicates = 0},
                      {.recipient = 2,
                       .received = std::nullopt,
                       .receipted = std::nullopt,
                       .duplicates = 0}}},
  };
  const results::Run run = Measure(observed, observed);
  EXPECT_EQ(run.messages().sent(), 2u);
  EXPECT_EQ(run.messages().expected(), 4u);
  EXPECT_EQ(run.messages().received(), 3u);
  EXPECT_EQ(run.messages().receipts(), 3u);
  EXPECT_EQ(run.messages().never_answered(), 1u);
  EXPECT_EQ(run.messages().duplicates(), 1u);
  // 31 s and never, of four; exactly 30 s is not over it.
  EXPECT_DOUBLE_EQ(run.fraction_over_30s(), 0.5);
  EXPECT_EQ(run.receipt_round_trip().count(), 3u);
  EXPECT_DOUBLE_EQ(run.receipt_round_trip().p50(), 30);  // ceil(1.5) = 2nd.
  EXPECT_DOUBLE_EQ(run.receipt_round_trip().p95(), 31);  // ceil(2.85) = 3rd.
  EXPECT_DOUBLE_EQ(run.receipt_round_trip().max(), 31);
}

TEST(MetricsTest, AddedDelayIsOfEachDirectionsNormalCells) {
  Observations observed =
      Observed({{Cells(2, 0), Cells(1, 0)}, {Cells(2, 0), Cells(1, 0)}});
  observed.conversations[0].up.waits = {base::Seconds(0), base::Seconds(4)};
  observed.conversations[1].up.waits = {base::Seconds(1), base::Seconds(2)};
  observed.conversations[1].down.waits = {base::Milliseconds(5)};
  const results::Run run = Measure(observed, observed);
  EXPECT_EQ(run.added_delay_up().count(), 4u);
  EXPECT_DOUBLE_EQ(run.added_delay_up().p50(), 1);
  EXPECT_DOUBLE_EQ(run.added_delay_up().p95(), 4);
  EXPECT_EQ(run.added_delay_down().count(), 1u);
  EXPECT_DOUBLE_EQ(run.added_delay_down().p99(), 0.005);
}

TEST(MetricsTest, ExceptionsAreSummedOverBothSides) {
  Observations observed =
      Observed({{Cells(1, 0), Cells(1, 0)}, {Cells(1, 0), Cells(1, 0)}});
  observed.conversations[0].up.defender.refused = 1;
  observed.conversations[0].down.defender.refused = 2;
  observed.conversations[1].up.defender.restarts = 4;
  observed.conversations[1].down.defender.padding_dropped = 5;
  observed.conversations[1].down.defender.padding_replaced = 6;
  observed.conversations[1].down.defender.blocking_ended_by_full_queue = 7;
  observed.conversations[1].down.defender.stalled = 8;
  observed.conversations[1].down.defender.given_up = 9;
  observed.conversations[1].dropped = 10;
  observed.conversations[1].failed_connections = 11;
  const results::Exceptions sum = Measure(observed, observed).exceptions();
  EXPECT_EQ(sum.refused(), 3u);
  EXPECT_EQ(sum.restarts(), 4u);
  EXPECT_EQ(sum.padding_dropped(), 5u);
  EXPECT_EQ(sum.padding_replaced(), 6u);
  EXPECT_EQ(sum.blocking_ended_by_full_queue(), 7u);
  EXPECT_EQ(sum.stalled(), 8u);
  EXPECT_EQ(sum.given_up(), 9u);
  EXPECT_EQ(sum.messages_dropped(), 10u);
  EXPECT_EQ(sum.failed_connections(), 11u);
}

}  // namespace
}  // namespace lab
