#include "mgen/programs/conversation_meters.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/time.h"
#include "gtest/gtest.h"
#include "mgen/programs/stats.pb.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace mgen {
namespace {

void WriteCell(shaper::Stream& stream, std::size_t bytes) {
  const base::Instant now{};
  stream.Write(std::vector<std::uint8_t>(bytes), now);
  while (stream.PollWrite(now)) {
  }
}

TEST(ConversationMetersTest, WritesEachConversationInOrder) {
  ConversationMeters meters;
  shaper::Stream stream =
      shaper::CreateStream(shaper::Defended(shaper::Stream::Role::kClient));
  ConversationMeters::Conversation& bob = meters.FindOrAdd("bob", "g");
  bob.defense = "512";
  bob.meter.Attach(&stream);
  meters.FindOrAdd("alice", "h");
  WriteCell(stream, 100);
  stats::Stats stats;
  meters.WriteTo(stats);
  ASSERT_EQ(stats.conversations_size(), 2);
  EXPECT_EQ(stats.conversations(0).user(), "alice");
  EXPECT_EQ(stats.conversations(0).defense(), "none");
  EXPECT_EQ(stats.conversations(1).user(), "bob");
  EXPECT_EQ(stats.conversations(1).group(), "g");
  EXPECT_EQ(stats.conversations(1).defense(), "512");
  EXPECT_EQ(stats.conversations(1).sent().normal(), 1u);
  EXPECT_EQ(stats.conversations(1).sent().opening(), 1u);
  EXPECT_EQ(stats.conversations(1).sent().payload_bytes(), 100u);
  EXPECT_FALSE(stats.conversations(1).has_measured());
  EXPECT_EQ(meters.Sum().sent.payload_bytes, 100u);
}

TEST(ConversationMetersTest, MeasuresTheTimeBetween) {
  ConversationMeters meters;
  shaper::Stream stream =
      shaper::CreateStream(shaper::Defended(shaper::Stream::Role::kClient));
  ConversationMeters::Conversation& bob = meters.FindOrAdd("bob", "g");
  bob.meter.Attach(&stream);
  WriteCell(stream, 100);
  meters.BeginMeasuring();
  WriteCell(stream, 200);
  meters.EndMeasuring();
  WriteCell(stream, 300);
  stats::Stats stats;
  meters.WriteTo(stats);
  EXPECT_EQ(stats.conversations(0).measured().cells().payload_bytes(), 200u);
  EXPECT_EQ(stats.conversations(0).sent().payload_bytes(), 600u);
}

TEST(ConversationMetersTest, WhoComesLateIsMeasuredFromTheBeginning) {
  ConversationMeters meters;
  meters.BeginMeasuring();
  shaper::Stream stream =
      shaper::CreateStream(shaper::Defended(shaper::Stream::Role::kClient));
  WriteCell(stream, 100);  // As a server's, before it knows whose it is.
  meters.FindOrAdd("bob", "g").meter.Attach(&stream);
  meters.EndMeasuring();
  meters.FindOrAdd("carol", "g");
  stats::Stats stats;
  meters.WriteTo(stats);
  EXPECT_EQ(stats.conversations(0).measured().cells().payload_bytes(), 100u);
  EXPECT_EQ(stats.conversations(1).measured().cells().payload_bytes(), 0u);
}

}  // namespace
}  // namespace mgen
