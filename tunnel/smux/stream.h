// One stream of a session: its two directions, their windows and buffers, and
// what it has to say to the peer and to the host.
// SOURCE: spec/tunnel.md section 4 and trap 4.
#ifndef TUNNEL_SMUX_STREAM_H_
#define TUNNEL_SMUX_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "base/byte_queue.h"
#include "tunnel/smux/frame.h"

namespace smux {

// What a host hears of a stream. The order of these is that in which a stream
// tells several.
enum class EventKind : std::uint8_t {
  kReadable,    // Bytes have arrived.
  kWritable,    // At least half of the full send buffer is free again.
  kPeerClosed,  // No bytes come after those that are readable. A peer of smux
                // 1.5.16, which closes both directions at once, reads no more.
  kFinished,    // Both directions have ended; the stream is gone.
  kBroken,      // The peer broke the rules; the stream and its bytes are gone.
};

// Without data in its buffers it has no memory beside itself.
//
// Sending: Write buffers, AppendFrame takes from the buffer what the peer's
// window lets through. Receiving: HandlePayload buffers until Consume; the peer
// is told of the first bytes that were consumed, and then of each half window.
class Stream {
 public:
  // What a peer may send, or takes that it may, before the first UPD.
  static constexpr std::uint32_t kInitialWindow = 262144;

  struct Limits {
    std::size_t send_buffer;       // Over 0.
    std::uint32_t receive_window;  // Over 0.
  };
  enum class Opener : bool { kPeer, kThisEnd };  // This end's sends a SYN.

  Stream(StreamId id, Opener opener, const Limits& limits)
      : id_(id),
        limits_(limits),
        opener_(opener),
        syn_pending_(opener == Opener::kThisEnd) {}

  StreamId id() const { return id_; }
  Opener opener() const { return opener_; }

  // The host's side. Write takes a prefix of `bytes` and returns its size: 0
  // after CloseWrite.
  std::size_t Write(absl::Span<const std::uint8_t> bytes);
  std::size_t write_room() const;
  void CloseWrite();
  absl::Span<const std::uint8_t> readable() const { return received_.view(); }
  // Requires: count <= readable().size().
  void Consume(std::size_t count);
  // The host hears nothing more, and what arrives is dropped. What was written
  // is still sent, then a FIN. Returns how many readable bytes are gone.
  std::size_t Abandon();
  // Gives up what was written and not sent.
  void DropUnsent();

  // What the host is to hear, and has not yet heard; none once abandoned. An
  // event stays until it was taken.
  bool has_event() const { return events_ != 0; }
  EventKind TakeEvent();  // Requires: has_event().

  // The peer's side.
  // A PSH of this size begins. Errors: kInvalidArgument if it passes the window
  // that the peer was told.
  absl::Status CheckWindow(std::size_t payload_bytes) const;
  // A piece of a PSH; how many bytes of it were kept: all or none.
  std::size_t HandlePayload(absl::Span<const std::uint8_t> payload);
  void HandleFin();
  // False if the peer claims to have read what was not sent: to be broken then.
  bool HandleUpdate(const Update& update);
  // Ends the stream after a mistake of the peer's: what is buffered is dropped,
  // and a FIN goes out. Returns how many readable bytes are gone.
  std::size_t Break();

  // To the peer. SYN, UPD and FIN wait for no window; a FIN waits for the data
  // before it.
  bool HasControl() const;
  // Requires: HasControl().
  void AppendControl(std::vector<std::uint8_t>& out);
  bool HasData() const { return SendableBytes() > 0; }
  // A PSH of at most `max_bytes` of payload. Requires: HasData().
  void AppendData(std::size_t max_bytes, std::vector<std::uint8_t>& out);
  // Whether bytes that were written wait for the peer to read others.
  bool blocked() const { return !unsent_.empty() && !HasData(); }

  // The last frame has been sent.
  bool fin_sent() const { return fin_sent_; }

 private:
  bool receives() const { return !peer_fin_ && !abandoned_ && !broken_; }
  // Whether enough was consumed that the peer is to be told.
  bool HasUpdate() const;
  std::size_t SendableBytes() const;
  void Raise(EventKind kind);
  void RaiseIfFinished();

  StreamId id_;
  Limits limits_;

  base::ByteQueue unsent_;
  std::uint32_t sent_bytes_ = 0;  // Modulo 2^32, as the next two.
  std::uint32_t peer_consumed_ = 0;
  std::uint32_t peer_window_ = kInitialWindow;

  base::ByteQueue received_;
  std::uint64_t received_bytes_ = 0;
  std::uint64_t consumed_bytes_ = 0;
  std::uint64_t told_bytes_ = 0;  // consumed_bytes_ in the last UPD.
  // How many bytes the peer may have sent, by what it was told at most.
  std::uint64_t receive_limit_ = kInitialWindow;

  Opener opener_;
  std::uint8_t events_ = 0;  // A bit for each kind.
  bool wants_room_ = false;  // The host has found the send buffer full.
  bool syn_pending_;
  bool fin_wanted_ = false;
  bool fin_sent_ = false;
  bool peer_fin_ = false;
  bool abandoned_ = false;
  bool broken_ = false;
};

}  // namespace smux

#endif  // TUNNEL_SMUX_STREAM_H_
