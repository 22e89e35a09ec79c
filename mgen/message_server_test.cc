#include "mgen/message_server.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/wire.h"

namespace mgen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Id = MessageServer::ConnectionId;

base::Instant At(std::int64_t seconds) {
  return base::Instant{} + base::Seconds(seconds);
}

std::vector<std::uint8_t> MessageBytes(const Header& header) {
  std::vector<std::uint8_t> bytes;
  AppendMessage(header, bytes);
  return bytes;
}

std::vector<std::uint8_t> HandshakeBytes(const std::string& sender,
                                         const std::string& group) {
  std::vector<std::uint8_t> bytes;
  AppendHandshake({.sender = sender, .group = group}, bytes);
  return bytes;
}

std::string Text(const MessageServer::Event& event) {
  using S = MessageServer;
  struct Writer {
    std::string operator()(const S::Accept& e) {
      return absl::StrCat("accept ", e.sender, " ", e.group);
    }
    std::string operator()(const S::Register& e) {
      return absl::StrCat("register ", e.sender, " ", e.group);
    }
    std::string operator()(const S::RegistrationComplete&) {
      return "complete";
    }
    std::string operator()(const S::Received& e) {
      return absl::StrCat("received ", e.sender, " ", e.group, " ", e.id);
    }
    std::string operator()(const S::Receipt& e) {
      return absl::StrCat("receipt ", e.sender, " ", e.group, " ", e.recipient,
                          " ", e.id);
    }
    std::string operator()(const S::SentTo& e) {
      return absl::StrCat("sent ", e.recipient, " ", e.group);
    }
    std::string operator()(const S::FailedConnection& e) {
      return absl::StrCat("failed ", e.step, ": ", e.reason);
    }
    std::string operator()(const S::DroppedMessage& e) {
      return absl::StrCat("dropped ", e.is_receipt ? "receipt " : "",
                          e.recipient, " ", e.group, " ", e.id);
    }
  };
  return std::visit(Writer(), event.what);
}

// A server whose window is open until 30 s, and clients in short words.
class MessageServerTest : public testing::Test {
 protected:
  void Start(MessageServer::Options options) {
    server_.emplace(options, base::Instant{});
    now_ = At(1);
  }
  void SetUp() override { Start({}); }

  Id Connect(const std::string& sender, const std::string& group) {
    const Id id = server_->HandleAccepted(now_).value();
    EXPECT_EQ(Give(id, HandshakeBytes(sender, group)), absl::OkStatus());
    return id;
  }

  absl::Status Give(Id id, const std::vector<std::uint8_t>& bytes) {
    return server_->HandleReceived(id, bytes, now_);
  }
  absl::Status Message(Id id, const std::string& sender,
                       const std::string& group, std::uint32_t message) {
    return Give(
        id,
        MessageBytes(
            {.sender = sender, .group = group, .id = message, .body = 320}));
  }
  absl::Status Receipt(Id id, const std::string& sender,
                       const std::string& recipient, std::uint32_t message) {
    return Give(
        id,
        MessageBytes(
            {.sender = sender, .group = recipient, .id = message, .body = 0}));
  }

  void CloseWindow() {
    now_ = At(30);
    server_->HandleDeadline(now_);
    Events();
  }

  std::vector<std::string> Events() {
    std::vector<std::string> events;
    while (const auto event = server_->PollEvent()) {
      events.push_back(Text(*event));
    }
    return events;
  }

  // What the server writes: "alice>g 3" or "alice receipts bob 3".
  std::vector<std::string> Written(Id id) {
    std::vector<std::string> written;
    Reader reader(Reader::Expect::kMessages);
    while (!server_->PendingBytes(id).empty()) {
      absl::Span<const std::uint8_t> bytes = server_->PendingBytes(id);
      const std::size_t size = bytes.size();
      const Reader::Item item = *reader.Next(bytes).value();
      EXPECT_TRUE(bytes.empty()) << "more than one item in a write";
      const Header& header = std::get<Header>(item);
      written.push_back(absl::StrCat(header.sender,
                                     header.is_receipt() ? " receipts " : ">",
                                     header.group, " ", header.id));
      server_->Consume(id, size);
    }
    return written;
  }

