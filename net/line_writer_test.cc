#include "net/line_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "net/clock.h"
#include "net/executor.h"
#include "net/timers.h"

namespace net {
namespace {

// Lines go into a pipe, which is read without waiting.
class LineWriterTest : public ::testing::Test {
 protected:
  LineWriterTest() {
    EXPECT_EQ(pipe(pipe_), 0);
    EXPECT_EQ(fcntl(pipe_[0], F_SETFL, O_NONBLOCK), 0);
    // More than the writer ever holds, so that it need not wait.
    EXPECT_GE(fcntl(pipe_[1], F_SETPIPE_SZ, 1 << 18), 1 << 18);
    writer_.emplace(&timers_, pipe_[1], [this](const absl::Status& status) {
      errors_.push_back(status);
    });
  }
  ~LineWriterTest() override {
    close(pipe_[0]);
    close(pipe_[1]);
  }

  std::string Read() {
    std::string text(1 << 20, '\0');
    const ssize_t bytes = read(pipe_[0], text.data(), text.size());
    text.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
    return text;
  }

  IoContext io_context_;
  Clock clock_;
  Timers timers_{io_context_, clock_};
  int pipe_[2] = {-1, -1};
  std::vector<absl::Status> errors_;
  std::optional<LineWriter> writer_;
};

TEST_F(LineWriterTest, HoldsLinesUntilTheyAreFlushed) {
  writer_->Write("one");
  writer_->Write("two");
  EXPECT_EQ(Read(), "");
  writer_->Flush();
  EXPECT_EQ(Read(), "one\ntwo\n");
  writer_->Flush();
  EXPECT_EQ(Read(), "");
}

TEST_F(LineWriterTest, FlushesWithinASecond) {
  const base::Instant start = clock_.Now();
  writer_->Write("one");
  io_context_.run_for(std::chrono::seconds(20));  // Until no timer is left.
  EXPECT_EQ(Read(), "one\n");
  EXPECT_GE(clock_.Now() - start, base::Seconds(1));
}

TEST_F(LineWriterTest, ManyLinesLeaveSoonerAndWhole) {
  const std::string line(1000, 'x');
  // 66 lines of 1001 bytes are the first to be over 65,536.
  for (int i = 0; i < 65; ++i) writer_->Write(line);
  EXPECT_EQ(Read(), "");
  writer_->Write(line);
  std::string text;
  for (std::string part = Read(); !part.empty(); part = Read()) text += part;
  EXPECT_EQ(text.size(), 66u * 1001u);
  EXPECT_EQ(text.back(), '\n');
}

TEST_F(LineWriterTest, FlushesWhenItIsDestroyed) {
  writer_->Write("last");
  writer_.reset();
  EXPECT_EQ(Read(), "last\n");
}

TEST_F(LineWriterTest, AFullPipeIsWaitedForEvenIfItDoesNotBlock) {
  ASSERT_EQ(fcntl(pipe_[1], F_SETFL, O_NONBLOCK), 0);
  ASSERT_EQ(fcntl(pipe_[0], F_SETFL, 0), 0);
  std::string received;
  std::thread reader([&] {  // Ends with the pipe.
    std::string part(4096, '\0');
    for (ssize_t n = 1; n > 0;) {
      n = read(pipe_[0], part.data(), part.size());
      if (n > 0) received.append(part, 0, static_cast<std::size_t>(n));
    }
  });
  const std::string line(1 << 20, 'y');
  writer_->Write(line);
  writer_.reset();
  close(pipe_[1]);
  pipe_[1] = -1;
  reader.join();
  EXPECT_TRUE(received == line + "\n");
  EXPECT_TRUE(errors_.empty());
}

TEST_F(LineWriterTest, AnErrorIsToldOnce) {
  std::signal(SIGPIPE, SIG_IGN);
  close(pipe_[0]);
  pipe_[0] = -1;
  for (int i = 0; i < 3; ++i) {
    writer_->Write("nobody reads");
    writer_->Flush();
  }
  ASSERT_EQ(errors_.size(), 1u);
  EXPECT_EQ(errors_[0].message(), "cannot write the log: Broken pipe");
}

}  // namespace
}  // namespace net
