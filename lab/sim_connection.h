// One connection of the simulation: a stream's end at each side (plain or
// defended) and a byte pipe between them.
#ifndef LAB_SIM_CONNECTION_H_
#define LAB_SIM_CONNECTION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "sim/byte_pipe.h"
#include "sim/scheduler.h"
#include "sim/timer.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/stream_end.h"

namespace lab {

class SimConnection {
 public:
  using End = sim::BytePipe::End;

  struct Options {
    sim::BytePipe::Options pipe;
    std::array<shaper::Stream::Options, 2> streams;  // By End.
  };

  // Connects. `applications`, by End, outlive this. Requires: valid stream
  // options.
  SimConnection(sim::Scheduler* scheduler, Options options,
                std::array<base::Random, 2> randoms,
                std::array<shaper::StreamEnd::Application*, 2> applications);
  SimConnection(const SimConnection&) = delete;
  SimConnection& operator=(const SimConnection&) = delete;

  shaper::StreamEnd& end(End end) { return SideOf(end).end; }

  // The link breaks; both ends that are still there hear HandleClosed.
  void Reset() { pipe_.Reset(); }

 private:
  class Side final : public shaper::StreamEnd::Transport {
   public:
    Side(SimConnection* connection, End which,
         shaper::Stream::Options stream_options, base::Random random,
         shaper::StreamEnd::Application* application)
        : connection_(connection),
          which_(which),
          stream_options_(std::move(stream_options)),
          random_(random),
          timer_(connection->scheduler_, [this] { end.HandleTimer(); }),
          end(this, application) {}

    void HandleWritable();  // The pipe's.

    base::Instant now() const override {
      return connection_->scheduler_->now();
    }
    bool HasRoom(std::size_t bytes) override {
      return connection_->pipe_.HasRoom(which_, bytes);
    }
    void Write(absl::Span<const std::uint8_t> bytes) override {
      connection_->pipe_.Write(which_, bytes);
    }
    void SetTimer(std::optional<base::Instant> at) override { timer_.Set(at); }
    void SetReading(bool) override {}  // The stream holds what is unread.
    void Close() override { connection_->pipe_.Close(which_); }

   private:
    SimConnection* connection_;
    End which_;
    shaper::Stream::Options stream_options_;
    base::Random random_;
    sim::Timer timer_;

   public:
    shaper::StreamEnd end;  // Last: it uses the others as it goes.
  };

  Side& SideOf(End end) { return sides_[static_cast<std::size_t>(end)]; }
  sim::BytePipe::Callbacks PipeCallbacks(End end);

  sim::Scheduler* scheduler_;
  sim::BytePipe pipe_;
  std::array<Side, 2> sides_;
};

}  // namespace lab

#endif  // LAB_SIM_CONNECTION_H_
