#include "lab/cell_meter.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/observations.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace lab {
namespace {

using maybenot::Event;
using ::testing::ElementsAre;
using Way = CellMeter::Way;

namespace specs = maybenot::specs;

constexpr base::Instant AtMs(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

// Cells of 512 bytes; pads 10 ms after each normal cell.
shaper::Stream PaddingStream() {
  return shaper::CreateStream(shaper::Defended(
      shaper::Stream::Role::kClient,
      specs::Compile(
          {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                        specs::Pads(10'000).On(Event::kNormalSent, 1)})})));
}

class CellMeterTest : public ::testing::Test {
 protected:
  // `bytes` at `enqueued`, and all that can be written at `at`.
  void Write(shaper::Stream& stream, Way way, std::size_t bytes,
             base::Instant at) {
    ASSERT_EQ(stream.Write(std::vector<std::uint8_t>(bytes), at), bytes);
    Poll(stream, way, at);
  }
  void Poll(shaper::Stream& stream, Way way, base::Instant at) {
    stream.HandleDeadline(at);
    while (stream.PollWrite(at)) meter_.HandleWrite(way);
  }

  CellMeter meter_;
};

TEST_F(CellMeterTest, CountsWhatIsWrittenWhileMeasuring) {
  shaper::Stream stream = PaddingStream();
  meter_.Attach(Way::kUp, &stream);
  Write(stream, Way::kUp, 100, AtMs(0));  // And the opening cell.
  Poll(stream, Way::kUp, AtMs(10));       // Padding.
  meter_.Begin();
  Write(stream, Way::kUp, 100, AtMs(20));
  Poll(stream, Way::kUp, AtMs(30));  // Padding.
  Write(stream, Way::kUp, 200, AtMs(40));
  Poll(stream, Way::kUp, AtMs(50));  // Padding, the tail.
  meter_.End();
  Write(stream, Way::kUp, 100, AtMs(60));
  const Direction up = meter_.Result(Way::kUp);
  EXPECT_EQ(up.cells.normal_cells, 2u);
  EXPECT_EQ(up.cells.payload_bytes, 300u);
  EXPECT_EQ(up.cells.fill_bytes, 724u);  // 2 * 512 - 300.
  EXPECT_EQ(up.cells.padding_cells, 2u);
  EXPECT_EQ(up.cells.padding_bytes, 1024u);
  EXPECT_EQ(up.tail_cells, 1u);
  EXPECT_EQ(up.tail_bytes, 512u);
  EXPECT_THAT(up.waits, ElementsAre(base::Duration(0), base::Duration(0)));
  EXPECT_EQ(meter_.Result(Way::kDown).cells.normal_cells, 0u);
}

TEST_F(CellMeterTest, ANormalCellOfEitherDirectionEndsTheTailOfBoth) {
  shaper::Stream up = PaddingStream(), down = PaddingStream();
  meter_.Attach(Way::kUp, &up);
  meter_.Attach(Way::kDown, &down);
  meter_.Begin();
  Write(up, Way::kUp, 100, AtMs(0));
  Poll(up, Way::kUp, AtMs(10));
  Write(down, Way::kDown, 100, AtMs(20));
  meter_.End();
  EXPECT_EQ(meter_.Result(Way::kUp).cells.padding_cells, 1u);
  EXPECT_EQ(meter_.Result(Way::kUp).tail_cells, 0u);
}

TEST_F(CellMeterTest, WithoutANormalCellAllPaddingIsTail) {
  shaper::Stream stream = PaddingStream();
  meter_.Attach(Way::kUp, &stream);
  Write(stream, Way::kUp, 100, AtMs(0));
  meter_.Begin();
  Poll(stream, Way::kUp, AtMs(10));
  meter_.End();
  EXPECT_EQ(meter_.Result(Way::kUp).cells.padding_cells, 1u);
  EXPECT_EQ(meter_.Result(Way::kUp).tail_cells, 1u);
}

TEST_F(CellMeterTest, AddsUpOverConnections) {
  shaper::Stream first = PaddingStream(), second = PaddingStream();
  meter_.Attach(Way::kUp, &first);
  Write(first, Way::kUp, 100, AtMs(0));
  meter_.Begin();
  Write(first, Way::kUp, 100, AtMs(20));
  meter_.Detach(Way::kUp);
  meter_.Attach(Way::kUp, &second);
  Write(second, Way::kUp, 100, AtMs(0));
  Poll(second, Way::kUp, AtMs(10));
  meter_.End();
  const Direction up = meter_.Result(Way::kUp);
  EXPECT_EQ(up.cells.normal_cells, 2u);
  EXPECT_EQ(up.cells.opening_cells, 1u);  // The second's.
  EXPECT_EQ(up.tail_cells, 1u);
  EXPECT_EQ(up.waits.size(), 2u);
}

TEST_F(CellMeterTest, CountsWaitsAndTimeBlocked) {
  // Blocks for 50 ms, 10 ms after a normal cell.
  shaper::Stream stream = shaper::CreateStream(shaper::Defended(
      shaper::Stream::Role::kClient,
      specs::Compile({specs::Spec(
          {specs::Idle().On(Event::kNormalSent, 1),
           specs::Blocks({.timeout_us = 10'000, .duration_us = 50'000})})})));
  meter_.Attach(Way::kUp, &stream);
  Write(stream, Way::kUp, 100, AtMs(0));
  meter_.Begin();
  Poll(stream, Way::kUp, AtMs(10));
  Write(stream, Way::kUp, 100, AtMs(25));
  Poll(stream, Way::kUp, AtMs(60));
  meter_.End();
  const Direction up = meter_.Result(Way::kUp);
  EXPECT_EQ(up.blocked, base::Milliseconds(50));
  EXPECT_THAT(up.waits, ElementsAre(base::Milliseconds(35)));  // 60 - 25.
}

}  // namespace
}  // namespace lab
