#include "sim/byte_pipe.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sim/link.h"
#include "sim/scheduler.h"

namespace sim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using End = BytePipe::End;

constexpr base::Instant AtUs(std::int64_t us) {
  return base::Instant{} + base::Microseconds(us);
}

// Notes "<time in us> <what>" for both ends.
class BytePipeTest : public ::testing::Test {
 protected:
  std::unique_ptr<BytePipe> MakePipe(BytePipe::Options options,
                                     const std::string& name = "") {
    return std::make_unique<BytePipe>(
        &scheduler_, std::move(options),
        std::array<BytePipe::Callbacks, 2>{Callbacks(name + "client"),
                                           Callbacks(name + "server")});
  }

  BytePipe::Callbacks Callbacks(const std::string& who) {
    return {
        .on_received =
            [this, who](absl::Span<const std::uint8_t> bytes) {
              Note(who + " got " + std::string(bytes.begin(), bytes.end()));
            },
        .on_writable = [this, who] { Note(who + " writable"); },
        .on_closed = [this, who] { Note(who + " closed"); },
    };
  }

  void Note(const std::string& what) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(
        scheduler_.now().time_since_epoch());
    notes_.push_back(std::to_string(us.count()) + " " + what);
  }

  static void Write(BytePipe& pipe, End from, const std::string& text) {
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    ASSERT_TRUE(pipe.HasRoom(from, bytes.size()));
    pipe.Write(from, bytes);
  }

  std::vector<std::string> TakeNotes() { return std::exchange(notes_, {}); }

  Scheduler scheduler_;
  std::vector<std::string> notes_;
};

