#include "maybenot/cli/parallel.h"

#include <atomic>
#include <barrier>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace maybenot::cli {
namespace {

TEST(ParallelTest, EachIndexIsWorkedOnce) {
  for (const unsigned threads : {0u, 1u, 2u, 7u, 300u}) {
    std::vector<int> counts(200);
    EXPECT_TRUE(ForEachIndex(counts.size(), threads, [&](std::size_t i) {
                  ++counts[i];
                  return absl::OkStatus();
                }).ok());
    EXPECT_EQ(counts, std::vector<int>(200, 1));
  }
}

TEST(ParallelTest, NothingIsDoneAtOnce) {
  EXPECT_TRUE(ForEachIndex(0, 4, [](std::size_t) {
                return absl::InternalError("called");
              }).ok());
}

// Each of three waits for the other two, which ends only if they run at a time.
TEST(ParallelTest, ThreadsRunAtATime) {
  std::barrier all(3);
  EXPECT_TRUE(ForEachIndex(3, 3, [&](std::size_t) {
                all.arrive_and_wait();
                return absl::OkStatus();
              }).ok());
}

TEST(ParallelTest, TheErrorIsTheLowestIndexs) {
  for (int run = 0; run < 20; ++run) {
    std::atomic<int> begun = 0;
    const absl::Status status =
        ForEachIndex(1000, 4, [&](std::size_t i) -> absl::Status {
          ++begun;
          if (i >= 5) return absl::InternalError(absl::StrCat(i));
          return absl::OkStatus();
        });
    EXPECT_EQ(status.message(), "5");
    EXPECT_LT(begun, 1000);
  }
}

TEST(ParallelTest, ReportsEndWithAll) {
  std::vector<std::size_t> reports;
  EXPECT_TRUE(ForEachIndex(
                  50, 2, [](std::size_t) { return absl::OkStatus(); },
                  [&](std::size_t done) { reports.push_back(done); })
                  .ok());
  ASSERT_FALSE(reports.empty());
  EXPECT_EQ(reports.back(), 50u);
  for (std::size_t i = 1; i < reports.size(); ++i) {
    EXPECT_LE(reports[i - 1], reports[i]);
  }
  EXPECT_GE(AllCores(), 1u);
}

}  // namespace
}  // namespace maybenot::cli
