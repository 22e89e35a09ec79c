#include "mgen/channel.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/wire.h"

namespace mgen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::uint8_t> Bytes(const std::vector<Header>& headers) {
  std::vector<std::uint8_t> bytes;
  for (const Header& header : headers) AppendMessage(header, bytes);
  return bytes;
}

Header MessageFrom(const std::string& sender, std::uint32_t id) {
  return {.sender = sender, .group = "g", .id = id, .body = 320};
}
Header ReceiptFrom(const std::string& sender, std::uint32_t id) {
  return {.sender = sender, .group = "alice", .id = id, .body = 0};
}

// Alice's channel in group g, and its server told in short words.
class ChannelTest : public testing::Test {
 protected:
  // What the channel writes until it has no more: "shake alice g",
  // "m0", "receipt bob 7".
  std::vector<std::string> Written(Channel& channel) {
    std::vector<std::string> written;
    while (!channel.PendingBytes().empty()) {
      absl::Span<const std::uint8_t> bytes = channel.PendingBytes();
      written.push_back(Word(bytes));
      EXPECT_TRUE(bytes.empty()) << "more than one item in a write";
      channel.Consume(channel.PendingBytes().size());
    }
    return written;
  }

  // What is news in `headers`: "bob 7 (320)" or "bob receipts 7".
  std::vector<std::string> News(Channel& channel,
                                const std::vector<Header>& headers) {
    const std::vector<std::uint8_t> bytes = Bytes(headers);
    absl::Span<const std::uint8_t> input = bytes;
    std::vector<std::string> news;
    for (;;) {
      const auto item = channel.Next(input);
      EXPECT_EQ(item.status(), absl::OkStatus());
      if (!item.ok() || !*item) return news;
      if (const auto* message = std::get_if<Channel::Message>(&**item)) {
        news.push_back(absl::StrCat(message->sender, " ", message->id, " (",
                                    message->body_bytes, ")"));
      } else {
        const auto& receipt = std::get<Channel::Receipt>(**item);
        news.push_back(absl::StrCat(receipt.sender, " receipts ", receipt.id));
      }
    }
  }

  absl::Status ErrorOf(Channel& channel, const Header& header) {
    const std::vector<std::uint8_t> bytes = Bytes({header});
    absl::Span<const std::uint8_t> input = bytes;
    return channel.Next(input).status();
  }

 private:
  std::string Word(absl::Span<const std::uint8_t>& bytes) {
    // A handshake begins with the length of "alice", a message with that of
    // its header: 20 + the names.
    if (bytes[3] == 5) {
      Reader reader(Reader::Expect::kHandshake);
      const Reader::Item item = *reader.Next(bytes).value();
      const Handshake& handshake = std::get<Handshake>(item);
      return absl::StrCat("shake ", handshake.sender, " ", handshake.group);
    }
    Reader reader(Reader::Expect::kMessages);
    const Reader::Item item = *reader.Next(bytes).value();
    const Header& header = std::get<Header>(item);
    EXPECT_EQ(header.sender, "alice");
    if (header.is_receipt()) {
      return absl::StrCat("receipt ", header.group, " ", header.id);
    }
    EXPECT_EQ(header.group, "g");
    return absl::StrCat("m", header.id);
  }
};

TEST_F(ChannelTest, HandshakeGoesBeforeWhatWaited) {
  Channel channel({.user = "alice", .group = "g"});
  EXPECT_TRUE(channel.Send(0, 160));
  EXPECT_TRUE(channel.Send(1, 160));
  EXPECT_TRUE(channel.PendingBytes().empty());
  channel.Open();
  EXPECT_THAT(Written(channel), ElementsAre("shake alice g", "m0", "m1"));
  EXPECT_TRUE(channel.Send(2, 160));
  EXPECT_THAT(Written(channel), ElementsAre("m2"));
}

TEST_F(ChannelTest, EachMessageIsNewsOnceAndAnsweredEachTime) {
  Channel channel({.user = "alice", .group = "g"});
  channel.Open();
  Written(channel);
  EXPECT_THAT(News(channel, {MessageFrom("bob", 0), MessageFrom("carol", 0),
                             MessageFrom("bob", 0), MessageFrom("bob", 1)}),
              ElementsAre("bob 0 (320)", "carol 0 (320)", "bob 1 (320)"));
  EXPECT_THAT(Written(channel), ElementsAre("receipt bob 0", "receipt carol 0",
                                            "receipt bob 0", "receipt bob 1"));
}

TEST_F(ChannelTest, WhatWasSeenIsKnownOnTheNextConnection) {
  Channel channel({.user = "alice", .group = "g"});
  channel.Open();
  News(channel, {MessageFrom("bob", 0)});
  channel.Open();
  EXPECT_THAT(News(channel, {MessageFrom("bob", 0), MessageFrom("bob", 1)}),
              ElementsAre("bob 1 (320)"));
}

TEST_F(ChannelTest, ReceiptIsNewsOnceForEachRecipientAndId) {
  Channel channel({.user = "alice", .group = "g"});
  channel.Send(0, 160);
  channel.Open();
  EXPECT_THAT(News(channel, {ReceiptFrom("bob", 0), ReceiptFrom("bob", 0),
                             ReceiptFrom("carol", 0), ReceiptFrom("bob", 1)}),
              ElementsAre("bob receipts 0", "carol receipts 0"));
}

