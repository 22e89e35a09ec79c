#include "maybenot/cli/overhead.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/trace_overhead.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

// 10 normal packets sent, and so much padding among them.
TraceOverhead Padded(double padding) {
  TraceOverhead overhead = {};
  overhead.normal.sent = 10;
  overhead.padding.sent = padding;
  overhead.base_last = base::Seconds(2);
  overhead.last_normal = base::Seconds(3);
  return overhead;
}

const Measure& Find(const std::vector<Measure>& measures,
                    const std::string& key) {
  for (const Measure& measure : measures) {
    if (measure.key == key) return measure;
  }
  ADD_FAILURE() << "no " << key;
  return measures.front();
}

// Data overheads 0.1, 0.2 and 0.6: mean 0.3, squares 0.04 + 0.01 + 0.09 = 0.14
// over 2, median 0.2.
TEST(OverheadTest, HasMeanDeviationAndMedian) {
  const auto measures = Summarize({Padded(1), Padded(2), Padded(6)});
  const Measure& data = Find(measures, "overhead_data");
  EXPECT_EQ(data.traces, 3u);
  EXPECT_DOUBLE_EQ(data.mean, 0.3);
  EXPECT_NEAR(data.deviation, 0.2645751, 1e-7);
  EXPECT_DOUBLE_EQ(data.median, 0.2);
  EXPECT_DOUBLE_EQ(Find(measures, "overhead_duration").mean, 0.5);
  EXPECT_DOUBLE_EQ(Find(measures, "padding_sent").median, 2);
  EXPECT_EQ(Find(measures, "overhead_data_recv").traces, 0u);
}

TEST(OverheadTest, TheMedianOfTwoIsBetweenThem) {
  EXPECT_DOUBLE_EQ(
      Find(Summarize({Padded(4), Padded(1)}), "padding_total").median, 2.5);
}

TEST(OverheadTest, IsATableForEyes) {
  const std::string table = MeasuresAsTable(Summarize({Padded(1), Padded(2)}));
  EXPECT_THAT(table, HasSubstr("padding, sent"));
  EXPECT_THAT(table, HasSubstr("0.150"));
  EXPECT_THAT(table, HasSubstr("overhead, data received"));
  EXPECT_THAT(table, HasSubstr(" - "));
}

TEST(OverheadTest, IsJsonWithTheReferencesKeys) {
  const auto measures = Summarize({Padded(1), Padded(2)});
  const auto json = nlohmann::json::parse(MeasuresAsJson(measures, 2));
  EXPECT_EQ(json["traces"], 2);
  EXPECT_DOUBLE_EQ(json["overhead_data_mean_multiple"].get<double>(), 0.15);
  EXPECT_DOUBLE_EQ(json["padding_total_median_packets"].get<double>(), 1.5);
  EXPECT_DOUBLE_EQ(json["base_duration_std_dev_seconds"].get<double>(), 0);
  // Nothing was received.
  EXPECT_TRUE(json["overhead_data_recv_mean_multiple"].is_null());
  EXPECT_EQ(json.size(), 1 + 3 * measures.size());
}

}  // namespace
}  // namespace maybenot::cli
