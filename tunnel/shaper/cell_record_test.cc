#include "tunnel/shaper/cell_record.h"

#include <cstddef>
#include <vector>

#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/packet_queue.h"

namespace shaper {
namespace {

using Direction = CellRecord::Direction;
using Keep = CellRecord::Keep;
using maybenot::PacketKind;

base::Instant At(int ms) { return base::Instant(base::Milliseconds(ms)); }

TEST(CellRecordTest, CountsFillApartFromPayloadAndPadding) {
  CellRecord record(Keep::kCounts);
  record.AddOpening(Direction::kSent, 512, At(0));
  record.AddNormal(Direction::kSent, {.cell_bytes = 512, .payload_bytes = 100},
                   At(1));
  record.AddNormal(Direction::kSent, {.cell_bytes = 512, .payload_bytes = 510},
                   At(1));
  record.AddPadding(Direction::kSent, 512, At(2));
  record.AddPadding(Direction::kReceived, 64, At(2));
  const CellCounts& sent = record.sent();
  EXPECT_EQ(sent.opening_cells, 1u);
  EXPECT_EQ(sent.normal_cells, 2u);
  EXPECT_EQ(sent.padding_cells, 1u);
  EXPECT_EQ(sent.payload_bytes, 610u);
  EXPECT_EQ(sent.fill_bytes, 926u);  // 512 + 412 + 2.
  EXPECT_EQ(sent.padding_bytes, 512u);
  EXPECT_EQ(record.received().padding_cells, 1u);
  EXPECT_EQ(record.received().padding_bytes, 64u);
  EXPECT_EQ(record.received().normal_cells, 0u);
  EXPECT_TRUE(record.TakeEvents().empty());
}

TEST(CellRecordTest, KeepsEventsInOrderOnRequest) {
  CellRecord record(Keep::kEvents);
  record.AddOpening(Direction::kReceived, 64, At(1));
  record.AddNormal(Direction::kSent, {.cell_bytes = 512, .payload_bytes = 1},
                   At(3));
  record.AddPadding(Direction::kReceived, 64, At(2));  // A late clock.
  const std::vector<CellEvent> events = record.TakeEvents();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_FALSE(events[0].sent);
  EXPECT_EQ(events[0].kind, PacketKind::kNormal);
  EXPECT_EQ(events[0].at, At(1));
  EXPECT_TRUE(events[1].sent);
  EXPECT_EQ(events[1].bytes, 512u);
  EXPECT_EQ(events[2].kind, PacketKind::kPadding);
  EXPECT_EQ(events[2].at, At(3));  // The latest seen.
  EXPECT_TRUE(record.TakeEvents().empty());
}

TEST(CellRecordTest, HoldsABoundedNumberOfWaits) {
  CellRecord record(Keep::kCounts);
  for (std::size_t i = 0; i <= CellRecord::kMaxWaits; ++i) {
    record.AddWait(base::Duration(i));
  }
  const std::vector<base::Duration> waits = record.TakeWaits();
  ASSERT_EQ(waits.size(), CellRecord::kMaxWaits);
  EXPECT_EQ(waits.front(), base::Duration(1));  // 0 is the one dropped.
  EXPECT_EQ(waits.back(), base::Duration(CellRecord::kMaxWaits));
  EXPECT_TRUE(record.TakeWaits().empty());
}

}  // namespace
}  // namespace shaper
