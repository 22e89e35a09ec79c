#include "tunnel/shaper/stream_end.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/testing/specs.h"
#include "tunnel/shaper/meter.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/testing/recorder.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace shaper {
namespace {

using maybenot::Event;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace specs = maybenot::specs;

constexpr base::Instant AtMs(std::int64_t ms) {
  return base::Instant{} + base::Milliseconds(ms);
}

class Application final : public StreamEnd::Application {
 public:
  void HandleUp(StreamEnd&) override { ++ups; }
  void Refill(StreamEnd& end) override {
    const std::size_t taken = end.Write(to_write);
    to_write.erase(to_write.begin(),
                   to_write.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  void HandleReadable(StreamEnd& end) override {
    if (!reads) return;
    read += end.readable().size();
    end.Consume(end.readable().size());
    if (closes) end.Close();
  }
  void HandleClosed(StreamEnd&, absl::string_view reason) override {
    closed.emplace_back(reason);
  }

  std::vector<std::uint8_t> to_write;
  std::size_t read = 0;
  bool reads = true, closes = false;
  int ups = 0;
  std::vector<std::string> closed;
};

class StreamEndTest : public ::testing::Test {
 protected:
  void OpenPlain() { end_.Open(CreateStream(Plain(Stream::Role::kClient))); }
  // Pads 10 ms after each normal cell.
  void OpenPadding() {
    end_.Open(CreateStream(Defended(
        Stream::Role::kClient,
        specs::Compile(
            {specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                          specs::Pads(10'000).On(Event::kNormalSent, 1)})}))));
  }
  void Send(std::size_t bytes) {
    application_.to_write.resize(application_.to_write.size() + bytes);
    end_.Pump();
  }

  Meter meter_;
  Recorder transport_;
  Application application_;
  StreamEnd end_{&transport_, &application_};
};

TEST_F(StreamEndTest, CarriesBytesOnceItIsUp) {
  Send(10);
  EXPECT_THAT(transport_.writes, IsEmpty());
  OpenPlain();
  EXPECT_EQ(application_.ups, 1);
  EXPECT_THAT(transport_.writes, ElementsAre(SizeIs(10)));
  end_.HandleReceived(Counting(20));
  EXPECT_EQ(application_.read, 20u);
}

TEST_F(StreamEndTest, WaitsForRoom) {
  transport_.room = 0;
  OpenPlain();
  Send(10);
  EXPECT_THAT(transport_.writes, IsEmpty());
  transport_.room = 1;
  end_.Pump();
  EXPECT_THAT(transport_.writes, ElementsAre(SizeIs(10)));
}

TEST_F(StreamEndTest, WritesPaddingWhenItsTimeComes) {
  OpenPadding();
  Send(10);
  EXPECT_THAT(transport_.writes, SizeIs(2));  // The opening one too.
  EXPECT_EQ(transport_.timer, AtMs(10));
  transport_.at = AtMs(10);
  end_.HandleTimer();
  EXPECT_THAT(transport_.writes, SizeIs(3));
}

TEST_F(StreamEndTest, ADeadlineThatMovesAwayKeepsItsTimer) {
  OpenPadding();
  Send(10);
  transport_.at = AtMs(5);
  Send(10);  // The timer of the machine is now 15 ms.
  EXPECT_EQ(transport_.timer, AtMs(10));
  EXPECT_EQ(transport_.timer_settings, 1);
  transport_.at = AtMs(10);
  end_.HandleTimer();
  EXPECT_THAT(transport_.writes, SizeIs(3));  // Too early for padding.
  EXPECT_EQ(transport_.timer, AtMs(15));
}

TEST_F(StreamEndTest, AsksForNothingMoreWhileBytesAreUnread) {
  OpenPlain();
  application_.reads = false;
  end_.HandleReceived(Counting(20));
  end_.HandleReceived(Counting(20));
  EXPECT_THAT(transport_.readings, ElementsAre(false));
  end_.Consume(30);
  EXPECT_THAT(transport_.readings, ElementsAre(false));
  end_.Consume(10);
  EXPECT_THAT(transport_.readings, ElementsAre(false, true));
}

TEST_F(StreamEndTest, AnErrorOfTheStreamClosesBoth) {
  OpenPadding();
  end_.HandleReceived(std::vector<std::uint8_t>(512));  // No opening cell.
  EXPECT_EQ(transport_.closes, 1);
  EXPECT_THAT(application_.closed, SizeIs(1));
  EXPECT_FALSE(end_.up());
  EXPECT_TRUE(end_.done());
  EXPECT_EQ(transport_.timer, std::nullopt);
}

TEST_F(StreamEndTest, AClosedTransportIsToldOnce) {
  OpenPlain();
  end_.HandleClosed("gone");
  end_.HandleClosed("again");
  EXPECT_THAT(application_.closed, ElementsAre("gone"));
  EXPECT_EQ(transport_.closes, 0);
}

TEST_F(StreamEndTest, AnAttemptThatFailsIsToldToo) {
  end_.HandleClosed("refused");
  EXPECT_THAT(application_.closed, ElementsAre("refused"));
}

TEST_F(StreamEndTest, TheApplicationMayCloseWhileItReads) {
  OpenPlain();
  application_.closes = true;
  end_.HandleReceived(Counting(20));
  EXPECT_EQ(transport_.closes, 1);
  EXPECT_THAT(application_.closed, IsEmpty());
  end_.HandleReceived(Counting(20));
  end_.Pump();
  end_.HandleTimer();
  EXPECT_EQ(application_.read, 20u);
}

TEST_F(StreamEndTest, MetersWhatItWritesAlsoWhenAskedLate) {
  OpenPadding();
  Send(10);
  end_.SetMeter(&meter_);
  EXPECT_EQ(meter_.Now().sent.normal_cells, 1u);
  Send(10);
  end_.Close();
  EXPECT_EQ(meter_.Now().sent.normal_cells, 2u);
}

TEST_F(StreamEndTest, GivesItsCellsAwayBeforeItGoes) {
  std::size_t cells = 0;
  end_.SetOnCells(
      [&cells](absl::Span<const CellEvent> some) { cells += some.size(); });
  Stream::Options options = Defended(Stream::Role::kClient);
  options.record_cells = true;
  end_.Open(CreateStream(options));
  Send(10);
  end_.FlushCells();
  EXPECT_EQ(cells, 2u);  // The opening one too.
  Send(10);
  end_.Close();
  EXPECT_EQ(cells, 3u);
}

}  // namespace
}  // namespace shaper
