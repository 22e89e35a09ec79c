#include "maybenot/simulator/packet_trace.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/simulator/simulation.h"

namespace maybenot::simulator {
namespace {

using ::testing::HasSubstr;

base::Instant At(std::int64_t ns) { return base::Instant(base::Duration(ns)); }

TEST(PacketTraceTest, ReadsEveryDirection) {
  const std::vector<TracePacket> expected = {
      {At(0), true, false},  {At(1), true, false},  {At(2), true, true},
      {At(3), false, false}, {At(4), false, false}, {At(5), false, true}};
  EXPECT_EQ(
      ParsePacketTrace("0,s\n1,sn,514\n2,sp,514\r\n3,r\n4,rn,\n5,rp").value(),
      expected);
}

TEST(PacketTraceTest, LeavesOutLinesOfOneField) {
  EXPECT_TRUE(ParsePacketTrace("").value().empty());
  EXPECT_EQ(ParsePacketTrace("# name\n\n7,s\n").value().size(), 1u);
}

TEST(PacketTraceTest, SaysWhatIsWrongAndWhere) {
  const struct {
    std::string text;
    absl::string_view problem;
  } kBad[] = {
      {"0,s\n1,x,512\n",
       "line 2: the direction \"x\" must be s, sn, r, rn, sp or rp"},
      {"0, s\n", "line 1: the direction \" s\" must be"},
      {"0,s\r", "line 1: the direction \"s\\r\" must be"},
      {"0,\n", "line 1: the direction \"\" must be"},
      {"x,s\n",
       "line 1: the time \"x\" must be nanoseconds in [0, "
       "2305843009213693952]"},
      {"-1,s\n", "the time \"-1\" must be"},
      {"+-1,s\n", "the time \"+-1\" must be"},
      {"1.5,s\n", "the time \"1.5\" must be"},
      {",s\n", "the time \"\" must be"},
      {"1e3,sp\n", "the time \"1e3\" must be"},
      {"2305843009213693953,r\n", "the time \"2305843009213693953\" must be"},
      {"99999999999999999999,r\n", "must be nanoseconds"},
      {absl::StrCat(std::string(100, '7'), ",s\n"), "7...\" must be"},
  };
  for (const auto& bad : kBad) {
    const auto packets = ParsePacketTrace(bad.text);
    ASSERT_FALSE(packets.ok()) << bad.text;
    EXPECT_THAT(packets.status().message(), HasSubstr(bad.problem));
  }
  EXPECT_TRUE(ParsePacketTrace("2305843009213693952,r\n").ok());
}

TEST(PacketTraceTest, IsReadAsItIsWritten) {
  const std::string text = "0,sn,514\n1500,rp,514\n1500,rn,514\n1501,sp,514\n";
  EXPECT_EQ(FormatPacketTrace(ParsePacketTrace(text).value()), text);
}

TEST(PacketTraceTest, TheClientsPacketsCountFromTheFirst) {
  const std::vector<SimEvent> events = {
      {At(-5), MachineId{0}, Event::kTunnelSent, false, false},
      {At(3), MachineId{0}, Event::kNormalSent, true, false},
      {At(3), MachineId{0}, Event::kTunnelSent, true, false},
      {At(9), MachineId{0}, Event::kTunnelRecv, true, true},
      {At(9), MachineId{0}, Event::kPaddingRecv, true, true}};
  EXPECT_EQ(FormatPacketTrace(ClientPackets(events)), "0,sn,514\n6,rp,514\n");
}

}  // namespace
}  // namespace maybenot::simulator
