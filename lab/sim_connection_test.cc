#include "lab/sim_connection.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sim/link.h"
#include "sim/scheduler.h"
#include "tunnel/shaper/meter.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/stream_end.h"
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

// Writes what is in `to_write` and keeps what it reads.
class Application final : public shaper::StreamEnd::Application {
 public:
  void HandleUp(shaper::StreamEnd&) override { notes.push_back("up"); }
  void Refill(shaper::StreamEnd& end) override {
    const std::size_t taken = end.Write(to_write);
    to_write.erase(to_write.begin(),
                   to_write.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  void HandleReadable(shaper::StreamEnd& end) override {
    const auto bytes = end.readable();
    read.insert(read.end(), bytes.begin(), bytes.end());
    end.Consume(bytes.size());
  }
  void HandleClosed(shaper::StreamEnd&, absl::string_view) override {
    notes.push_back("closed");
  }

  std::vector<std::uint8_t> to_write, read;
  std::vector<std::string> notes;
};

class SimConnectionTest : public ::testing::Test {
 protected:
  void Connect(shaper::Stream::Options client, shaper::Stream::Options server,
               sim::Link::Options link = {.delay = base::Milliseconds(10)}) {
    up_ = std::make_unique<sim::Link>(link, base::Random::FromSeed(1));
    down_ = std::make_unique<sim::Link>(link, base::Random::FromSeed(2));
    connection_ = std::make_unique<SimConnection>(
        &scheduler_,
        SimConnection::Options{
            .pipe = {.to_server = {up_.get()}, .to_client = {down_.get()}},
            .streams = {std::move(client), std::move(server)}},
        std::array{base::Random::FromSeed(3), base::Random::FromSeed(4)},
        std::array<shaper::StreamEnd::Application*, 2>{&client_, &server_});
    connection_->end(End::kClient).SetMeter(&meter_);
  }

  void Send(End end, const std::vector<std::uint8_t>& bytes) {
    auto& waiting = end == End::kClient ? client_.to_write : server_.to_write;
    waiting.insert(waiting.end(), bytes.begin(), bytes.end());
    connection_->end(end).Pump();
  }

  sim::Scheduler scheduler_;
  shaper::Meter meter_;
  Application client_, server_;
  std::unique_ptr<sim::Link> up_, down_;
  std::unique_ptr<SimConnection> connection_;
};

TEST_F(SimConnectionTest, CarriesPlainBytesBothWays) {
  Connect(shaper::Plain(Role::kClient), shaper::Plain(Role::kServer));
  EXPECT_FALSE(connection_->end(End::kClient).up());
  scheduler_.RunUntil(AtMs(20));
  EXPECT_THAT(client_.notes, ElementsAre("up"));
  EXPECT_THAT(server_.notes, ElementsAre("up"));
  Send(End::kClient, shaper::Counting(100));
  scheduler_.RunUntil(AtMs(30));
  EXPECT_EQ(server_.read, shaper::Counting(100));
  Send(End::kServer, shaper::Counting(50));
  scheduler_.RunUntil(AtMs(40));
  EXPECT_EQ(client_.read, shaper::Counting(50));
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
  EXPECT_FALSE(client_.to_write.empty());
  scheduler_.RunUntil(AtMs(900));
  EXPECT_LT(server_.read.size(), 1'000'000u);
  scheduler_.RunUntil(AtMs(1100));
  EXPECT_EQ(server_.read, shaper::Counting(1'000'000));
}

TEST_F(SimConnectionTest, ResetTellsBothEndsAndKeepsTheirCounts) {
  Connect(shaper::Defended(Role::kClient), shaper::Defended(Role::kServer));
  scheduler_.RunUntil(AtMs(20));
  meter_.Begin();
  Send(End::kClient, shaper::Counting(100));
  connection_->Reset();
  EXPECT_THAT(client_.notes, ElementsAre("up", "closed"));
  EXPECT_THAT(server_.notes, ElementsAre("up", "closed"));
  EXPECT_FALSE(connection_->end(End::kClient).up());
  EXPECT_FALSE(connection_->end(End::kServer).up());
  scheduler_.RunUntil(AtMs(1000));
  EXPECT_THAT(server_.read, IsEmpty());
  meter_.End();
  EXPECT_EQ(meter_.Result().cells.normal_cells, 1u);
  EXPECT_EQ(meter_.Result().cells.opening_cells, 0u);  // Before Begin.
}

TEST_F(SimConnectionTest, CloseIsHeardByTheOtherEndAfterTheDelay) {
  Connect(shaper::Plain(Role::kClient), shaper::Plain(Role::kServer));
  scheduler_.RunUntil(AtMs(20));
  Send(End::kClient, shaper::Counting(100));
  connection_->end(End::kClient).Close();
  scheduler_.RunUntil(AtMs(29));
  EXPECT_THAT(server_.notes, ElementsAre("up"));
  scheduler_.RunUntil(AtMs(30));
  EXPECT_EQ(server_.read, shaper::Counting(100));
  EXPECT_THAT(client_.notes, ElementsAre("up"));
  EXPECT_THAT(server_.notes, ElementsAre("up", "closed"));
  EXPECT_FALSE(connection_->end(End::kClient).up());
  EXPECT_FALSE(connection_->end(End::kServer).up());
}

TEST_F(SimConnectionTest, ARefusedDefenseClosesBothEnds) {
  Connect(shaper::Defended(Role::kClient), shaper::Plain(Role::kServer));
  scheduler_.RunUntil(AtMs(1000));
  EXPECT_THAT(client_.notes, ElementsAre("up", "closed"));
  EXPECT_THAT(server_.notes, ElementsAre("up", "closed"));
  EXPECT_FALSE(connection_->end(End::kClient).up());
  EXPECT_FALSE(connection_->end(End::kServer).up());
}

}  // namespace
}  // namespace lab
