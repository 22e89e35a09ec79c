// How a defended stream opens, and what it does about peers that open wrongly.
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/shaper/cell.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace shaper {
namespace {

using Mode = Stream::Mode;
using Role = Stream::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What a refused pair has come to.
struct Refused {
  std::string reason;
  std::vector<std::size_t> answers;
};

Refused Refuse(Stream::Options client, Stream::Options server) {
  StreamPair pair(std::move(client), std::move(server));
  pair.client().Write(Counting(3000), pair.now());
  pair.Run(base::Seconds(1));
  EXPECT_EQ(pair.up().status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(pair.down().status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(pair.server().readable(), IsEmpty());
  for (Stream* stream : {&pair.client(), &pair.server()}) {
    EXPECT_EQ(stream->Write({1}, pair.now()), 0u);
    EXPECT_TRUE(stream->closed());
    EXPECT_FALSE(stream->PollWrite(pair.now()).has_value());
    EXPECT_FALSE(stream->NextDeadline().has_value());
  }
  return {std::string(pair.down().status.message()), pair.down().writes};
}

TEST(StreamOpeningTest, AServerWithoutADefenseRefuses) {
  const Refused refused = Refuse(Defended(Role::kClient), Plain(Role::kServer));
  EXPECT_THAT(refused.reason, HasSubstr("this server has no defense"));
  EXPECT_THAT(refused.answers, ElementsAre(512));
}

TEST(StreamOpeningTest, AServerRefusesAnotherCellSize) {
  const Refused refused =
      Refuse(Defended(Role::kClient, {}, 700), Defended(Role::kServer));
  EXPECT_THAT(refused.reason, HasSubstr("cell size 700, this server's is 512"));
  EXPECT_THAT(refused.answers, ElementsAre(700));  // As the client asked.
}

TEST(StreamOpeningTest, ARefusingServerIsOpenUntilItHasSaidSo) {
  Stream client = CreateStream(Defended(Role::kClient));
  Stream server = CreateStream(Plain(Role::kServer));
  const absl::Status status = server.HandleReceived(PollAll(client), {});
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_FALSE(server.closed());
  EXPECT_EQ(server.max_write_bytes(), 512u);
  EXPECT_EQ(PollAll(server).size(), 512u);
  EXPECT_TRUE(server.closed());
  EXPECT_EQ(server.HandleReceived({1}, {}), status);
}

TEST(StreamOpeningTest, AnInvalidSizeIsAnsweredInADefaultCell) {
  Stream client = CreateStream(Defended(Role::kClient));
  std::vector<std::uint8_t> opening = PollAll(client);
  opening[11] = 0;  // The server's cell size: 5.
  opening[12] = 5;
  Stream server = CreateStream(Defended(Role::kServer));
  EXPECT_EQ(server.HandleReceived(opening, {}).code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(PollAll(server).size(), 512u);
}

TEST(StreamOpeningTest, AServerRefusesAnotherVersion) {
  Stream client = CreateStream(Defended(Role::kClient));
  std::vector<std::uint8_t> opening = PollAll(client);
  opening[8] = 2;
  Stream server = CreateStream(Defended(Role::kServer));
  EXPECT_THAT(std::string(server.HandleReceived(opening, {}).message()),
              HasSubstr("version 2"));
  EXPECT_EQ(client.HandleReceived(PollAll(server), {}).code(),
            absl::StatusCode::kPermissionDenied);
}

TEST(StreamOpeningTest, AWrongTokenIsAnErrorWithoutAnAnswer) {
  Stream client = CreateStream(Defended(Role::kClient));
  std::vector<std::uint8_t> opening = PollAll(client);
  opening[3] = 'x';
  Stream server = CreateStream(Defended(Role::kServer));
  EXPECT_EQ(server.HandleReceived(opening, {}).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(server.closed());
  EXPECT_FALSE(server.PollWrite({}).has_value());
}

TEST(StreamOpeningTest, ATruncatedOpeningDecidesNothing) {
  Stream client = CreateStream(Defended(Role::kClient));
  const std::vector<std::uint8_t> opening = PollAll(client);
  Stream server = CreateStream(Defended(Role::kServer));
  const auto all_but_one = absl::MakeConstSpan(opening).first(511);
  EXPECT_TRUE(server.HandleReceived(all_but_one, {}).ok());
  EXPECT_EQ(server.mode(), Mode::kUndecided);
  EXPECT_FALSE(server.PollWrite({}).has_value());
  EXPECT_TRUE(server.HandleReceived({opening.back()}, {}).ok());
  EXPECT_EQ(server.mode(), Mode::kDefended);
}

TEST(StreamOpeningTest, ServersMachinesStartWhenTheOpeningIsWhole) {
  const base::Instant late(base::Seconds(7));
  Stream client = CreateStream(Defended(Role::kClient));
  Stream server = CreateStream(Defended(Role::kServer));
  ASSERT_TRUE(server.HandleReceived(PollAll(client), late).ok());
  ASSERT_NE(server.defender(), nullptr);
  EXPECT_EQ(PollAll(server, late).size(), 512u);
  const std::vector<CellEvent> cells = server.TakeCells();
  ASSERT_EQ(cells.size(), 2u);
  EXPECT_EQ(cells[0].at, late);
  EXPECT_EQ(server.sent().opening_cells, 1u);
}

TEST(StreamOpeningTest, AClientAcceptsNothingButAnOpening) {
  // What a plain server might begin with.
  Stream client = CreateStream(Defended(Role::kClient));
  const absl::Status status = client.HandleReceived(Bytes("hello"), {});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("byte 0 is 0x68"));
  EXPECT_EQ(client.Write({1}, {}), 0u);
  // Nor a client's opening, reflected: its size stands where the verdict is.
  Stream mirrored = CreateStream(Defended(Role::kClient));
  EXPECT_EQ(mirrored.HandleReceived(PollAll(mirrored), {}).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(StreamOpeningTest, ABadCellIsAnErrorThatLasts) {
  StreamPair pair(Defended(Role::kClient), Defended(Role::kServer));
  pair.client().Write({1}, pair.now());
  pair.Run();
  std::vector<std::uint8_t> cells(1024);
  cells[0] = 0x81;  // A good cell with the byte 2.
  cells[1] = 2;
  cells[512] = 0xc4;  // 512 bytes of data behind a prefix of 2.
  cells[513] = 0x00;
  const absl::Status status = pair.server().HandleReceived(cells, pair.now());
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("end at 512"));
  EXPECT_THAT(pair.server().readable(), ElementsAre(1, 2));
  cells.resize(512);
  EXPECT_EQ(pair.server().HandleReceived(cells, pair.now()), status);
  EXPECT_THAT(pair.server().readable(), ElementsAre(1, 2));
}

TEST(StreamOpeningTest, ACellOfAnotherSizeIsFoundOut) {
  StreamPair pair(Defended(Role::kClient, {}, 512), Defended(Role::kServer));
  pair.Run();
  // A cell of 600: its padding chunk passes the end of a cell of 512.
  std::vector<std::uint8_t> cell;
  AppendCell(Counting(10), 600, cell);
  EXPECT_EQ(pair.server().HandleReceived(cell, pair.now()).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(pair.server().readable(), IsEmpty());
}

}  // namespace
}  // namespace shaper