  std::optional<MessageServer> server_;
  base::Instant now_;
};

TEST_F(MessageServerTest, ReadsNothingUntilRegistrationEnds) {
  const Id alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  EXPECT_THAT(Events(), ElementsAre("accept alice g", "register alice g",
                                    "accept bob g", "register bob g"));
  EXPECT_FALSE(server_->WantsBytes(alice));
  EXPECT_EQ(server_->NextDeadline(), At(30));

  now_ = At(30);
  EXPECT_FALSE(server_->registration_complete());
  server_->HandleDeadline(now_);
  EXPECT_TRUE(server_->registration_complete());
  EXPECT_THAT(Events(), ElementsAre("complete"));
  EXPECT_TRUE(server_->WantsBytes(alice));
  EXPECT_EQ(Message(alice, "alice", "g", 0), absl::OkStatus());
  EXPECT_THAT(Written(bob), ElementsAre("alice>g 0"));
  EXPECT_THAT(Events(), ElementsAre("received alice g 0", "sent bob g"));
}

TEST_F(MessageServerTest, KeepsWhatCameWithTheHandshake) {
  const Id bob = Connect("bob", "g");
  const Id alice = server_->HandleAccepted(now_).value();
  std::vector<std::uint8_t> bytes = HandshakeBytes("alice", "g");
  const std::vector<std::uint8_t> message =
      MessageBytes({.sender = "alice", .group = "g", .id = 0, .body = 160});
  bytes.insert(bytes.end(), message.begin(), message.begin() + 50);
  EXPECT_EQ(Give(alice, bytes), absl::OkStatus());
  EXPECT_TRUE(server_->PendingBytes(bob).empty());
  CloseWindow();
  EXPECT_EQ(Give(alice, {message.begin() + 50, message.end()}),
            absl::OkStatus());
  EXPECT_THAT(Written(bob), ElementsAre("alice>g 0"));
}

TEST_F(MessageServerTest, MessageGoesUnchangedToEveryOtherMemberOfItsGroup) {
  const Id alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  const Id carol = Connect("carol", "g");
  const Id elsewhere = Connect("bob", "h");
  CloseWindow();
  const std::vector<std::uint8_t> bytes = MessageBytes(
      {.sender = "alice", .group = "g", .id = 7, .body = 100 * 160});
  EXPECT_EQ(Give(alice, bytes), absl::OkStatus());
  for (Id id : {bob, carol}) {
    EXPECT_EQ(server_->PendingBytes(id), absl::MakeConstSpan(bytes));
  }
  EXPECT_TRUE(server_->PendingBytes(alice).empty());
  EXPECT_TRUE(server_->PendingBytes(elsewhere).empty());
}

TEST_F(MessageServerTest, ReceiptGoesToTheMemberItNames) {
  const Id alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  const Id carol = Connect("carol", "g");
  CloseWindow();
  EXPECT_EQ(Message(alice, "alice", "g", 0), absl::OkStatus());
  Written(bob);
  Events();
  EXPECT_EQ(Receipt(bob, "bob", "alice", 0), absl::OkStatus());
  EXPECT_THAT(Written(alice), ElementsAre("bob receipts alice 0"));
  EXPECT_THAT(Written(carol), ElementsAre("alice>g 0"));
  EXPECT_THAT(Events(), ElementsAre("receipt bob g alice 0", "sent alice g",
                                    "sent carol g"));
}

// The original never reads from a client that comes back.
TEST_F(MessageServerTest, ReconnectAfterRegistrationIsReadAndWritten) {
  const Id old_alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  CloseWindow();
  server_->HandleClosed(old_alice, "reset", now_);
  now_ = At(100);
  const Id alice = Connect("alice", "g");
  EXPECT_TRUE(server_->WantsBytes(alice));
  EXPECT_EQ(Message(alice, "alice", "g", 0), absl::OkStatus());
  EXPECT_THAT(Written(bob), ElementsAre("alice>g 0"));
  EXPECT_EQ(Message(bob, "bob", "g", 0), absl::OkStatus());
  EXPECT_THAT(Written(alice), ElementsAre("bob>g 0"));
}

