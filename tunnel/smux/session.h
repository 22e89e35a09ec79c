// smux, version 2: many streams over one reliable byte stream, compatible with
// xtaci/smux 1.5. SOURCE: spec/tunnel.md section 4.
#ifndef TUNNEL_SMUX_SESSION_H_
#define TUNNEL_SMUX_SESSION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "tunnel/smux/frame.h"
#include "tunnel/smux/keepalive.h"
#include "tunnel/smux/linked_list.h"
#include "tunnel/smux/options.h"
#include "tunnel/smux/stream.h"

namespace smux {

struct Event {
  StreamId stream;
  EventKind kind;

  friend bool operator==(const Event&, const Event&) = default;
};

// One end of a session. It has no thread, socket or clock: the host gives it
// the bytes that arrive, pulls the frames that leave, and drains the events.
//
//   session.HandleBytes(bytes);              // Keeps what it does not take.
//   while (auto id = session.PollAccepted()) ...
//   while (auto event = session.PollEvent()) ...
//   while (transport.HasRoom()) {
//     out.clear();
//     if (!session.PollFrame(out)) break;
//     transport.Send(out);
//   }
//
// Backpressure, towards the peer: a stream's sender stops at its window; once
// the buffers of all streams together are full, HandleBytes takes nothing, and
// the transport is to close its own window. Towards the host: a stream's send
// buffer is bounded, and a frame is made only when it is pulled, so nothing
// lies between the two and the streams' turns are real.
//
// What a peer may do wrong, and what follows. A frame that is none, or data
// beyond the window that the peer was told, ends the session. An UPD for bytes
// that were not sent breaks its stream. Data for a stream that is unknown,
// closed by the host, or ended by the peer's own FIN is dropped (a FIN of smux
// 1.5.16 may overtake data), as are UPD, FIN and a second SYN that fit nothing.
//
// A call is O(1), but for copying, and for a look at each closed stream that
// has not sent all, once in keepalive_timeout. Memory: under 512 bytes without
// streams, the same again for each stream without data, and the buffers.
class Session {
 public:
  // Errors: kInvalidArgument naming the option, its value and its bound.
  static absl::StatusOr<Session> Create(const Options& options,
                                        base::Instant now);

  // Of a new stream, which may be written at once.
  // Errors: status(); kResourceExhausted once all ids have been used.
  absl::StatusOr<StreamId> Open();
  // A stream that the peer has opened; it has no events before.
  std::optional<StreamId> PollAccepted();

  // What has happened to the streams, each thing once: a host of many streams
  // looks at none in vain. After kFinished and kBroken the id means nothing.
  // A host that leaves bytes unread remembers that itself: kReadable comes back
  // only with more of them.
  std::optional<Event> PollEvent();

  // Of a stream that is unknown or gone: no bytes, no room, no effect.

  // Takes a prefix of `bytes` and returns its size. After it has filled the
  // send buffer, kWritable says when to go on. 0 after CloseWrite.
  std::size_t Write(StreamId stream, absl::Span<const std::uint8_t> bytes);
  std::size_t WriteRoom(StreamId stream) const;
  // All that has arrived and was not consumed. Valid until the next call that
  // is not const.
  absl::Span<const std::uint8_t> Readable(StreamId stream) const;
  // Requires: count <= Readable(stream).size().
  void Consume(StreamId stream, std::size_t count);
  // This direction ends, after what was written. (A peer of smux 1.5.16 takes
  // it so too, though it can't do it itself.)
  void CloseWrite(StreamId stream);
  // Both directions end: the host hears no more of the stream, whose bytes that
  // arrive are dropped. What was written is still sent, unless the peer lets
  // none of it through from one check of keepalive_timeout to the next.
  void Close(StreamId stream);

  // Bytes of the transport, split anyhow; what was taken is removed from
  // `bytes`. What is left is to be given again, before any other, once
  // HasRoom(): ask after Consume, Close and PollFrame.
  // Errors: kInvalidArgument for what ends the session, and status().
  absl::Status HandleBytes(absl::Span<const std::uint8_t>& bytes);
  // Whether HandleBytes takes anything: buffered_bytes() is below its bound,
  // and so is the number of refusals that wait to be sent.
  bool HasRoom() const;

  // Appends the next frame; false if there is none. Data are at most
  // max_frame_bytes after the header, an UPD has 16 bytes in all. NOP, SYN, UPD
  // and FIN go first, then data, a frame of each stream in turn. Of one stream
  // all is in order: SYN, data, FIN.
  bool PollFrame(std::vector<std::uint8_t>& out);

  // The next NOP or check of the peer; none once the session has ended.
  std::optional<base::Instant> NextDeadline() const;
  // Then PollFrame and status() may have news.
  void HandleDeadline(base::Instant now);

  // OK, or why the session has ended: kInvalidArgument (the peer's bytes),
  // kDeadlineExceeded (no frame in a period of keepalive_timeout, though there
  // was room for it). It lasts. What has arrived stays readable; nothing else
  // happens any more.
  const absl::Status& status() const { return error_; }

  std::size_t stream_count() const { return streams_.size(); }
  std::size_t buffered_bytes() const { return buffered_bytes_; }

 private:
  // What the host knows of a stream.
  enum class Known : std::uint8_t { kNotYet, kYes, kNoMore };
  struct Node {
    Node(StreamId id, Stream::Opener opener, const Stream::Limits& limits)
        : stream(id, opener, limits),
          known(opener == Stream::Opener::kThisEnd ? Known::kYes
                                                   : Known::kNotYet) {}

    Stream stream;
    Known known;
    // A closed one's: at the last check, and has sent nothing since.
    bool was_blocked = false;
    Links<Node> control_links = {};
    Links<Node> data_links = {};
    Links<Node> host_links = {};
  };
  using HostList = LinkedList<Node, &Node::host_links>;

  Session(const Options& options, base::Instant now);

  Node* Find(StreamId stream) const;
  Node* FindKnown(StreamId stream) const;  // By the host.
  Node& Add(StreamId stream, Stream::Opener opener);

  absl::Status HandlePiece(const Decoder::Piece& piece);
  void HandleSyn(StreamId stream);
  void HandleUpd(Node& node, const Update& update);
  // Drops what closed streams could not send since the check before.
  void CheckClosed();
  // The host hears no more of the stream.
  void Forget(Node& node);
  // Puts the stream into the lists that it belongs to, or removes it: to be
  // called after each change.
  void Settle(Node& node);

  Options options_;
  absl::Status error_;
  Decoder decoder_;
  Keepalive keepalive_;

  absl::flat_hash_map<StreamId, std::unique_ptr<Node>> streams_;
  std::uint64_t next_id_;
  std::size_t peer_streams_ = 0;  // Of streams_, opened by the peer.
  std::size_t unaccepted_ = 0;    // Of these, not yet polled.
  std::size_t buffered_bytes_ = 0;

  bool nop_pending_ = false;
  std::vector<StreamId> refused_;  // To be answered with a FIN.
  LinkedList<Node, &Node::control_links> control_;
  LinkedList<Node, &Node::data_links> data_;
  // By `known`: all; those with an event; those with something to send.
  HostList accepts_;
  HostList events_;
  HostList closing_;
};

}  // namespace smux

#endif  // TUNNEL_SMUX_SESSION_H_
