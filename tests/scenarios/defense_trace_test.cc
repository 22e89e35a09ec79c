// What defended connections look like from outside: the cells of a client, as
// lab's traces hold them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/sim_backend.h"
#include "lab/testing/experiments.h"
#include "maybenot/defender.h"
#include "maybenot/packet_queue.h"
#include "tunnel/shaper/cell_record.h"

namespace lab {
namespace {

using maybenot::PacketKind;

constexpr const char* kUnlimited =
    "{rate: unlimited, delay: 20ms, queue: unlimited}";

// The cells that each conversation's client sent.
std::vector<std::vector<shaper::CellEvent>> SentCells(
    const Experiment& experiment, const DefenseSpec& defense) {
  std::vector<std::vector<shaper::CellEvent>> sent(experiment.users *
                                                   experiment.groups.size());
  SimOptions options;
  options.on_cells = [&](std::size_t user, std::size_t group,
                         absl::Span<const shaper::CellEvent> cells) {
    auto& all = sent[user * experiment.groups.size() + group];
    for (const shaper::CellEvent& cell : cells) {
      if (cell.sent) all.push_back(cell);
    }
  };
  EXPECT_TRUE(RunSim(experiment, defense, 1, options).ok());
  std::erase_if(sent, [](const auto& cells) { return cells.empty(); });
  return sent;
}

// Tamaraw at a client, SOURCE: spec/maybenot.md section 6: the first cells of a
// burst leave at once and begin the blocking; from then on a cell leaves each
// 10 ms; a second without a message later, padding in quick succession fills
// the burst up, and blocking ends.
class TamarawReader {
 public:
  static constexpr base::Duration kInterval = base::Milliseconds(10);

  void Read(absl::Span<const shaper::CellEvent> cells) {
    for (const shaper::CellEvent& cell : cells) {
      Step(cell);
      last_ = cell.at;
      if (cell.kind == PacketKind::kNormal) last_normal_ = cell.at;
    }
  }

  std::size_t exact_gaps() const { return exact_gaps_; }
  std::size_t soft_stops() const { return soft_stops_; }
  std::size_t unfilled_stops() const { return unfilled_stops_; }

 private:
  enum class Phase : std::uint8_t { kSilent, kBeginning, kPaced, kSoftStop };

  void Step(const shaper::CellEvent& cell) {
    const base::Duration gap = cell.at - last_;
    const bool normal = cell.kind == PacketKind::kNormal;
    switch (phase_) {
      case Phase::kSoftStop:
        // Its padding, or the last one that the pace had still due.
        if (gap <= kInterval && !normal) return;
        [[fallthrough]];
      case Phase::kSilent:
        EXPECT_TRUE(normal) << "only a message begins a burst";
        phase_ = Phase::kBeginning;
        return;
      case Phase::kBeginning:
        if (gap == base::Duration(0)) {
          EXPECT_TRUE(normal);
          return;
        }
        phase_ = Phase::kPaced;
        [[fallthrough]];
      case Phase::kPaced:
        if (gap < kInterval) {
          EXPECT_FALSE(normal);
          // The second runs from when the message was queued, which may be up
          // to an interval before its cell; a message may have several cells.
          EXPECT_GE(cell.at - last_normal_, base::Milliseconds(700));
          ++soft_stops_;
          phase_ = Phase::kSoftStop;
          return;
        }
        if (normal && gap > kInterval) {
          // The burst needed no filling up: blocking just ended.
          EXPECT_GE(last_ - last_normal_, base::Milliseconds(700));
          ++unfilled_stops_;
          phase_ = Phase::kBeginning;
          return;
        }
        EXPECT_EQ(gap, kInterval);
        ++exact_gaps_;
        return;
    }
  }

  Phase phase_ = Phase::kSilent;
  base::Instant last_{};
  base::Instant last_normal_{};
  std::size_t exact_gaps_ = 0;
  std::size_t soft_stops_ = 0;
  std::size_t unfilled_stops_ = 0;
};

TEST(DefenseTraceTest, TamarawsCellsLeaveAtExactlyItsInterval) {
  const Experiment experiment = SmallExperiment("3min", kUnlimited);
  std::size_t soft_stops = 0, unfilled_stops = 0;
  for (const auto& cells :
       SentCells(experiment, Named(experiment, "tamaraw"))) {
    TamarawReader reader;
    reader.Read(cells);
    EXPECT_GT(reader.exact_gaps(), 2000u);
    soft_stops += reader.soft_stops();
    unfilled_stops += reader.unfilled_stops();
  }
  // Bursts end at a multiple of a hundred cells: most need filling up.
  EXPECT_GT(soft_stops, 10u);
  EXPECT_LT(unfilled_stops, soft_stops / 4);
}

// FRONT's padding falls in a window by Rayleigh's distribution, of which a
// tenth lies before 0.459 scales, half before 1.177, nine tenths before 2.146.
TEST(DefenseTraceTest, FrontsPaddingSpreadsOverItsWindow) {
  const Experiment experiment = SmallExperiment("1min", kUnlimited);
  DefenseSpec once = Named(experiment, "front");
  once.options.restart = maybenot::Defender::Restart::kNever;
  for (const auto& cells : SentCells(experiment, once)) {
    std::vector<double> at;  // Seconds since the connection's first cell.
    base::Duration longest_gap(0);
    base::Instant last = cells.front().at;
    for (const shaper::CellEvent& cell : cells) {
      if (cell.kind != PacketKind::kPadding) continue;
      longest_gap = std::max(longest_gap, cell.at - last);
      last = cell.at;
      at.push_back(base::ToSeconds(cell.at - cells.front().at));
    }
    ASSERT_GE(at.size(), 700u);
    ASSERT_LE(at.size(), 1500u);  // The budget.
    const double median = at[at.size() / 2];
    EXPECT_GT(median, 2);
    EXPECT_LT(at.back(), 60);
    EXPECT_NEAR(at[at.size() / 10] / median, 0.459 / 1.177, 0.15);
    EXPECT_NEAR(at[at.size() * 9 / 10] / median, 2.146 / 1.177, 0.25);
    EXPECT_LT(longest_gap, base::Seconds(5));
  }
}

}  // namespace
}  // namespace lab