TEST_F(MessageServerTest, SendsAgainWhatIsNotReceiptedInOrder) {
  const Id alice = Connect("alice", "g");
  const Id old_bob = Connect("bob", "g");
  CloseWindow();
  for (std::uint32_t id = 0; id < 3; ++id) {
    EXPECT_EQ(Message(alice, "alice", "g", id), absl::OkStatus());
  }
  Written(old_bob);
  EXPECT_EQ(Receipt(old_bob, "bob", "alice", 1), absl::OkStatus());
  server_->HandleClosed(old_bob, "reset", now_);
  EXPECT_EQ(Message(alice, "alice", "g", 3), absl::OkStatus());
  const Id bob = Connect("bob", "g");
  EXPECT_THAT(Written(bob), ElementsAre("alice>g 0", "alice>g 2", "alice>g 3"));
}

TEST_F(MessageServerTest, HalfWrittenReceiptIsWrittenAgainAndWholeOnesAreNot) {
  const Id old_alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  CloseWindow();
  EXPECT_EQ(Receipt(bob, "bob", "alice", 0), absl::OkStatus());
  EXPECT_THAT(Written(old_alice), ElementsAre("bob receipts alice 0"));
  EXPECT_EQ(Receipt(bob, "bob", "alice", 1), absl::OkStatus());
  server_->Consume(old_alice, 40);
  server_->HandleClosed(old_alice, "reset", now_);
  EXPECT_THAT(Written(Connect("alice", "g")),
              ElementsAre("bob receipts alice 1"));
}

TEST_F(MessageServerTest, SaysWhyAConnectionEndedAndWhoseItWas) {
  const Id alice = Connect("alice", "g");
  const Id nobody = server_->HandleAccepted(now_).value();
  Events();
  server_->HandleClosed(alice, "took nothing", now_);
  server_->HandleClosed(nobody, "refused", now_);
  EXPECT_THAT(Events(), ElementsAre("failed receive: alice in g: took nothing",
                                    "failed handshake: refused"));
}

// Alice came back and repeats; Bob's copy still waits for his receipt.
TEST_F(MessageServerTest, DoesNotQueueARepeatedMessageTwice) {
  const Id alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  CloseWindow();
  EXPECT_EQ(Message(alice, "alice", "g", 0), absl::OkStatus());
  EXPECT_EQ(Message(alice, "alice", "g", 0), absl::OkStatus());
  EXPECT_THAT(Written(bob), ElementsAre("alice>g 0"));
  // Receipted: the repetition asks for another receipt, and gets through.
  EXPECT_EQ(Receipt(bob, "bob", "alice", 0), absl::OkStatus());
  EXPECT_EQ(Message(alice, "alice", "g", 0), absl::OkStatus());
  EXPECT_THAT(Written(bob), ElementsAre("alice>g 0"));
}

TEST_F(MessageServerTest, NewerConnectionReplacesTheOlder) {
  const Id old_alice = Connect("alice", "g");
  const Id alice = Connect("alice", "g");
  EXPECT_THAT(
      Events(),
      ElementsAre(
          "accept alice g", "register alice g", "accept alice g",
          "failed receive: alice in g: replaced by a newer connection"));
  EXPECT_EQ(server_->PollClose(), old_alice);
  EXPECT_EQ(server_->PollClose(), std::nullopt);
  const Id bob = Connect("bob", "g");
  CloseWindow();
  server_->HandleClosed(old_alice, "reset", now_);  // The host's late word.
  EXPECT_EQ(Message(bob, "bob", "g", 0), absl::OkStatus());
  EXPECT_THAT(Written(alice), ElementsAre("bob>g 0"));
  EXPECT_TRUE(server_->PendingBytes(old_alice).empty());
}

