#include "tunnel/smux/options.h"

#include <string>

#include "absl/status/status.h"
#include "base/time.h"
#include "gtest/gtest.h"

namespace smux {
namespace {

std::string Refusal(const Options& options) {
  const absl::Status status = options.Validate();
  if (status.ok()) return "";
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

TEST(OptionsTest, TheDefaultsAreValidAndSnowflakes) {
  const Options client = {.role = Role::kClient};
  const Options server = {.role = Role::kServer};
  EXPECT_EQ(Refusal(client), "");
  EXPECT_EQ(Refusal(server), "");
  EXPECT_EQ(client.keepalive_timeout_or_default(), base::Seconds(10 * 60));
  EXPECT_EQ(server.keepalive_timeout_or_default(), base::Seconds(4 * 60));
}

TEST(OptionsTest, TheEndsOfEachRangeAreValid) {
  EXPECT_EQ(Refusal({.keepalive_interval = base::Duration(1),
                     .keepalive_timeout = base::Duration(1),
                     .max_frame_bytes = 1,
                     .max_session_buffer = 1,
                     .max_stream_buffer = 1,
                     .max_send_buffer = 1,
                     .max_streams = 0,
                     .accept_backlog = 1}),
            "");
  EXPECT_EQ(Refusal({.keepalive_interval = base::Duration::max(),
                     .keepalive_timeout = base::Duration::max(),
                     .max_frame_bytes = 65535,
                     .max_session_buffer = 2147483647,
                     .max_stream_buffer = 2147483647,
                     .max_send_buffer = 2147483647,
                     .max_streams = 1048576,
                     .accept_backlog = 1048576}),
            "");
}

TEST(OptionsTest, NamesWhatIsOutOfItsRange) {
  EXPECT_EQ(Refusal({.keepalive_interval = base::Duration(0)}),
            "keepalive_interval is 0 ns: it must be over 0");
  EXPECT_EQ(Refusal({.keepalive_interval = base::Duration(5),
                     .keepalive_timeout = base::Duration(4)}),
            "keepalive_timeout is 4 ns: it must be at least "
            "keepalive_interval, 5 ns");
  EXPECT_EQ(Refusal({.max_frame_bytes = 65536}),
            "max_frame_bytes is 65536: it must be in 1..65535");
  EXPECT_EQ(Refusal({.max_frame_bytes = 0}),
            "max_frame_bytes is 0: it must be in 1..65535");
  EXPECT_EQ(Refusal({.max_session_buffer = 2147483648}),
            "max_session_buffer is 2147483648: it must be in 1..2147483647");
  EXPECT_EQ(Refusal({.max_session_buffer = 1000, .max_stream_buffer = 1001}),
            "max_stream_buffer is 1001: it must be in 1..1000");
  EXPECT_EQ(Refusal({.max_send_buffer = 0}),
            "max_send_buffer is 0: it must be in 1..2147483647");
  EXPECT_EQ(Refusal({.max_streams = 1048577}),
            "max_streams is 1048577: it must be in 0..1048576");
  EXPECT_EQ(Refusal({.accept_backlog = 0}),
            "accept_backlog is 0: it must be in 1..1048576");
}

}  // namespace
}  // namespace smux
