#include "tunnel/smux/session.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/status_macros.h"

namespace smux {
namespace {

// Refusals that wait to be sent; a peer that opens faster waits itself.
constexpr std::size_t kMaxRefused = 1024;

constexpr StreamId kNopStream{0};

}  // namespace

absl::StatusOr<Session> Session::Create(const Options& options,
                                        base::Instant now) {
  RETURN_IF_ERROR(options.Validate());
  return Session(options, now);
}

Session::Session(const Options& options, base::Instant now)
    : options_(options),
      keepalive_({.ping = options.keepalive_interval,
                  .check = options.keepalive_timeout_or_default()},
                 now),
      next_id_(options.role == Role::kClient ? 3 : 2) {}

Session::Node* Session::Find(StreamId stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : found->second.get();
}

Session::Node* Session::FindKnown(StreamId stream) const {
  Node* const node = Find(stream);
  return node != nullptr && node->known == Known::kYes ? node : nullptr;
}

Session::Node& Session::Add(StreamId stream, Stream::Opener opener) {
  const Stream::Limits limits = {
      .send_buffer = options_.max_send_buffer,
      .receive_window = static_cast<std::uint32_t>(options_.max_stream_buffer)};
  auto node = std::make_unique<Node>(stream, opener, limits);
  Node& added = *node;
  BASE_CHECK(streams_.emplace(stream, std::move(node)).second);
  return added;
}

absl::StatusOr<StreamId> Session::Open() {
  RETURN_IF_ERROR(error_);
  // The peer may have opened one of the ids that are ours.
  while (streams_.contains(StreamId{static_cast<std::uint32_t>(next_id_)})) {
    next_id_ += 2;
  }
  if (next_id_ > std::numeric_limits<std::uint32_t>::max()) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "smux: the next stream id is ", next_id_, ": it must be below 2^32"));
  }
  const StreamId stream{static_cast<std::uint32_t>(next_id_)};
  next_id_ += 2;
  Settle(Add(stream, Stream::Opener::kThisEnd));
  return stream;
}

std::optional<StreamId> Session::PollAccepted() {
  Node* const node = accepts_.front();
  if (node == nullptr) return std::nullopt;
  accepts_.Remove(*node);
  --unaccepted_;
  node->known = Known::kYes;
  Settle(*node);
  return node->stream.id();
}

std::optional<Event> Session::PollEvent() {
  Node* const node = events_.front();
  if (node == nullptr) return std::nullopt;
  const Event event = {.stream = node->stream.id(),
                       .kind = node->stream.TakeEvent()};
  if (event.kind == EventKind::kFinished || event.kind == EventKind::kBroken) {
    Forget(*node);
  }
  Settle(*node);
  return event;
}

std::size_t Session::Write(StreamId stream,
                           absl::Span<const std::uint8_t> bytes) {
  Node* const node = FindKnown(stream);
  if (node == nullptr || !error_.ok()) return 0;
  const std::size_t taken = node->stream.Write(bytes);
  Settle(*node);
  return taken;
}

std::size_t Session::WriteRoom(StreamId stream) const {
  const Node* const node = FindKnown(stream);
  return node == nullptr || !error_.ok() ? 0 : node->stream.write_room();
}

absl::Span<const std::uint8_t> Session::Readable(StreamId stream) const {
  const Node* const node = FindKnown(stream);
  if (node == nullptr) return {};
  return node->stream.readable();
}

void Session::Consume(StreamId stream, std::size_t count) {
  Node* const node = FindKnown(stream);
  if (node == nullptr) return;
  node->stream.Consume(count);
  buffered_bytes_ -= count;
  Settle(*node);
}

void Session::CloseWrite(StreamId stream) {
  Node* const node = FindKnown(stream);
  if (node == nullptr) return;
  node->stream.CloseWrite();
  Settle(*node);
}

void Session::Close(StreamId stream) {
  Node* const node = FindKnown(stream);
  if (node == nullptr) return;
  Forget(*node);
  Settle(*node);
}

void Session::Forget(Node& node) {
  events_.Keep(node, false);
  buffered_bytes_ -= node.stream.Abandon();
  node.known = Known::kNoMore;
}

bool Session::HasRoom() const {
  return error_.ok() && buffered_bytes_ < options_.max_session_buffer &&
         refused_.size() < kMaxRefused;
}

