#include "lab/stats_reader.h"

#include <string>

#include "base/proto_json.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/programs/stats.pb.h"
#include "tunnel/shaper/meter.h"

namespace lab {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

mgen::stats::Conversation* AddConversation(const char* user, const char* group,
                                           mgen::stats::Stats& stats) {
  mgen::stats::Conversation* conversation = stats.add_conversations();
  conversation->set_user(user);
  conversation->set_group(group);
  return conversation;
}

std::string Error(const std::string& json) {
  return std::string(ReadStats(json, "stats.json").status().message());
}

TEST(StatsReaderTest, ReadsWhatAProgramWrites) {
  mgen::stats::Stats stats;
  mgen::stats::Measured& one =
      *AddConversation("u00001", "dyad1", stats)->mutable_measured();
  mgen::stats::Cells& cells = *one.mutable_cells();
  cells.set_normal(1);
  cells.set_padding(2);
  cells.set_opening(3);
  cells.set_payload_bytes(4);
  cells.set_fill_bytes(5);
  cells.set_padding_bytes(18446744073709551615u);
  one.set_tail_cells(7);
  one.set_tail_bytes(8);
  one.add_waits(0);
  one.add_waits(9'007'199'254'740'993);  // No double holds it.
  one.set_blocked(10);
  one.set_refused(11);
  one.set_padding_dropped(12);
  one.set_padding_replaced(13);
  one.set_blocking_ended_by_full_queue(14);
  one.set_stalled(15);
  one.set_restarts(16);
  one.set_given_up(17);
  AddConversation("u00002", "dyad1", stats)->mutable_measured();

  const auto all = ReadStats(base::ToJson(stats), "stats.json").value();
  ASSERT_EQ(all.size(), 2u);
  const shaper::Measured& read = all.at({"u00001", "dyad1"});
  EXPECT_EQ(read.cells.normal_cells, 1u);
  EXPECT_EQ(read.cells.padding_cells, 2u);
  EXPECT_EQ(read.cells.opening_cells, 3u);
  EXPECT_EQ(read.cells.payload_bytes, 4u);
  EXPECT_EQ(read.cells.fill_bytes, 5u);
  EXPECT_EQ(read.cells.padding_bytes, 18446744073709551615u);
  EXPECT_EQ(read.tail_cells, 7u);
  EXPECT_EQ(read.tail_bytes, 8u);
  EXPECT_THAT(read.waits, ElementsAre(base::Duration(0),
                                      base::Duration(9'007'199'254'740'993)));
  EXPECT_EQ(read.blocked, base::Duration(10));
  EXPECT_EQ(read.defender.refused, 11u);
  EXPECT_EQ(read.defender.padding_dropped, 12u);
  EXPECT_EQ(read.defender.padding_replaced, 13u);
  EXPECT_EQ(read.defender.blocking_ended_by_full_queue, 14u);
  EXPECT_EQ(read.defender.stalled, 15u);
  EXPECT_EQ(read.defender.restarts, 16u);
  EXPECT_EQ(read.defender.given_up, 17u);
  EXPECT_THAT(all.at({"u00002", "dyad1"}).waits, IsEmpty());
}

TEST(StatsReaderTest, FieldsOfNewerProgramsAreSkipped) {
  EXPECT_THAT(ReadStats("{\"weather\": {\"rain\": [1]}}", "s").value(),
              IsEmpty());
}

TEST(StatsReaderTest, ErrorsNameTheFileAndTheConversation) {
  EXPECT_THAT(Error("{\"conversations\": [{\"user\": \"u1\""),
              HasSubstr("stats.json: "));
  EXPECT_THAT(Error(""), HasSubstr("stats.json: "));
  EXPECT_EQ(Error(R"({"conversations": [{"user": "u1", "group": "g"}]})"),
            "stats.json: user u1 in group g was not measured");
  EXPECT_EQ(Error(R"({"conversations": [
                {"user": "u1", "group": "g", "measured": {}},
                {"user": "u1", "group": "g", "measured": {}}]})"),
            "stats.json: user u1 in group g is there twice");
}

}  // namespace
}  // namespace lab