TEST_F(MessageServerTest, RefusesAnUnknownMemberAfterRegistration) {
  Connect("alice", "g");
  CloseWindow();
  for (const auto& [sender, group] :
       {std::pair("bob", "g"), std::pair("alice", "h")}) {
    const Id late = server_->HandleAccepted(now_).value();
    const absl::Status status = Give(late, HandshakeBytes(sender, group));
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_THAT(Events(),
                ElementsAre(absl::StrCat("accept ", sender, " ", group),
                            absl::StrCat(
                                "failed handshake: late registration: ", sender,
                                " in ", group)));
    EXPECT_FALSE(server_->WantsBytes(late));
  }
}

TEST_F(MessageServerTest, OneClientsErrorTouchesNoOther) {
  const Id alice = Connect("alice", "g");
  const Id mallory = Connect("mallory", "g");
  const Id bob = Connect("bob", "g");
  CloseWindow();
  EXPECT_EQ(Message(alice, "alice", "g", 0), absl::OkStatus());
  const absl::Status status = Give(mallory, {0xff, 0xff, 0xff, 0xff, 1, 2, 3});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Events(),
              ElementsAre("received alice g 0", HasSubstr("failed receive: ")));
  EXPECT_EQ(Give(mallory, {0}).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Message(alice, "alice", "g", 1), absl::OkStatus());
  EXPECT_THAT(Written(bob), ElementsAre("alice>g 0", "alice>g 1"));
}

TEST_F(MessageServerTest, HeaderMustSayWhatTheHandshakeSaid) {
  Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  const Id carol = Connect("carol", "g");
  const Id dave = Connect("dave", "g");
  CloseWindow();
  EXPECT_THAT(Message(bob, "alice", "g", 0).message(),
              HasSubstr("sender: alice, not bob"));
  EXPECT_THAT(Message(carol, "carol", "h", 0).message(),
              HasSubstr("group: h, not g"));
  EXPECT_THAT(Receipt(dave, "dave", "dave", 0).message(),
              HasSubstr("receipts its own"));
}

TEST_F(MessageServerTest, ReceiptForSomeoneUnregisteredIsDropped) {
  const Id bob = Connect("bob", "g");
  CloseWindow();
  EXPECT_EQ(Receipt(bob, "bob", "alice", 3), absl::OkStatus());
  EXPECT_THAT(Events(), ElementsAre("receipt bob g alice 3",
                                    "dropped receipt alice g 3"));
  EXPECT_TRUE(server_->WantsBytes(bob));
}

TEST_F(MessageServerTest, DropsTheOldestOfAFullQueueAndSaysSo) {
  Start({.max_queued_messages = 2});
  const Id alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  const Id carol = Connect("carol", "g");
  CloseWindow();
  server_->HandleClosed(bob, "reset", now_);
  for (std::uint32_t id = 0; id < 3; ++id) {
    EXPECT_EQ(Message(alice, "alice", "g", id), absl::OkStatus());
    Written(carol);
    EXPECT_EQ(Receipt(carol, "carol", "alice", id), absl::OkStatus());
  }
  EXPECT_THAT(Events(), testing::Contains("dropped bob g 0"));
  EXPECT_THAT(Written(Connect("bob", "g")),
              ElementsAre("alice>g 1", "alice>g 2"));
}

TEST_F(MessageServerTest, DropsTheOldestReceiptOfAFullQueue) {
  Start({.max_queued_messages = 2});
  const Id alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  CloseWindow();
  server_->HandleClosed(alice, "reset", now_);
  for (std::uint32_t id = 0; id < 3; ++id) {
    EXPECT_EQ(Receipt(bob, "bob", "alice", id), absl::OkStatus());
  }
  EXPECT_THAT(Events(), testing::Contains("dropped receipt alice g 0"));
  EXPECT_THAT(Written(Connect("alice", "g")),
              ElementsAre("bob receipts alice 1", "bob receipts alice 2"));
}