absl::Status Session::HandleBytes(absl::Span<const std::uint8_t>& bytes) {
  while (!bytes.empty() && HasRoom()) {
    // No payload among these bytes passes the bound.
    absl::Span<const std::uint8_t> part =
        bytes.subspan(0, options_.max_session_buffer - buffered_bytes_);
    const std::size_t offered = part.size();
    const absl::StatusOr<std::optional<Decoder::Piece>> piece =
        decoder_.Next(part);
    bytes.remove_prefix(offered - part.size());
    error_ = piece.status();
    if (!piece.ok() || !piece->has_value()) continue;
    keepalive_.HandleFrame();
    error_ = HandlePiece(**piece);
  }
  return error_;
}

absl::Status Session::HandlePiece(const Decoder::Piece& piece) {
  if (piece.command == Command::kSyn) {
    HandleSyn(piece.stream);
    return absl::OkStatus();
  }
  Node* const node = Find(piece.stream);
  if (node == nullptr || piece.command == Command::kNop) {
    return absl::OkStatus();
  }
  if (piece.command == Command::kPsh) {
    if (piece.begins_frame) {
      RETURN_IF_ERROR(node->stream.CheckWindow(piece.payload_bytes));
    }
    buffered_bytes_ += node->stream.HandlePayload(piece.payload);
  } else if (piece.command == Command::kFin) {
    node->stream.HandleFin();
  } else {
    HandleUpd(*node, piece.update);
  }
  Settle(*node);
  return absl::OkStatus();
}

void Session::HandleSyn(StreamId stream) {
  if (Find(stream) != nullptr) return;
  if (peer_streams_ >= options_.max_streams ||
      unaccepted_ >= options_.accept_backlog) {
    refused_.push_back(stream);
    return;
  }
  accepts_.PushBack(Add(stream, Stream::Opener::kPeer));
  ++peer_streams_;
  ++unaccepted_;
}

void Session::HandleUpd(Node& node, const Update& update) {
  if (node.stream.HandleUpdate(update)) return;
  buffered_bytes_ -= node.stream.Break();
}

bool Session::PollFrame(std::vector<std::uint8_t>& out) {
  if (!error_.ok()) return false;
  if (std::exchange(nop_pending_, false)) {
    AppendBare(Command::kNop, kNopStream, out);
    return true;
  }
  if (!refused_.empty()) {
    AppendBare(Command::kFin, refused_.back(), out);
    refused_.pop_back();
    if (refused_.empty()) refused_.shrink_to_fit();
    return true;
  }
  Node* node = control_.front();
  if (node != nullptr) {
    node->stream.AppendControl(out);
  } else {
    node = data_.front();
    if (node == nullptr) return false;
    data_.Remove(*node);  // Its next turn comes after all others'.
    node->stream.AppendData(options_.max_frame_bytes, out);
    node->was_blocked = false;
  }
  Settle(*node);
  return true;
}

std::optional<base::Instant> Session::NextDeadline() const {
  if (!error_.ok()) return std::nullopt;
  return keepalive_.NextDeadline();
}

void Session::HandleDeadline(base::Instant now) {
  if (!error_.ok()) return;
  const Keepalive::Due due = keepalive_.HandleDeadline(now);
  // While a full buffer keeps frames out, the peer's silence says nothing.
  if (due.silent && buffered_bytes_ < options_.max_session_buffer) {
    error_ = absl::DeadlineExceededError(absl::StrCat(
        "smux: no frame came in ",
        base::ToSeconds(options_.keepalive_timeout_or_default()), " s"));
    return;
  }
  if (due.check) CheckClosed();
  if (due.ping) nop_pending_ = true;
}

void Session::CheckClosed() {
  for (Node* node = closing_.front(); node != nullptr;) {
    Node* const next = closing_.next(*node);
    const bool blocked = node->stream.blocked();
    if (blocked && node->was_blocked) node->stream.DropUnsent();
    node->was_blocked = blocked;
    Settle(*node);
    node = next;
  }
}

void Session::Settle(Node& node) {
  const Stream& stream = node.stream;
  if (node.known == Known::kNoMore && stream.fin_sent()) {
    control_.Keep(node, false);
    data_.Keep(node, false);
    closing_.Keep(node, false);
    if (stream.opener() == Stream::Opener::kPeer) --peer_streams_;
    streams_.erase(stream.id());
    if (streams_.empty()) streams_.rehash(0);  // Gives its memory back.
    return;
  }
  control_.Keep(node, stream.HasControl());
  data_.Keep(node, stream.HasData());
  if (node.known == Known::kYes) events_.Keep(node, stream.has_event());
  if (node.known == Known::kNoMore) closing_.Keep(node, true);
}

}  // namespace smux
