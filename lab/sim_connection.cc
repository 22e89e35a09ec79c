#include "lab/sim_connection.h"

#include <utility>

#include "absl/status/statusor.h"
#include "base/check.h"

namespace lab {

SimConnection::SimConnection(
    sim::Scheduler* scheduler, Options options,
    std::array<base::Random, 2> randoms,
    std::array<shaper::StreamEnd::Application*, 2> applications)
    : scheduler_(scheduler),
      pipe_(scheduler, std::move(options.pipe),
            {PipeCallbacks(End::kClient), PipeCallbacks(End::kServer)}),
      sides_{Side(this, End::kClient, std::move(options.streams[0]), randoms[0],
                  applications[0]),
             Side(this, End::kServer, std::move(options.streams[1]), randoms[1],
                  applications[1])} {}

sim::BytePipe::Callbacks SimConnection::PipeCallbacks(End end) {
  return {.on_received =
              [this, end](absl::Span<const std::uint8_t> bytes) {
                SideOf(end).end.HandleReceived(bytes);
              },
          .on_writable = [this, end] { SideOf(end).HandleWritable(); },
          .on_closed =
              [this, end] { SideOf(end).end.HandleClosed("connection lost"); }};
}

void SimConnection::Side::HandleWritable() {
  if (end.up() || end.done()) return end.Pump();
  absl::StatusOr<shaper::Stream> stream =
      shaper::Stream::Create(stream_options_, random_, now());
  BASE_CHECK(stream.ok());  // The experiment was checked.
  end.Open(*std::move(stream));
}

}  // namespace lab