TEST_F(MessageServerTest, ClosesWhoDoesNotFinishTheHandshake) {
  Start({.handshake_limit = base::Seconds(5)});
  const Id slow = server_->HandleAccepted(At(1)).value();
  const Id alice = Connect("alice", "g");
  EXPECT_EQ(Give(slow, {0, 0}), absl::OkStatus());
  EXPECT_EQ(server_->NextDeadline(), At(6));
  server_->HandleDeadline(At(6));
  EXPECT_EQ(server_->PollClose(), slow);
  EXPECT_EQ(server_->PollClose(), std::nullopt);
  EXPECT_THAT(Events(), ElementsAre("accept alice g", "register alice g",
                                    "failed handshake: not whole after 5 s"));
  EXPECT_EQ(server_->NextDeadline(), At(30));
  CloseWindow();
  EXPECT_TRUE(server_->WantsBytes(alice));
  EXPECT_EQ(server_->NextDeadline(), std::nullopt);
}

TEST_F(MessageServerTest, HoldsNoMoreThanItsLimits) {
  Start({.max_connections = 2, .max_members = 1});
  const Id alice = Connect("alice", "g");
  const Id bob = server_->HandleAccepted(now_).value();
  EXPECT_EQ(server_->HandleAccepted(now_).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Give(bob, HandshakeBytes("bob", "g")).code(),
            absl::StatusCode::kResourceExhausted);
  // What comes although it was not wanted is held, up to 256 KiB.
  EXPECT_EQ(Give(alice, std::vector<std::uint8_t>(256 * 1024)),
            absl::OkStatus());
  EXPECT_EQ(Give(alice, {0}).code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(MessageServerTest, BadBytesHeldDuringRegistrationCloseAtItsEnd) {
  const Id mallory = Connect("mallory", "g");
  const Id alice = Connect("alice", "g");
  EXPECT_EQ(Give(mallory, {0, 0, 0, 3}), absl::OkStatus());
  EXPECT_EQ(
      Give(alice, MessageBytes(
                      {.sender = "alice", .group = "g", .id = 0, .body = 160})),
      absl::OkStatus());
  CloseWindow();
  EXPECT_EQ(server_->PollClose(), mallory);
  EXPECT_EQ(server_->PollClose(), std::nullopt);
  EXPECT_THAT(Written(Connect("mallory", "g")), ElementsAre("alice>g 0"));
}

TEST_F(MessageServerTest, TellsEachWritableConnectionOnceUntilItIsEmptied) {
  const Id alice = Connect("alice", "g");
  const Id bob = Connect("bob", "g");
  const Id carol = Connect("carol", "g");
  CloseWindow();
  EXPECT_EQ(server_->PollWritable(), std::nullopt);
  EXPECT_EQ(Message(alice, "alice", "g", 0), absl::OkStatus());
  EXPECT_EQ(server_->PollWritable(), bob);
  EXPECT_EQ(Message(alice, "alice", "g", 1), absl::OkStatus());
  EXPECT_EQ(server_->PollWritable(), carol);
  EXPECT_EQ(server_->PollWritable(), std::nullopt);
  EXPECT_THAT(Written(bob), ElementsAre("alice>g 0", "alice>g 1"));
  EXPECT_EQ(Message(alice, "alice", "g", 2), absl::OkStatus());
  EXPECT_EQ(server_->PollWritable(), bob);
  EXPECT_EQ(server_->PollWritable(), std::nullopt);
}

TEST_F(MessageServerTest, RegistrationIsOverAtItsInstantWhoeverSpeaksFirst) {
  now_ = At(30);
  const Id alice = server_->HandleAccepted(now_).value();
  EXPECT_TRUE(server_->registration_complete());
  EXPECT_EQ(Give(alice, HandshakeBytes("alice", "g")).code(),
            absl::StatusCode::kPermissionDenied);
  server_->HandleAccepted(At(2)).value();  // Time does not go back.
  EXPECT_EQ(server_->NextDeadline(), At(60));
  EXPECT_THAT(Events(), testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace mgen
