// Our session in the place of either end of recorded sessions of xtaci's smux:
// it is given what the other end sent, and sends what the recorded one sent.
// tests/golden/README.md says how the files were made.
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "tunnel/smux/session.h"
#include "tunnel/smux/testing/wire.h"

namespace smux {
namespace {

using testing::Bytes;
using testing::Copy;
using testing::Counting;

std::size_t Number(absl::string_view text) {
  std::uint64_t number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(text, &number)) << text;
  return number;
}

// A recorded frame: header in hex, then "SIZE@BEGIN" of the counting pattern
// for a PSH, hex for an UPD.
Bytes WireBytes(const std::vector<std::string>& fields) {
  const std::string header = absl::HexStringToBytes(fields.at(1));
  Bytes bytes(header.begin(), header.end());
  if (fields.size() < 3) return bytes;
  const std::vector<std::string> run = absl::StrSplit(fields[2], '@');
  if (run.size() == 2) {
    const Bytes data = Counting(Number(run[0]), Number(run[1]));
    bytes.insert(bytes.end(), data.begin(), data.end());
  } else {
    const std::string rest = absl::HexStringToBytes(fields[2]);
    bytes.insert(bytes.end(), rest.begin(), rest.end());
  }
  return bytes;
}

class Replay {
 public:
  Replay(Role role, std::size_t part_bytes)
      : role_(role), part_bytes_(part_bytes) {}

  void Line(const std::string& line) {
    SCOPED_TRACE(line);
    const std::vector<std::string> fields = absl::StrSplit(line, ' ');
    const bool is_client = role_ == Role::kClient;
    if (fields[0] == "session") {
      Begin(Number(fields.at(1)), Number(fields.at(2)), Number(fields.at(3)));
    } else if (fields[0] == (is_client ? ">" : "<")) {
      Expect(WireBytes(fields));
    } else if (fields[0] == (is_client ? "<" : ">")) {
      Take(WireBytes(fields));
    } else if (fields[0] == (is_client ? "client" : "server")) {
      Do(fields);
    }
  }

  // All that our session sent was recorded.
  void End() {
    EXPECT_EQ(sent_, Bytes{});
    sent_.clear();
  }
  int frames() const { return frames_; }
  int operations() const { return operations_; }

 private:
  void Begin(std::size_t frame, std::size_t stream, std::size_t session) {
    End();
    session_.emplace(*Session::Create({.role = role_,
                                       .max_frame_bytes = frame,
                                       .max_session_buffer = session,
                                       .max_stream_buffer = stream,
                                       .max_send_buffer = 1 << 20},
                                      base::Instant{}));
    written_.clear();
    read_.clear();
  }

  void Poll() {
    const Bytes polled = testing::PollBytes(*session_);
    sent_.insert(sent_.end(), polled.begin(), polled.end());
  }

  void Expect(const Bytes& frame) {
    ASSERT_GE(sent_.size(), frame.size());
    EXPECT_EQ(Bytes(sent_.begin(),
                    sent_.begin() + static_cast<std::ptrdiff_t>(frame.size())),
              frame);
    sent_.erase(sent_.begin(),
                sent_.begin() + static_cast<std::ptrdiff_t>(frame.size()));
    ++frames_;
  }

  void Take(const Bytes& frame) {
    absl::Span<const std::uint8_t> rest = frame;
    while (!rest.empty()) {
      const absl::Span<const std::uint8_t> part = rest.subspan(0, part_bytes_);
      ASSERT_EQ(testing::Give(*session_, part), 0u);
      rest.remove_prefix(part.size());
    }
    Poll();
    ++frames_;
  }

  void Do(const std::vector<std::string>& fields) {
    ++operations_;
    const std::string& what = fields.at(1);
    const StreamId stream{static_cast<std::uint32_t>(Number(fields.at(2)))};
    if (what == "open") {
      EXPECT_EQ(*session_->Open(), stream);
    } else if (what == "accept") {
      EXPECT_EQ(session_->PollAccepted(), stream);
    } else if (what == "write") {
      const std::size_t size = Number(fields.at(3));
      EXPECT_EQ(session_->Write(stream, Counting(size, written_[stream])),
                size);
      written_[stream] += size;
    } else if (what == "read") {
      const std::size_t size = Number(fields.at(3));
      const absl::Span<const std::uint8_t> readable =
          session_->Readable(stream);
      ASSERT_GE(readable.size(), size);
      EXPECT_EQ(Copy(readable.first(size)), Counting(size, read_[stream]));
      session_->Consume(stream, size);
      read_[stream] += size;
    } else if (what == "eof") {
      EXPECT_TRUE(session_->Readable(stream).empty());
      bool closed = false;
      while (const std::optional<Event> event = session_->PollEvent()) {
        closed = closed || *event == Event{stream, EventKind::kPeerClosed};
      }
      EXPECT_TRUE(closed);
    } else if (what == "close_write") {
      session_->CloseWrite(stream);
    } else {
      ASSERT_EQ(what, "close");
      session_->Close(stream);
    }
    Poll();
  }

  Role role_;
  std::size_t part_bytes_;
  std::optional<Session> session_;
  Bytes sent_;  // And not yet found in the recording.
  std::map<StreamId, std::size_t> written_, read_;
  int frames_ = 0;
  int operations_ = 0;
};

struct Case {
  const char* file;
  int frames;
};

class SessionGoldenTest : public ::testing::TestWithParam<Case> {};

TEST_P(SessionGoldenTest, DoesWhatXtacisSmuxDoes) {
  for (const Role role : {Role::kClient, Role::kServer}) {
    for (const std::size_t part_bytes : {1u, 7u, 100000u}) {
      SCOPED_TRACE(role == Role::kClient ? "client" : "server");
      Replay replay(role, part_bytes);
      std::ifstream in(GetParam().file);
      for (std::string line; std::getline(in, line);) {
        replay.Line(line);
        if (HasFatalFailure()) return;
      }
      replay.End();
      EXPECT_EQ(replay.frames(), GetParam().frames);
      EXPECT_GT(replay.operations(), 15);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Versions, SessionGoldenTest,
    ::testing::Values(Case{"tests/golden/smux_1.5.16.txt", 72},
                      Case{"tests/golden/smux_1.5.57.txt", 77}));

}  // namespace
}  // namespace smux
