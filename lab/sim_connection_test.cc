#include "lab/sim_connection.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lab/cell_meter.h"
#include "sim/link.h"
#include "sim/scheduler.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace lab {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using End = SimConnection::End;
using Role = shaper::Stream::Role;

constexpr base::Instant AtMs(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

// Two applications that write what is in `to_write` and keep what they read.
class SimConnectionTest : public ::testing::Test {
 protected:
  void Connect(shaper::Stream::Options client, shaper::Stream::Options server,
               sim::Link::Options link = {.delay = base::Milliseconds(10)}) {
    up_ = std::make_unique<sim::Link>(link, base::Random::FromSeed(1));
    down_ = std::make_unique<sim::Link>(link, base::Random::FromSeed(2));
    SimConnection::Callbacks callbacks = {
        .on_up = [this](End end) { Note(end, "up"); },
        .refill = [this](End end) { Refill(end); },
        .on_readable = [this](End end) { Read(end); },
        .on_closed = [this](End end,
                            absl::string_view) { Note(end, "closed"); },
        .on_cells =
            [this](absl::Span<const shaper::CellEvent> cells) {
              cells_ += cells.size();
            }};
    connection_ = std::make_unique<SimConnection>(
        &scheduler_,
        SimConnection::Options{
            .pipe = {.to_server = {up_.get()}, .to_client = {down_.get()}},
            .streams = {std::move(client), std::move(server)}},
        std::array{base::Random::FromSeed(3), base::Random::FromSeed(4)},
        &meter_, std::move(callbacks));
  }

  void Send(End end, const std::vector<std::uint8_t>& bytes) {
    auto& waiting = to_write_[static_cast<std::size_t>(end)];
    waiting.insert(waiting.end(), bytes.begin(), bytes.end());
    connection_->Pump(end);
  }
  void Refill(End end) {
    auto& waiting = to_write_[static_cast<std::size_t>(end)];
    const std::size_t taken = connection_->Write(end, waiting);
    waiting.erase(waiting.begin(),
                  waiting.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  void Read(End end) {
    const auto bytes = connection_->readable(end);
    auto& read = read_[static_cast<std::size_t>(end)];
    read.insert(read.end(), bytes.begin(), bytes.end());
    connection_->Consume(end, bytes.size());
  }
  void Note(End end, const std::string& what) {
    notes_.push_back((end == End::kClient ? "client " : "server ") + what);
  }
  std::vector<std::string> TakeNotes() { return std::exchange(notes_, {}); }

  sim::Scheduler scheduler_;
  CellMeter meter_;
  std::unique_ptr<sim::Link> up_, down_;
  std::unique_ptr<SimConnection> connection_;
  std::array<std::vector<std::uint8_t>, 2> to_write_, read_;  // By End.
  std::vector<std::string> notes_;
  std::size_t cells_ = 0;
};

TEST_F(SimConnectionTest, CarriesPlainBytesBothWays) {
  Connect(shaper::Plain(Role::kClient), shaper::Plain(Role::kServer));
  EXPECT_FALSE(connection_->up(End::kClient));
  scheduler_.RunUntil(AtMs(20));
  EXPECT_THAT(TakeNotes(), ElementsAre("client up", "server up"));
  Send(End::kClient, shaper::Counting(100));
  scheduler_.RunUntil(AtMs(30));
  EXPECT_EQ(read_[1], shaper::Counting(100));
  Send(End::kServer, shaper::Counting(50));
  scheduler_.RunUntil(AtMs(40));
  EXPECT_EQ(read_[0], shaper::Counting(50));
}

TEST_F(SimConnectionTest, MoreThanTheQueuesHoldArrivesInOrder) {
  // 100 kB at 8 Mbit/s is 100 ms of cells and more; the link queues 2 kB, and
  // the streams hold less than all of it.
  Connect(shaper::Defended(Role::kClient), shaper::Defended(Role::kServer),
          {.rate_bits_per_second = 8'000'000,
           .delay = base::Milliseconds(10),
           .queue_bytes = 2000});
  scheduler_.RunUntil(AtMs(20));
  Send(End::kClient, shaper::Counting(1'000'000));
  EXPECT_FALSE(to_write_[0].empty());
  scheduler_.RunUntil(AtMs(900));
  EXPECT_LT(read_[1].size(), 1'000'000u);
  scheduler_.RunUntil(AtMs(1100));
  EXPECT_EQ(read_[1], shaper::Counting(1'000'000));
}

TEST_F(SimConnectionTest, ResetTellsBothEndsAndKeepsTheirCounts) {
  Connect(shaper::Defended(Role::kClient), shaper::Defended(Role::kServer));
  scheduler_.RunUntil(AtMs(20));
  meter_.Begin();
  Send(End::kClient, shaper::Counting(100));
  TakeNotes();
  connection_->Reset();
  EXPECT_THAT(TakeNotes(), ElementsAre("client closed", "server closed"));
  EXPECT_FALSE(connection_->up(End::kClient));
  EXPECT_FALSE(connection_->up(End::kServer));
  scheduler_.RunUntil(AtMs(1000));
  EXPECT_THAT(read_[1], IsEmpty());
  meter_.End();
  EXPECT_EQ(meter_.Result(CellMeter::Way::kUp).cells.normal_cells, 1u);
  EXPECT_EQ(cells_, 2u);  // The opening one too.
}

TEST_F(SimConnectionTest, CloseIsHeardByTheOtherEndAfterTheDelay) {
  Connect(shaper::Plain(Role::kClient), shaper::Plain(Role::kServer));
  scheduler_.RunUntil(AtMs(20));
  Send(End::kClient, shaper::Counting(100));
  connection_->Close(End::kClient);
  TakeNotes();
  scheduler_.RunUntil(AtMs(29));
  EXPECT_THAT(TakeNotes(), IsEmpty());
  scheduler_.RunUntil(AtMs(30));
  EXPECT_EQ(read_[1], shaper::Counting(100));
  EXPECT_THAT(TakeNotes(), ElementsAre("server closed"));
  EXPECT_FALSE(connection_->up(End::kClient));
  EXPECT_FALSE(connection_->up(End::kServer));
}

TEST_F(SimConnectionTest, ARefusedDefenseClosesBothEnds) {
  Connect(shaper::Defended(Role::kClient), shaper::Plain(Role::kServer));
  scheduler_.RunUntil(AtMs(1000));
  EXPECT_THAT(TakeNotes(), ElementsAre("client up", "server up",
                                       "server closed", "client closed"));
  EXPECT_FALSE(connection_->up(End::kClient));
  EXPECT_FALSE(connection_->up(End::kServer));
}

}  // namespace
}  // namespace lab
