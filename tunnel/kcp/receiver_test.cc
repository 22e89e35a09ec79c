#include "tunnel/kcp/receiver.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kcp {
namespace {

using base::Instant;
using base::Milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Instant kStart{};

// ts is 1000 + sn.
void Push(Receiver& receiver, std::uint32_t sn, absl::string_view text,
          Instant now = kStart) {
  const std::vector<std::uint8_t> payload(text.begin(), text.end());
  receiver.HandlePush({.sn = sn, .ts = 1000 + sn, .payload = payload}, now);
}

std::string TextOf(const Receiver& receiver) {
  return std::string(receiver.readable().begin(), receiver.readable().end());
}

std::vector<std::uint32_t> AcksOf(Receiver& receiver) {
  std::vector<std::uint32_t> all;
  while (const std::optional<Receiver::Ack> ack = receiver.PollAck()) {
    EXPECT_EQ(ack->ts, 1000 + ack->sn);
    all.push_back(ack->sn);
  }
  return all;
}

TEST(ReceiverTest, PutsSegmentsInOrder) {
  Receiver receiver({});
  Push(receiver, 2, "c");
  Push(receiver, 1, "b");
  EXPECT_EQ(TextOf(receiver), "");
  EXPECT_EQ(receiver.una(), 0u);
  Push(receiver, 0, "a");
  EXPECT_EQ(TextOf(receiver), "abc");
  EXPECT_EQ(receiver.una(), 3u);
  receiver.Consume(2);
  EXPECT_EQ(TextOf(receiver), "c");
}

TEST(ReceiverTest, InOrderOnlyTheLastIsAcknowledgedByNumber) {
  Receiver receiver({});
  for (std::uint32_t sn = 0; sn < 5; ++sn) Push(receiver, sn, "x");
  EXPECT_THAT(AcksOf(receiver), ElementsAre(4));
  EXPECT_THAT(AcksOf(receiver), IsEmpty());
}

TEST(ReceiverTest, BehindAGapEachIsAcknowledged) {
  Receiver receiver({});
  for (const std::uint32_t sn : {0u, 2u, 3u}) Push(receiver, sn, "x");
  EXPECT_THAT(AcksOf(receiver), ElementsAre(2, 3));
  Push(receiver, 4, "x");
  Push(receiver, 1, "x");  // Now all are in order, and 1 is the last.
  EXPECT_THAT(AcksOf(receiver), ElementsAre(1));
}

TEST(ReceiverTest, AnAnswerInOrderWaitsForCompany) {
  Receiver receiver({.ack_delay = Milliseconds(10)});
  Push(receiver, 0, "x", kStart + Milliseconds(5));
  Push(receiver, 1, "x", kStart + Milliseconds(9));
  EXPECT_FALSE(receiver.OwesAnswer());
  EXPECT_EQ(receiver.NextDeadline(), kStart + Milliseconds(15));
  receiver.HandleDeadline(kStart + Milliseconds(14));
  EXPECT_FALSE(receiver.OwesAnswer());
  receiver.HandleDeadline(kStart + Milliseconds(15));
  EXPECT_TRUE(receiver.OwesAnswer());
  // Until somebody takes it there is nothing to wait for.
  EXPECT_EQ(receiver.NextDeadline(), std::nullopt);
  EXPECT_THAT(AcksOf(receiver), ElementsAre(1));
  EXPECT_FALSE(receiver.OwesAnswer());
}

TEST(ReceiverTest, APacketFullOfAnswersDoesNotWait) {
  Receiver receiver({});
  // 1400 / 24 = 58.
  for (std::uint32_t sn = 0; sn < 57; ++sn) Push(receiver, sn, "x");
  EXPECT_FALSE(receiver.OwesAnswer());
  Push(receiver, 57, "x");
  EXPECT_TRUE(receiver.OwesAnswer());
}

TEST(ReceiverTest, GapsTheirEndAndRepetitionsAreAnsweredAtOnce) {
  Receiver receiver({});
  Push(receiver, 1, "b");
  EXPECT_TRUE(receiver.OwesAnswer());
  AcksOf(receiver);
  Push(receiver, 0, "a");
  EXPECT_TRUE(receiver.OwesAnswer());
  AcksOf(receiver);
  Push(receiver, 0, "a");
  EXPECT_TRUE(receiver.OwesAnswer());
  EXPECT_THAT(AcksOf(receiver), ElementsAre(0));
  EXPECT_EQ(TextOf(receiver), "ab");
  EXPECT_EQ(receiver.duplicates(), 1u);
}

TEST(ReceiverTest, WherePacketsOvertakeEachOtherAGapWaitsForCompany) {
  Receiver receiver({.ack_delay = Milliseconds(10)});
  receiver.SetOvertaking(true);
  Push(receiver, 1, "b");
  EXPECT_FALSE(receiver.OwesAnswer());
  EXPECT_EQ(receiver.NextDeadline(), kStart + Milliseconds(10));
  Push(receiver, 0, "a", kStart + Milliseconds(1));
  EXPECT_FALSE(receiver.OwesAnswer());
  receiver.HandleDeadline(kStart + Milliseconds(10));
  EXPECT_THAT(AcksOf(receiver), ElementsAre(0));  // una says the rest.
}

TEST(ReceiverTest, WhatIsAheadIsHeldOnce) {
  Receiver receiver({});
  Push(receiver, 1, "b");
  Push(receiver, 1, "B");
  Push(receiver, 0, "a");
  EXPECT_EQ(TextOf(receiver), "ab");
  EXPECT_EQ(receiver.duplicates(), 1u);
}

TEST(ReceiverTest, BeyondTheWindowNothingIsTakenOrAnswered) {
  Receiver receiver({.window = 4});
  Push(receiver, 4, "e");
  EXPECT_FALSE(receiver.OwesAnswer());
  EXPECT_THAT(AcksOf(receiver), IsEmpty());
  Push(receiver, 3, "d");
  EXPECT_THAT(AcksOf(receiver), ElementsAre(3));
  Push(receiver, 0xffffffff, "?");  // Before the first: 2^32 - 1 ahead.
  EXPECT_THAT(AcksOf(receiver), IsEmpty());
}

TEST(ReceiverTest, WindowCountsFullSegmentsOfWhatIsUnread) {
  Receiver receiver({.window = 4});
  EXPECT_EQ(receiver.window(), 4);
  Push(receiver, 0, "x");  // A 1376th of a segment is one.
  EXPECT_EQ(receiver.window(), 3);
  Push(receiver, 1, std::string(1375, 'x'));
  EXPECT_EQ(receiver.window(), 3);
  Push(receiver, 2, "x");
  EXPECT_EQ(receiver.window(), 2);
}

TEST(ReceiverTest, TellsOfRoomAfterThereWasLittle) {
  Receiver receiver({.window = 4});
  for (std::uint32_t sn = 0; sn < 4; ++sn) {
    Push(receiver, sn, std::string(1376, 'x'));
  }
  EXPECT_EQ(receiver.window(), 0);
  receiver.HandleWindowWritten();
  receiver.Consume(1376);
  EXPECT_FALSE(receiver.PollWindow());
  receiver.Consume(1376);
  EXPECT_TRUE(receiver.PollWindow());
  EXPECT_FALSE(receiver.PollWindow());
}

TEST(ReceiverTest, AnswersAQuestion) {
  Receiver receiver({});
  receiver.HandleQuestion();
  EXPECT_TRUE(receiver.OwesAnswer());
  EXPECT_TRUE(receiver.PollWindow());
  EXPECT_FALSE(receiver.OwesAnswer());
}

TEST(ReceiverTest, AnswersThatNobodyTakesHaveALimit) {
  Receiver receiver({.window = 8});
  Push(receiver, 2, "c");
  for (int i = 0; i < 100; ++i) Push(receiver, 3, "d");
  // 2, and 3 seven times.
  EXPECT_THAT(AcksOf(receiver), ElementsAre(2, 3, 3, 3, 3, 3, 3, 3));
}

}  // namespace
}  // namespace kcp
