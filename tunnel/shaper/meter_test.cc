#include "tunnel/shaper/meter.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace shaper {
namespace {

using maybenot::Event;
using ::testing::ElementsAre;

namespace specs = maybenot::specs;

constexpr base::Instant AtMs(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

// Cells of 512 bytes; pads 10 ms after each normal cell.
Stream PaddingStream() {
  return CreateStream(Defended(
      Stream::Role::kClient,
      specs::Compile(
          {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                        specs::Pads(10'000).On(Event::kNormalSent, 1)})})));
}

class MeterTest : public ::testing::Test {
 protected:
  // `bytes` at `enqueued`, and all that can be written at `at`.
  void Write(Stream& stream, std::size_t bytes, base::Instant at) {
    ASSERT_EQ(stream.Write(std::vector<std::uint8_t>(bytes), at), bytes);
    Poll(stream, at);
  }
  void Poll(Stream& stream, base::Instant at) {
    stream.HandleDeadline(at);
    while (stream.PollWrite(at)) meter_.HandleMoved();
  }

  Meter meter_;
};

TEST_F(MeterTest, CountsWhatIsWrittenWhileMeasuring) {
  Stream stream = PaddingStream();
  meter_.Attach(&stream);
  Write(stream, 100, AtMs(0));  // And the opening cell.
  Poll(stream, AtMs(10));       // Padding.
  meter_.Begin();
  Write(stream, 100, AtMs(20));
  Poll(stream, AtMs(30));  // Padding.
  Write(stream, 200, AtMs(40));
  Poll(stream, AtMs(50));  // Padding, the tail.
  meter_.End();
  Write(stream, 100, AtMs(60));
  const Measured up = meter_.Result();
  EXPECT_EQ(up.cells.normal_cells, 2u);
  EXPECT_EQ(up.cells.payload_bytes, 300u);
  EXPECT_EQ(up.cells.fill_bytes, 724u);  // 2 * 512 - 300.
  EXPECT_EQ(up.cells.padding_cells, 2u);
  EXPECT_EQ(up.cells.padding_bytes, 1024u);
  EXPECT_EQ(up.tail_cells, 1u);
  EXPECT_EQ(up.tail_bytes, 512u);
  EXPECT_THAT(up.waits, ElementsAre(base::Duration(0), base::Duration(0)));
}

TEST_F(MeterTest, ANormalCellOfThePeerEndsTheTailToo) {
  Stream stream = PaddingStream();
  Stream peer = CreateStream(Defended(Stream::Role::kServer));
  meter_.Attach(&stream);
  ASSERT_EQ(stream.Write(std::vector<std::uint8_t>(100), AtMs(0)), 100u);
  while (const auto cell = stream.PollWrite(AtMs(0))) {
    ASSERT_TRUE(peer.HandleReceived(*cell, AtMs(0)).ok());
  }
  meter_.Begin();
  Poll(stream, AtMs(10));  // Padding.
  ASSERT_EQ(peer.Write(std::vector<std::uint8_t>(100), AtMs(20)), 100u);
  while (const auto cell = peer.PollWrite(AtMs(20))) {
    ASSERT_TRUE(stream.HandleReceived(*cell, AtMs(20)).ok());
    meter_.HandleMoved();
  }
  meter_.End();
  EXPECT_EQ(meter_.Result().cells.padding_cells, 1u);
  EXPECT_EQ(meter_.Result().tail_cells, 0u);
  EXPECT_EQ(meter_.Now().received.payload_bytes, 100u);
}

TEST_F(MeterTest, WithoutANormalCellAllPaddingIsTail) {
  Stream stream = PaddingStream();
  meter_.Attach(&stream);
  Write(stream, 100, AtMs(0));
  meter_.Begin();
  Poll(stream, AtMs(10));
  meter_.End();
  EXPECT_EQ(meter_.Result().cells.padding_cells, 1u);
  EXPECT_EQ(meter_.Result().tail_cells, 1u);
}

TEST_F(MeterTest, AddsUpOverConnections) {
  Stream first = PaddingStream(), second = PaddingStream();
  meter_.Attach(&first);
  Write(first, 100, AtMs(0));
  meter_.Begin();
  Write(first, 100, AtMs(20));
  meter_.Detach();
  meter_.Attach(&second);
  Write(second, 100, AtMs(0));
  Poll(second, AtMs(10));
  meter_.End();
  const Measured up = meter_.Result();
  EXPECT_EQ(up.cells.normal_cells, 2u);
  EXPECT_EQ(up.cells.opening_cells, 1u);  // The second's.
  EXPECT_EQ(up.tail_cells, 1u);
  EXPECT_EQ(up.waits.size(), 2u);
}

TEST_F(MeterTest, CountsWaitsAndTimeBlocked) {
  // Blocks for 50 ms, 10 ms after a normal cell.
  Stream stream = CreateStream(Defended(
      Stream::Role::kClient,
      specs::Compile({specs::Spec(
          {specs::Idle().On(Event::kNormalSent, 1),
           specs::Blocks({.timeout_us = 10'000, .duration_us = 50'000})})})));
  meter_.Attach(&stream);
  Write(stream, 100, AtMs(0));
  meter_.Begin();
  Poll(stream, AtMs(10));
  Write(stream, 100, AtMs(25));
  Poll(stream, AtMs(60));
  meter_.End();
  const Measured up = meter_.Result();
  EXPECT_EQ(up.blocked, base::Milliseconds(50));
  EXPECT_THAT(up.waits, ElementsAre(base::Milliseconds(35)));  // 60 - 25.
}

}  // namespace
}  // namespace shaper
