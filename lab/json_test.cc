#include "lab/json.h"

#include "gtest/gtest.h"
#include "lab/results.pb.h"

namespace lab {
namespace {

TEST(JsonTest, WritesZerosAndLeavesOutWhatIsAbsent) {
  results::Ratios ratios;
  ratios.set_median(0);
  EXPECT_EQ(ToJson(ratios), "{\n \"median\": 0\n}\n");
  results::Messages messages;
  messages.set_never_answered(5000000000);  // 64 bits are strings in proto3.
  EXPECT_EQ(
      ToJson(messages),
      "{\n \"sent\": \"0\",\n \"expected\": \"0\",\n"
      " \"received\": \"0\",\n \"receipts\": \"0\",\n"
      " \"never_answered\": \"5000000000\",\n \"duplicates\": \"0\"\n}\n");
}

}  // namespace
}  // namespace lab
