#include "maybenot/event_code.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"

namespace maybenot {
namespace {

TEST(EventCodeTest, NamesTheMachineWhereThereIsOne) {
  EXPECT_EQ(EventCode({Event::kNormalSent}), "NS");
  EXPECT_EQ(EventCode({Event::kPaddingSent, MachineId{3}}), "PS:3");
  EXPECT_EQ(EventCode({Event::kTunnelSent, MachineId{3}}), "TS");
}

TEST(EventCodeTest, ReadsWhatItWrites) {
  for (const absl::string_view code : {"NS", "NR", "PS:0", "PR", "TS", "TR",
                                       "BB:1", "BE", "TB:4294967295", "TE:7"}) {
    const absl::StatusOr<TriggerEvent> event = ParseEventCode(code);
    ASSERT_TRUE(event.ok()) << event.status();
    EXPECT_EQ(EventCode(*event), code);
  }
}

TEST(EventCodeTest, RefusesWhatIsNoCode) {
  for (const absl::string_view code :
       {"", "N", "ns", "NSX", "NS:0", "NS:", "PS", "PS:", "PS:x", "PS:-1",
        "PS:4294967296", "PS:1:2", ":1"}) {
    const absl::StatusOr<TriggerEvent> event = ParseEventCode(code);
    EXPECT_EQ(event.status().code(), absl::StatusCode::kInvalidArgument)
        << code;
  }
}

}  // namespace
}  // namespace maybenot