TEST_F(ChannelTest, UnansweredMessagesGoOutAgainBeforeNewerOnes) {
  Channel channel({.user = "alice", .group = "g"});
  channel.Open();
  for (std::uint32_t id = 0; id < 3; ++id) channel.Send(id, 160);
  Written(channel);
  News(channel, {ReceiptFrom("bob", 1)});
  channel.Close();
  channel.Send(3, 160);
  channel.Open();
  EXPECT_THAT(Written(channel), ElementsAre("shake alice g", "m0", "m2", "m3"));
}

TEST_F(ChannelTest, HalfWrittenMessageGoesOutWhole) {
  Channel channel({.user = "alice", .group = "g"});
  channel.Open();
  Written(channel);
  channel.Send(0, 160);
  channel.Consume(100);
  channel.Open();
  EXPECT_THAT(Written(channel), ElementsAre("shake alice g", "m0"));
}

// Once Carol is heard of, a message needs her receipt too.
TEST_F(ChannelTest, MessageIsKeptUntilAllWhoAreHeardOfHaveAnswered) {
  Channel channel({.user = "alice", .group = "g"});
  channel.Open();
  News(channel, {MessageFrom("bob", 0), MessageFrom("carol", 0)});
  channel.Send(0, 160);
  Written(channel);
  News(channel, {ReceiptFrom("bob", 0)});
  channel.Open();
  EXPECT_THAT(Written(channel), ElementsAre("shake alice g", "m0"));
  News(channel, {ReceiptFrom("carol", 0)});
  channel.Open();
  EXPECT_THAT(Written(channel), ElementsAre("shake alice g"));
}

TEST_F(ChannelTest, RefusesMessagesAtMaxQueued) {
  Channel channel({.user = "alice", .group = "g", .max_queued = 2});
  EXPECT_TRUE(channel.Send(0, 160));
  EXPECT_TRUE(channel.Send(1, 160));
  EXPECT_FALSE(channel.Send(2, 160));
  channel.Open();
  EXPECT_THAT(Written(channel), ElementsAre("shake alice g", "m0", "m1"));
  EXPECT_TRUE(channel.Send(3, 160));
  EXPECT_THAT(Written(channel), ElementsAre("m3"));
}

TEST_F(ChannelTest, ForgetsTheOldestBeyondMaxUnanswered) {
  Channel channel({.user = "alice", .group = "g", .max_unanswered = 2});
  channel.Open();
  for (std::uint32_t id = 0; id < 4; ++id) channel.Send(id, 160);
  Written(channel);
  channel.Open();
  EXPECT_THAT(Written(channel), ElementsAre("shake alice g", "m2", "m3"));
}

TEST_F(ChannelTest, RefusesWhatDoesNotBelongHere) {
  Channel channel({.user = "alice", .group = "g"});
  channel.Open();
  EXPECT_THAT(
      ErrorOf(channel, {.sender = "bob", .group = "h", .body = 160}).message(),
      HasSubstr("group: h, not g"));
  EXPECT_THAT(ErrorOf(channel, {.sender = "bob", .group = "carol", .body = 0})
                  .message(),
              HasSubstr("group: carol, not alice"));
  EXPECT_THAT(ErrorOf(channel, {.sender = "alice", .group = "g", .body = 160})
                  .message(),
              HasSubstr("sender: alice is the recipient"));
  EXPECT_THAT(Written(channel), ElementsAre("shake alice g"));
}

TEST_F(ChannelTest, HearsOfSoManyMembersAndNoMore) {
  Channel channel({.user = "alice", .group = "g", .max_members = 2});
  channel.Open();
  News(channel, {MessageFrom("bob", 0), MessageFrom("carol", 0)});
  EXPECT_EQ(ErrorOf(channel, MessageFrom("dave", 0)).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(News(channel, {MessageFrom("bob", 1)}),
              ElementsAre("bob 1 (320)"));
}

// Nothing is read from it, and it sends on and on.
TEST_F(ChannelTest, FailsWhenReceiptsPileUp) {
  Channel channel({.user = "alice", .group = "g", .max_queued = 2});
  channel.Open();  // The handshake is not taken.
  News(channel, {MessageFrom("bob", 0), MessageFrom("bob", 1)});
  EXPECT_EQ(ErrorOf(channel, MessageFrom("bob", 2)).code(),
            absl::StatusCode::kResourceExhausted);
  channel.Open();
  EXPECT_THAT(Written(channel),
              ElementsAre("shake alice g", "receipt bob 0", "receipt bob 1"));
  EXPECT_THAT(News(channel, {MessageFrom("bob", 2)}),
              ElementsAre("bob 2 (320)"));
}

TEST_F(ChannelTest, NothingIsWrittenWhileClosed) {
  Channel channel({.user = "alice", .group = "g"});
  channel.Open();
  channel.Close();
  EXPECT_FALSE(channel.is_open());
  EXPECT_THAT(Written(channel), IsEmpty());
}

}  // namespace
}  // namespace mgen
