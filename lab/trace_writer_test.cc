#include "lab/trace_writer.h"

#include <string>
#include <vector>

#include "base/files/files.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "lab/experiment.h"
#include "maybenot/packet_queue.h"
#include "tunnel/shaper/cell_record.h"

namespace lab {
namespace {

using maybenot::PacketKind;

shaper::CellEvent CellAt(base::Duration since_start, bool sent,
                         PacketKind kind) {
  return {.at = base::Instant{} + since_start,
          .sent = sent,
          .kind = kind,
          .bytes = 512};
}

Experiment TwoUsers() {
  Experiment experiment;
  experiment.users = 2;
  experiment.groups = {{.name = "dyad1", .members = {0, 1}}};
  return experiment;
}

TEST(TraceWriterTest, WritesALineForEachCell) {
  const Experiment experiment = TwoUsers();
  const std::string folder = ::testing::TempDir() + "/trace_writer_test";
  const std::string path =
      folder + "/front/" + Experiment::UserName(1) + "-dyad1.log";
  ASSERT_TRUE(base::WriteFile(path, "what an earlier run left\n").ok());
  TraceWriter writer(folder, experiment, "front");
  const std::vector<shaper::CellEvent> first = {
      CellAt(base::Seconds(60), true, PacketKind::kNormal),
      CellAt(base::Seconds(60) + base::Duration(1), false,
             PacketKind::kNormal)};
  const std::vector<shaper::CellEvent> second = {
      CellAt(base::Seconds(61), true, PacketKind::kPadding),
      CellAt(base::Seconds(62), false, PacketKind::kPadding)};
  writer.Add(1, 0, first);
  writer.Add(1, 0, second);
  ASSERT_TRUE(writer.Finish().ok());
  EXPECT_EQ(base::ReadFile(path).value(),
            "60000000000,sn,512\n60000000001,rn,512\n"
            "61000000000,sp,512\n62000000000,rp,512\n");
}

TEST(TraceWriterTest, SaysThatItCannotWrite) {
  const Experiment experiment = TwoUsers();
  const std::string file = ::testing::TempDir() + "/trace_writer_plain";
  ASSERT_TRUE(base::WriteFile(file, "").ok());
  TraceWriter writer(file, experiment, "front");
  const std::vector<shaper::CellEvent> cells = {
      CellAt(base::Seconds(60), true, PacketKind::kNormal)};
  writer.Add(0, 0, cells);
  EXPECT_FALSE(writer.Finish().ok());
}

}  // namespace
}  // namespace lab
