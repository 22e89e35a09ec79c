// One end of a stream-mode connection, driven: the loop that every host of a
// Stream needs between a transport, a timer and an application. The transport
// is simulated or a socket; the loop is the same.
//
//   transport -- Open, HandleReceived, HandleTimer, Pump --> StreamEnd
//   StreamEnd -- HasRoom, Write, SetTimer, Close ----------> transport
//   StreamEnd -- HandleUp, Refill, HandleReadable ---------> application
//   application -- Write, Consume, Pump, Close ------------> StreamEnd
#ifndef TUNNEL_SHAPER_STREAM_END_H_
#define TUNNEL_SHAPER_STREAM_END_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/meter.h"
#include "tunnel/shaper/stream.h"

namespace shaper {

class StreamEnd {
 public:
  // Below. No function of it calls back into the end.
  class Transport {
   public:
    virtual base::Instant now() const = 0;
    // Whether it takes a write of `bytes` whole now. Where it does not, the
    // host calls Pump() once it does.
    virtual bool HasRoom(std::size_t bytes) = 0;
    virtual void Write(absl::Span<const std::uint8_t> bytes) = 0;
    // HandleTimer() is wanted at `at`, in place of what was wanted before.
    virtual void SetTimer(std::optional<base::Instant> at) = 0;
    // False while the application leaves bytes unread: what is to come may
    // wait where it is. True at first.
    virtual void SetReading(bool reading) = 0;
    // Ends the connection, after what was written. The end is down already.
    virtual void Close() = 0;

   protected:
    ~Transport() = default;
  };

  // Above. May call anything of the end but the destructor; from Refill, no
  // Pump.
  class Application {
   public:
    virtual void HandleUp(StreamEnd& end) = 0;
    // Write what there is to write, as far as Write takes it.
    virtual void Refill(StreamEnd& end) = 0;
    // There is more to read, if it is wanted; what is not consumed stays.
    virtual void HandleReadable(StreamEnd& end) = 0;
    // The end is down: by an error of its own or of the transport, and not by
    // Close(). Also if it never was up.
    virtual void HandleClosed(StreamEnd& end, absl::string_view reason) = 0;

   protected:
    ~Application() = default;
  };

  // Both outlive this.
  StreamEnd(Transport* transport, Application* application)
      : transport_(transport), application_(application) {}
  StreamEnd(const StreamEnd&) = delete;
  StreamEnd& operator=(const StreamEnd&) = delete;
  ~StreamEnd() { TakeDown(); }

  // Counts what is written from now on, over this end's life. Outlives it.
  // Requires: once.
  void SetMeter(Meter* meter);
  // If set: given the cells of a stream that records them, by FlushCells and
  // before it goes down.
  void SetOnCells(std::function<void(absl::Span<const CellEvent>)> on_cells) {
    on_cells_ = std::move(on_cells);
  }

  // For the transport.

  // It is up. Requires: neither up() nor done().
  void Open(Stream stream);
  void HandleReceived(absl::Span<const std::uint8_t> bytes);
  void HandleTimer();
  // It is gone.
  void HandleClosed(absl::string_view reason);

  // For the application.

  // Only while it is up may Write, readable and Consume be called.
  bool up() const { return stream_.has_value(); }
  // It was closed, from above or below: nothing more happens.
  bool done() const { return done_; }
  std::size_t Write(absl::Span<const std::uint8_t> bytes) {
    return stream_->Write(bytes, transport_->now());
  }
  absl::Span<const std::uint8_t> readable() const {
    return stream_->readable();
  }
  void Consume(std::size_t bytes) {
    stream_->Consume(bytes);
    if (!reading_) SetReading();
  }
  // Goes down, and closes the transport, without HandleClosed.
  void Close();

  // For either: refills and writes until nothing moves, and sets the timer;
  // after anything that may have changed what there is to write. Nothing, while
  // it is not up.
  void Pump();
  void FlushCells();
  const Stream* stream() const { return stream_ ? &*stream_ : nullptr; }

 private:
  void MoveBytes();
  // Whether a cell left.
  bool WriteCells();
  void SetTimer();
  void SetReading();
  void TakeDown();

  Transport* transport_;
  Application* application_;
  Meter* meter_ = nullptr;
  std::function<void(absl::Span<const CellEvent>)> on_cells_;
  std::optional<Stream> stream_;
  bool done_ = false;
  bool reading_ = true;  // As the transport was told.
  // Never later than the stream's deadline, while it is up.
  std::optional<base::Instant> timer_at_;
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_STREAM_END_H_
