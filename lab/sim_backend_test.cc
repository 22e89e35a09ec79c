#include "lab/sim_backend.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/experiment.h"
#include "lab/observations.h"
#include "lab/population.h"
#include "lab/testing/experiments.h"
#include "tunnel/shaper/cell_record.h"

namespace lab {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

// Who sent what when, to the nanosecond.
using Sending = std::tuple<std::size_t, std::size_t, std::uint32_t,
                           std::uint32_t, base::Instant>;

std::vector<Sending> Sendings(const Observations& observed) {
  std::vector<Sending> sendings;
  for (const ConversationObservations& c : observed.conversations) {
    for (const Message& message : c.messages) {
      sendings.emplace_back(c.user, c.group, message.id, message.blocks,
                            message.sent);
    }
  }
  return sendings;
}

struct Deliveries {
  std::size_t expected = 0, received = 0, receipted = 0, duplicates = 0;
};

Deliveries Count(const Observations& observed) {
  Deliveries count;
  for (const ConversationObservations& c : observed.conversations) {
    for (const Message& message : c.messages) {
      for (const Delivery& delivery : message.deliveries) {
        ++count.expected;
        count.received += delivery.received ? 1 : 0;
        count.receipted += delivery.receipted ? 1 : 0;
        count.duplicates += delivery.duplicates;
      }
    }
  }
  return count;
}

void ExpectEachOnce(const Observations& observed) {
  const Deliveries count = Count(observed);
  EXPECT_GT(count.expected, 20u);
  EXPECT_EQ(count.received, count.expected);
  EXPECT_EQ(count.receipted, count.expected);
  EXPECT_EQ(count.duplicates, 0u);
}

Observations Simulate(const Experiment& experiment, const char* defense,
                      const SimOptions& options = {}) {
  return RunSim(experiment, Named(experiment, defense), experiment.seed,
                options)
      .value();
}

constexpr const char* kUnlimited =
    "{rate: unlimited, delay: 20ms, queue: unlimited}";
constexpr const char* kNarrow = "{rate: 1Mbit, delay: 20ms, queue: 64KiB}";

class PaddingOnlyTest : public ::testing::TestWithParam<const char*> {};

TEST_P(PaddingOnlyTest, LeavesEachMessageAsItIsOnAnUnlimitedLink) {
  const Experiment experiment = SmallExperiment("3min", kUnlimited);
  const Observations none = Simulate(experiment, "none");
  const Observations padded = Simulate(experiment, GetParam());
  EXPECT_GT(Sendings(none).size(), 20u);
  EXPECT_EQ(Sendings(padded), Sendings(none));
  std::uint64_t padding = 0;
  for (const ConversationObservations& c : padded.conversations) {
    padding += c.up.cells.padding_cells + c.down.cells.padding_cells;
    EXPECT_THAT(c.up.waits, Each(base::Duration(0)));
    EXPECT_THAT(c.down.waits, Each(base::Duration(0)));
  }
  EXPECT_GT(padding, 100u);
}

TEST_P(PaddingOnlyTest, LosesNoneOnANarrowLink) {
  ExpectEachOnce(Simulate(SmallExperiment("3min", kNarrow), GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Defenses, PaddingOnlyTest,
                         ::testing::Values("front", "interspace", "break_pad"),
                         [](const auto& defense) {
                           return std::string(defense.param);
                         });

TEST(SimBackendTest, AnUndefendedReceiptTakesTwoRoundTrips) {
  const Observations none =
      Simulate(SmallExperiment("3min", kUnlimited), "none");
  ExpectEachOnce(none);
  for (const ConversationObservations& c : none.conversations) {
    for (const Message& message : c.messages) {
      for (const Delivery& delivery : message.deliveries) {
        // Up and down again, 20 ms each, and the receipt the same way.
        EXPECT_EQ(*delivery.received - message.sent, base::Milliseconds(40));
        EXPECT_EQ(*delivery.receipted - message.sent, base::Milliseconds(80));
      }
    }
  }
}

TEST(SimBackendTest, DefendedBytesAreWholeCells) {
  const Observations observed =
      Simulate(SmallExperiment("2min", kNarrow), "tamaraw");
  for (const ConversationObservations& c : observed.conversations) {
    for (const Direction* d : {&c.up, &c.down}) {
      const shaper::CellCounts& cells = d->cells;
      EXPECT_GT(cells.normal_cells, 0u);
      EXPECT_EQ(cells.payload_bytes + cells.fill_bytes + cells.padding_bytes,
                512 * (cells.normal_cells + cells.padding_cells));
      EXPECT_EQ(d->waits.size(), cells.normal_cells);
      EXPECT_LE(d->tail_cells, cells.padding_cells);
      EXPECT_EQ(d->tail_bytes, 512 * d->tail_cells);
      EXPECT_GT(d->blocked, base::Seconds(1));
      EXPECT_LE(d->blocked, observed.measured);
    }
  }
}

TEST(SimBackendTest, MessagesArriveOnceThroughResets) {
  const Experiment experiment = SmallExperiment("3min", kNarrow);
  SimOptions options;
  for (const Group& group : experiment.groups) {
    for (const std::size_t user : group.members) {
      for (std::int64_t s = 30 + static_cast<std::int64_t>(user); s < 180;
           s += 20) {
        options.resets.push_back({.user = user,
                                  .group = static_cast<std::size_t>(
                                      &group - experiment.groups.data()),
                                  .at = base::Instant{} + base::Seconds(s)});
      }
    }
  }
  for (const char* defense : {"none", "tamaraw", "front"}) {
    SCOPED_TRACE(defense);
    const Observations observed = Simulate(experiment, defense, options);
    ExpectEachOnce(observed);
    std::uint64_t failed = 0;
    for (const auto& c : observed.conversations) failed += c.failed_connections;
    EXPECT_GT(failed, 20u);
  }
}

TEST(SimBackendTest, MessagesArriveOnceOverALossyLink) {
  ExpectEachOnce(Simulate(
      SmallExperiment("2min",
                      "{rate: 10Mbit, delay: 20ms, queue: 64KiB, loss: 0.05}"),
      "front"));
}

TEST(SimBackendTest, CellsAreToldAsTheClientSeesThem) {
  const Experiment experiment = SmallExperiment("1min", kNarrow);
  std::uint64_t sent = 0, received = 0;
  base::Instant latest{};
  SimOptions options;
  options.on_cells = [&](std::size_t user, std::size_t group,
                         absl::Span<const shaper::CellEvent> cells) {
    if (user != 0 || group != 0) return;
    for (const shaper::CellEvent& cell : cells) {
      EXPECT_GE(cell.at, latest);
      EXPECT_EQ(cell.bytes, 512u);
      latest = cell.at;
      const bool measured =
          cell.at >= base::Instant{} + experiment.warmup &&
          cell.at < base::Instant{} + experiment.warmup + experiment.duration;
      if (measured) ++(cell.sent ? sent : received);
    }
  };
  const Observations observed = Simulate(experiment, "front", options);
  const Direction& up = observed.conversations[0].up;
  EXPECT_EQ(sent, up.cells.normal_cells + up.cells.padding_cells);
  EXPECT_GT(received, 100u);
}

TEST(SimBackendTest, ALinkTooSlowToRegisterIsAnError) {
  const Experiment experiment =
      SmallExperiment("1min", "{rate: 1kbit, delay: 20ms, queue: 64KiB}");
  const absl::Status status =
      RunSim(experiment, Named(experiment, "tamaraw"), 1, {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("raise mgen.bootstrap"));
}

}  // namespace
}  // namespace lab
