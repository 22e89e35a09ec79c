#include "mgen/outbox.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mgen {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "m3": message of id 3; "r3": receipt for id 3.
std::string TakeOne(Outbox& outbox) {
  const auto item = outbox.Take();
  if (!item) return "";
  if (const auto* message = std::get_if<Outbox::Message>(&*item)) {
    return absl::StrCat("m", message->id);
  }
  return absl::StrCat("r", std::get<Outbox::Receipt>(*item).id);
}

std::vector<std::string> TakeAll(Outbox& outbox) {
  std::vector<std::string> all;
  for (std::string one = TakeOne(outbox); !one.empty(); one = TakeOne(outbox)) {
    all.push_back(one);
  }
  return all;
}

void AddMessages(Outbox& outbox, std::vector<std::uint32_t> ids) {
  for (std::uint32_t id : ids) outbox.AddMessage(id, 0, id, 160);
}

TEST(OutboxTest, WritesInTheOrderOfAdding) {
  Outbox outbox;
  AddMessages(outbox, {0, 1});
  outbox.AddReceipt(0, 70);
  AddMessages(outbox, {2});
  outbox.AddReceipt(0, 71);
  EXPECT_EQ(outbox.messages_to_write(), 3u);
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m0", "m1", "r70", "m2", "r71"));
  EXPECT_EQ(outbox.messages_to_write(), 0u);
  EXPECT_EQ(outbox.messages(), 3u);
  EXPECT_EQ(outbox.receipts(), 0u);
}

TEST(OutboxTest, CarriesWhatTheMessageSays) {
  Outbox outbox;
  outbox.AddMessage(9, 4, 17, 320);
  const Outbox::Message message = std::get<Outbox::Message>(*outbox.Take());
  EXPECT_EQ(message.sender, 4u);
  EXPECT_EQ(message.id, 17u);
  EXPECT_EQ(message.body, 320u);
  outbox.AddReceipt(5, 18);
  const Outbox::Receipt receipt = std::get<Outbox::Receipt>(*outbox.Take());
  EXPECT_EQ(receipt.member, 5u);
  EXPECT_EQ(receipt.id, 18u);
}

TEST(OutboxTest, RewindWritesAgainWhatIsUnanswered) {
  Outbox outbox;
  AddMessages(outbox, {0, 1, 2});
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m0", "m1", "m2"));
  outbox.Answer(1, 1);
  AddMessages(outbox, {3});
  outbox.Rewind();
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m0", "m2", "m3"));
}

TEST(OutboxTest, ReceiptInTheMiddleOfItsWriteIsWrittenAgainInItsPlace) {
  Outbox outbox;
  AddMessages(outbox, {0});
  outbox.AddReceipt(0, 70);
  outbox.AddReceipt(0, 71);
  AddMessages(outbox, {1});
  EXPECT_EQ(TakeOne(outbox), "m0");
  EXPECT_EQ(TakeOne(outbox), "r70");  // The link breaks here.
  outbox.Rewind();
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m0", "r70", "r71", "m1"));
  outbox.Rewind();  // Receipts were written whole.
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m0", "m1"));
}

TEST(OutboxTest, MessageStaysUntilItHasTheAnswersItNeeds) {
  Outbox outbox;
  AddMessages(outbox, {0, 1});
  TakeAll(outbox);
  outbox.Answer(0, 3);
  outbox.Answer(0, 3);
  EXPECT_EQ(outbox.messages(), 2u);
  outbox.Answer(0, 3);
  EXPECT_EQ(outbox.messages(), 1u);
  outbox.Answer(0, 1);  // No longer there: nothing happens.
  outbox.Rewind();
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m1"));
}

TEST(OutboxTest, AnsweredBeforeItsSecondWriteIsNotWrittenAgain) {
  Outbox outbox;
  AddMessages(outbox, {0, 1});
  TakeAll(outbox);
  outbox.Rewind();
  outbox.Answer(0, 1);
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m1"));
}

TEST(OutboxTest, SequencesMayHaveGaps) {
  Outbox outbox;
  AddMessages(outbox, {3, 10, 11});
  EXPECT_EQ(outbox.next_sequence(), 12u);
  TakeOne(outbox);
  outbox.Answer(5, 1);
  EXPECT_EQ(outbox.messages_to_write(), 2u);
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m10", "m11"));
}

TEST(OutboxTest, FindsAMessageBySenderAndId) {
  Outbox outbox;
  outbox.AddMessage(0, 7, 100, 160);
  outbox.AddMessage(1, 8, 100, 160);
  EXPECT_EQ(outbox.Find(8, 100), 1u);
  EXPECT_EQ(outbox.Find(7, 100), 0u);
  EXPECT_FALSE(outbox.Find(8, 101));
}

TEST(OutboxTest, DropsTheOldestEvenInTheMiddleOfItsWrite) {
  Outbox outbox;
  AddMessages(outbox, {0, 1, 2});
  EXPECT_EQ(TakeOne(outbox), "m0");
  EXPECT_EQ(outbox.DropOldestMessage().id, 0u);
  EXPECT_EQ(outbox.DropOldestMessage().id, 1u);
  EXPECT_THAT(TakeAll(outbox), ElementsAre("m2"));
  outbox.AddReceipt(0, 70);
  outbox.AddReceipt(0, 71);
  EXPECT_EQ(outbox.DropOldestReceipt().id, 70u);
  EXPECT_THAT(TakeAll(outbox), ElementsAre("r71"));
  EXPECT_THAT(TakeAll(outbox), IsEmpty());
}

}  // namespace
}  // namespace mgen
