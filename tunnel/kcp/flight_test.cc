#include "tunnel/kcp/flight.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/record.h"

namespace kcp {
namespace {

using base::Instant;
using base::Milliseconds;
using base::Seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Instant kStart{};

// A flight and the records that its sender would keep: segment n in packet n.
class Way {
 private:
  auto Finder() const {
    return [this](const Transmission& transmission) -> const Record* {
      const auto record = records_.find(transmission.number);
      return record == records_.end() ? nullptr : &record->second;
    };
  }

 public:
  explicit Way(bool reliable) : flight_({.reliable = reliable}) {}

  Flight& flight() { return flight_; }

  void Write(std::uint64_t number, Instant at) {
    flight_.HandlePulled({number, number});
    flight_.HandleWritten(number, [&](const Transmission&) {
      records_[number] = {.packet = number, .written = at, .attempts = 1};
      return true;
    });
  }
  void Acknowledge(std::uint64_t number) {
    const Instant written = records_.at(number).written;
    records_.erase(number);
    flight_.HandleAnswer(number, written);
  }
  // The numbers of those lost at `now`.
  std::vector<std::uint64_t> Lost(Instant now) {
    std::vector<std::uint64_t> lost;
    flight_.FindLost(now, Finder(),
                     [&](const Transmission& transmission, Flight::Loss) {
                       lost.push_back(transmission.number);
                     });
    for (const std::uint64_t number : lost) records_.erase(number);
    return lost;
  }
  std::optional<Instant> Deadline() const {
    return flight_.NextDeadline(Finder());
  }

 private:
  Flight flight_;
  std::map<std::uint64_t, Record> records_;
};

TEST(FlightTest, WhatWasOvertakenIsLostALittleLater) {
  Way way(/*reliable=*/true);
  way.flight().AddSample(Milliseconds(80));
  for (const std::uint64_t number : {1u, 2u, 3u}) way.Write(number, kStart);
  way.Acknowledge(2);
  const Instant answered = kStart + Milliseconds(80);
  EXPECT_THAT(way.Lost(answered), IsEmpty());
  // 10 ms and a quarter of the round trip.
  EXPECT_EQ(way.Deadline(), answered + Milliseconds(30));
  EXPECT_THAT(way.Lost(answered + Milliseconds(29)), IsEmpty());
  EXPECT_THAT(way.Lost(answered + Milliseconds(30)), ElementsAre(1));
  EXPECT_EQ(way.Deadline(), kStart + Seconds(1));  // Of 3.
}

TEST(FlightTest, AnAnswerThatComesLateMakesItSlowerToSuspect) {
  Way way(/*reliable=*/true);
  way.flight().AddSample(Milliseconds(80));
  way.Write(1, kStart);
  way.Write(2, kStart);
  way.flight().HandleNeedlessResend();
  way.Acknowledge(2);
  way.Lost(kStart);
  EXPECT_EQ(way.Deadline(), kStart + Milliseconds(50));  // 10 + 2 * 80 / 4.
  for (int i = 0; i < 100; ++i) way.flight().HandleNeedlessResend();
  way.Write(3, kStart);
  way.Acknowledge(3);
  EXPECT_THAT(way.Lost(kStart + Milliseconds(50)), ElementsAre(1));
}

TEST(FlightTest, ReliableItAsksBeforeItLoses) {
  Way way(/*reliable=*/true);
  way.Write(1, kStart);
  EXPECT_EQ(way.Deadline(), kStart + Seconds(1));
  EXPECT_THAT(way.Lost(kStart + Seconds(1)), IsEmpty());
  EXPECT_TRUE(way.flight().asks());
  // Until the question is written, only patience ends.
  EXPECT_EQ(way.Deadline(), kStart + Seconds(10));
  const Instant asked = kStart + Milliseconds(1500);
  EXPECT_TRUE(way.flight().PollQuestion(asked));
  EXPECT_FALSE(way.flight().PollQuestion(asked));
  EXPECT_EQ(way.Deadline(), asked + Seconds(1));
  way.flight().HandleQuestionAnswered(asked);
  way.Write(2, asked + Milliseconds(1));  // Not before the question.
  EXPECT_THAT(way.Lost(asked + Milliseconds(40)), ElementsAre(1));
  EXPECT_EQ(way.Deadline(), asked + Milliseconds(1001));
}

TEST(FlightTest, WithoutAnAnswerPatienceEnds) {
  Way way(/*reliable=*/true);
  way.Write(1, kStart);
  for (Instant now = kStart + Seconds(1); now < kStart + Seconds(10);
       now += Seconds(1)) {
    EXPECT_THAT(way.Lost(now), IsEmpty());
    EXPECT_TRUE(way.flight().PollQuestion(now));
  }
  EXPECT_THAT(way.Lost(kStart + Seconds(10)), ElementsAre(1));
}

TEST(FlightTest, ALongRoundTripMakesTheTimerLonger) {
  Way way(/*reliable=*/true);
  way.flight().AddSample(Milliseconds(700));
  way.Write(1, kStart);
  EXPECT_EQ(way.Deadline(), kStart + Milliseconds(2100));
}

TEST(FlightTest, UnreliableItLosesByTheRoundTripsTimeout) {
  Way way(/*reliable=*/false);
  way.Write(1, kStart);
  EXPECT_EQ(way.Deadline(), kStart + Milliseconds(200));
  EXPECT_THAT(way.Lost(kStart + Milliseconds(199)), IsEmpty());
  EXPECT_THAT(way.Lost(kStart + Milliseconds(200)), ElementsAre(1));
  EXPECT_FALSE(way.flight().asks());
}

TEST(FlightTest, GivesUpAllThatWaits) {
  Way way(/*reliable=*/true);
  way.Write(1, kStart);
  way.Write(2, kStart);
  way.Write(3, kStart);
  way.Acknowledge(2);
  way.Lost(kStart);  // 1 is a suspect now.
  way.flight().HandlePulled({4, 4});
  std::vector<std::uint64_t> taken;
  way.flight().TakeAll([&](const Transmission& transmission) {
    taken.push_back(transmission.number);
  });
  EXPECT_THAT(taken, ElementsAre(1, 3, 4));
  EXPECT_EQ(way.Deadline(), std::nullopt);
}

}  // namespace
}  // namespace kcp
