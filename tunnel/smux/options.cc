#include "tunnel/smux/options.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check_range.h"
#include "base/status_macros.h"

namespace smux {
namespace {

constexpr std::size_t kMaxBuffer = 2147483647;
constexpr std::size_t kMaxStreams = 1 << 20;

}  // namespace

absl::Status Options::Validate() const {
  if (keepalive_interval <= base::Duration(0)) {
    return absl::InvalidArgumentError(absl::StrCat("keepalive_interval is ",
                                                   keepalive_interval.count(),
                                                   " ns: it must be over 0"));
  }
  if (keepalive_timeout_or_default() < keepalive_interval) {
    return absl::InvalidArgumentError(absl::StrCat(
        "keepalive_timeout is ", keepalive_timeout_or_default().count(),
        " ns: it must be at least keepalive_interval, ",
        keepalive_interval.count(), " ns"));
  }
  RETURN_IF_ERROR(base::CheckRange("max_frame_bytes", max_frame_bytes,
                                   {1, kMaxPayloadBytes}));
  RETURN_IF_ERROR(base::CheckRange("max_session_buffer", max_session_buffer,
                                   {1, kMaxBuffer}));
  RETURN_IF_ERROR(base::CheckRange("max_stream_buffer", max_stream_buffer,
                                   {1, max_session_buffer}));
  RETURN_IF_ERROR(
      base::CheckRange("max_send_buffer", max_send_buffer, {1, kMaxBuffer}));
  RETURN_IF_ERROR(
      base::CheckRange("max_streams", max_streams, {0, kMaxStreams}));
  return base::CheckRange("accept_backlog", accept_backlog, {1, kMaxStreams});
}

}  // namespace smux