TEST_F(BytePipeTest, IsUpAfterARoundTripAndDeliversAfterTheDelay) {
  Link up({.delay = base::Milliseconds(20)}, base::Random::FromSeed(1));
  Link down({.delay = base::Milliseconds(30)}, base::Random::FromSeed(2));
  auto pipe = MakePipe({.to_server = {&up}, .to_client = {&down}});
  EXPECT_FALSE(pipe->HasRoom(End::kClient, 1));
  scheduler_.RunUntil(AtUs(50'000));
  EXPECT_THAT(TakeNotes(),
              ElementsAre("50000 client writable", "50000 server writable"));
  Write(*pipe, End::kClient, "ping");
  Write(*pipe, End::kServer, "pong");
  scheduler_.RunUntil(AtUs(90'000));
  EXPECT_THAT(TakeNotes(),
              ElementsAre("70000 server got ping", "80000 client got pong"));
}

TEST_F(BytePipeTest, AFullQueueMakesTheWriterWaitAndTellsIt) {
  // 10 bytes take 10 ms at 8 kbit/s and fill the queue.
  Link up({.rate_bits_per_second = 8'000, .queue_bytes = 10},
          base::Random::FromSeed(1));
  auto pipe = MakePipe({.to_server = {&up}});
  scheduler_.RunUntil(AtUs(0));
  TakeNotes();
  Write(*pipe, End::kClient, "0123456789");
  EXPECT_FALSE(pipe->HasRoom(End::kClient, 4));
  scheduler_.RunUntil(AtUs(20'000));
  // 4 bytes fit once 4 have left.
  EXPECT_THAT(TakeNotes(), ElementsAre("4000 client writable",
                                       "10000 server got 0123456789"));
}

TEST_F(BytePipeTest, WritersThatWaitForOneLinkTakeTurns) {
  // Room for one write of 10 bytes each 10 ms.
  Link up({.rate_bits_per_second = 8'000, .queue_bytes = 10},
          base::Random::FromSeed(1));
  std::array<std::unique_ptr<BytePipe>, 3> pipes;
  std::string order;
  for (std::size_t i = 0; i < pipes.size(); ++i) {
    BytePipe::Callbacks client{
        .on_received = [](absl::Span<const std::uint8_t>) {},
        .on_writable =
            [&order, &pipes, i] {
              while (pipes[i]->HasRoom(End::kClient, 10)) {
                order += static_cast<char>('a' + i);
                Write(*pipes[i], End::kClient, "0123456789");
              }
            },
        .on_closed = [] {}};
    pipes[i] = std::make_unique<BytePipe>(
        &scheduler_, BytePipe::Options{.to_server = {&up}},
        std::array<BytePipe::Callbacks, 2>{client, Callbacks("server")});
  }
  scheduler_.RunUntil(AtUs(80'000));
  // At 0 a writes and is also the first to wait.
  EXPECT_EQ(order, "aabcabcab");
}

TEST_F(BytePipeTest, WhatIsLostIsSentAgainAndHoldsUpWhatFollows) {
  Link up({.delay = base::Milliseconds(10), .loss = 0.3},
          base::Random::FromSeed(3));
  Link down({.delay = base::Milliseconds(10)}, base::Random::FromSeed(4));
  auto pipe = MakePipe({.to_server = {&up}, .to_client = {&down}});
  scheduler_.RunUntil(AtUs(20'000));
  TakeNotes();
  // The link's own draws say which of the ten are lost at first.
  base::Random draws = base::Random::FromSeed(3);
  std::vector<bool> lost;
  for (int i = 0; i < 10; ++i) lost.push_back(UnitDouble(draws) < 0.3);
  const std::size_t first_lost = static_cast<std::size_t>(
      std::find(lost.begin(), lost.end(), true) - lost.begin());
  ASSERT_LT(first_lost, 9u);
  for (char c = '0'; c <= '9'; ++c) Write(*pipe, End::kClient, {c});
  scheduler_.RunUntil(AtUs(30'000));
  EXPECT_EQ(TakeNotes().size(), first_lost);
  // RTT 20 ms + 200 ms: the lost ones go again at 240 ms, arrive at 250 ms (or
  // 220 ms later still), and nothing has overtaken them.
  scheduler_.RunUntil(AtUs(249'999));
  EXPECT_THAT(TakeNotes(), IsEmpty());
  scheduler_.RunUntil(AtUs(10'000'000));
  const std::vector<std::string> notes = TakeNotes();
  ASSERT_EQ(notes.size(), 10 - first_lost);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    EXPECT_EQ(notes[i].back(), static_cast<char>('0' + first_lost + i));
  }
}

TEST_F(BytePipeTest, ASecondLinkOfItsOwnQueueDropsAndTheSenderSendsAgain) {
  // The narrow second link takes 10 bytes in 10 ms and queues no more; both
  // writes reach it at 0.
  Link wide({}, base::Random::FromSeed(1));
  Link narrow({.rate_bits_per_second = 8'000, .queue_bytes = 10},
              base::Random::FromSeed(2));
  auto pipe = MakePipe({.to_server = {&wide, &narrow}});
  scheduler_.RunUntil(AtUs(0));
  TakeNotes();
  Write(*pipe, End::kClient, "aaaaaaaaaa");
  Write(*pipe, End::kClient, "bbbbbbbbbb");
  scheduler_.RunUntil(AtUs(1'000'000));
  // The second goes again after 200 ms (the RTT is 0).
  EXPECT_THAT(TakeNotes(), ElementsAre("10000 server got aaaaaaaaaa",
                                       "210000 server got bbbbbbbbbb"));
}

TEST_F(BytePipeTest, ResetLosesWhatIsOnItsWayAndTellsBothEnds) {
  Link up({.delay = base::Milliseconds(10)}, base::Random::FromSeed(1));
  auto pipe = MakePipe({.to_server = {&up}});
  scheduler_.RunUntil(AtUs(10'000));
  TakeNotes();
  Write(*pipe, End::kClient, "lost");
  pipe->Reset();
  pipe->Reset();
  EXPECT_FALSE(pipe->HasRoom(End::kClient, 1));
  scheduler_.RunUntil(AtUs(1'000'000));
  EXPECT_THAT(TakeNotes(),
              ElementsAre("10000 client closed", "10000 server closed"));
}

TEST_F(BytePipeTest, CloseLetsWhatWasWrittenArriveFirst) {
  Link up({.delay = base::Milliseconds(10)}, base::Random::FromSeed(1));
  auto pipe = MakePipe({.to_server = {&up}});
  scheduler_.RunUntil(AtUs(10'000));
  TakeNotes();
  Write(*pipe, End::kClient, "bye");
  pipe->Close(End::kClient);
  Write(*pipe, End::kServer, "unheard");
  scheduler_.RunUntil(AtUs(1'000'000));
  EXPECT_THAT(TakeNotes(),
              ElementsAre("20000 server got bye", "20000 server closed"));
}

TEST_F(BytePipeTest, WhenBothEndsCloseNeitherHears) {
  auto pipe = MakePipe({});
  scheduler_.RunUntil(AtUs(0));
  TakeNotes();
  pipe->Close(End::kClient);
  pipe->Close(End::kServer);
  scheduler_.RunUntil(AtUs(1));
  EXPECT_THAT(TakeNotes(), IsEmpty());
}

TEST_F(BytePipeTest, ItsEndCancelsWhatItHasScheduled) {
  Link up({.delay = base::Milliseconds(10)}, base::Random::FromSeed(1));
  auto pipe = MakePipe({.to_server = {&up}});
  scheduler_.RunUntil(AtUs(10'000));
  TakeNotes();
  Write(*pipe, End::kClient, "lost");
  pipe.reset();
  EXPECT_EQ(scheduler_.NextEvent(), std::nullopt);
  EXPECT_THAT(TakeNotes(), IsEmpty());
}

}  // namespace
}  // namespace sim
