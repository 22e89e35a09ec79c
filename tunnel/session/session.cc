#include "tunnel/session/session.h"

#include <algorithm>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/check_range.h"
#include "base/earlier.h"
#include "base/status_macros.h"
#include "tunnel/kcp/segment.h"
#include "tunnel/session/preamble.h"

namespace session {
namespace {

constexpr std::size_t kMostCarriers = 64;

void Later(std::optional<base::Instant> at,
           std::optional<base::Instant>& latest) {
  if (at && (!latest || *at > *latest)) latest = at;
}

}  // namespace

absl::StatusOr<Session> Session::Create(const Options& options,
                                        base::Instant now) {
  RETURN_IF_ERROR(base::CheckRange("max_carriers", options.max_carriers,
                                   {.min = 1, .max = kMostCarriers}));
  ASSIGN_OR_RETURN(smux::Session smux,
                   smux::Session::Create(options.smux, now));
  Session session(options, std::move(smux));
  // A server's conversation has the same options, checked before it is opened.
  RETURN_IF_ERROR(session.StartConversation(options.conv.value_or(0)));
  if (!options.conv) session.conversation_.reset();
  return session;
}

absl::Status Session::StartConversation(std::uint32_t conv) {
  ASSIGN_OR_RETURN(kcp::Conversation conversation,
                   kcp::Conversation::Create({.conv = conv,
                                              .sender = options_.sender,
                                              .receiver = options_.receiver}));
  conversation_ = std::move(conversation);
  for (const Link& link : links_) {
    RETURN_IF_ERROR(conversation_->AddCarrier(link.id, link.options));
  }
  return absl::OkStatus();
}

absl::Status Session::AddCarrier(kcp::CarrierId id, CarrierOptions options,
                                 base::Random random, base::Instant now) {
  if (HasCarrier(id)) {
    return absl::AlreadyExistsError(
        absl::StrCat("carrier ", static_cast<std::uint32_t>(id)));
  }
  if (links_.size() >= options_.max_carriers) {
    return absl::ResourceExhaustedError(absl::StrCat("a session has at most ",
                                                     options_.max_carriers,
                                                     " carriers at a time"));
  }
  const bool defended =
      options.shaping.machines != nullptr && !options.shaping.machines->empty();
  options.shaping.max_packet_bytes = kcp::kMaxPacketBytes;
  ASSIGN_OR_RETURN(
      shaper::Packets packets,
      shaper::Packets::Create(std::move(options.shaping), random, now));
  if (conversation_) {
    RETURN_IF_ERROR(conversation_->AddCarrier(id, options.kcp));
  }
  links_.push_back({.id = id,
                    .options = options.kcp,
                    .packets = std::move(packets),
                    .defended = defended,
                    .health = CarrierHealth(options_.health, now)});
  order_.push_back(id);
  if (options.client_id) {
    AppendPreamble(*options.client_id, links_.back().opening);
  }
  now_ = std::max(now_, now);
  return absl::OkStatus();
}

void Session::RemoveCarrier(kcp::CarrierId id, base::Instant now) {
  BASE_CHECK(HasCarrier(id));
  if (conversation_) conversation_->RemoveCarrier(id);
  std::erase_if(links_, [id](const Link& link) { return link.id == id; });
  std::erase(order_, id);
  now_ = std::max(now_, now);
}

const Link* Session::FindLink(kcp::CarrierId id) const {
  const auto link = std::find_if(links_.begin(), links_.end(),
                                 [id](const Link& l) { return l.id == id; });
  return link == links_.end() ? nullptr : &*link;
}

const Link& Session::LinkOf(kcp::CarrierId id) const {
  const Link* const link = FindLink(id);
  BASE_CHECK(link != nullptr);
  return *link;
}

Link& Session::LinkOf(kcp::CarrierId id) {
  return const_cast<Link&>(std::as_const(*this).LinkOf(id));
}

bool Session::HasCarrier(kcp::CarrierId id) const {
  return FindLink(id) != nullptr;
}

bool Session::IsSilent(kcp::CarrierId id) const {
  return LinkOf(id).health.silent();
}

bool Session::IsGivenUp(kcp::CarrierId id) const {
  return LinkOf(id).health.given_up();
}

base::Instant Session::LastHeard(kcp::CarrierId id) const {
  return LinkOf(id).health.heard();
}

const shaper::Packets& Session::packets(kcp::CarrierId id) const {
  return LinkOf(id).packets;
}

absl::Status Session::HandleReceived(kcp::CarrierId id,
                                     absl::Span<const std::uint8_t> bytes,
                                     base::Instant now) {
  now_ = std::max(now_, now);
  Link& link = LinkOf(id);
  link.health.HandleHeard(now_);
  absl::Status status;
  // So few bytes are fewer packets than the shaper holds.
  constexpr std::size_t kPieceBytes = 16384;
  while (status.ok() && !bytes.empty()) {
    const auto piece = bytes.first(std::min(bytes.size(), kPieceBytes));
    status = link.packets.HandleReceived(piece, now_);
    while (const auto packet = link.packets.PollReceived()) {
      HandlePacket(*packet, now_);
    }
    bytes.remove_prefix(piece.size());
  }
  UpdateHealth(now_);
  return status;
}

void Session::HandlePacket(absl::Span<const std::uint8_t> packet,
                           base::Instant now) {
  if (!options_.conv) TakeUp(packet, now);
  if (!conversation_) return;
  // What is wrong in it is counted there.
  conversation_->HandlePacket(packet, now).IgnoreError();
  // More than a NOP.
  if (conversation_->readable().size() > smux::kHeaderBytes) {
    active_until_ = base::SaturatingAdd(now, options_.active_for);
  }
  PumpIn();
}

void Session::TakeUp(absl::Span<const std::uint8_t> packet, base::Instant now) {
  const std::optional<std::uint32_t> conv = kcp::OpenedBy(packet);
  if (!conv || (conversation_ && conversation_->conv() == *conv)) return;
  if (conversation_) {
    // Its options were right before.
    smux_ = *smux::Session::Create(options_.smux, now);
    for (Link& link : links_) link.question.reset();
  }
  ++generation_;
  BASE_CHECK(StartConversation(*conv).ok());
}

void Session::PumpIn() {
  while (!conversation_->readable().empty()) {
    const absl::Span<const std::uint8_t> all = conversation_->readable();
    absl::Span<const std::uint8_t> left = all;
    // An error is smux_.status(), and lasts.
    if (!smux_.HandleBytes(left).ok() || left.size() == all.size()) return;
    conversation_->Consume(all.size() - left.size());
  }
}

void Session::HandleStreamsChanged(base::Instant now) {
  now_ = std::max(now_, now);
  if (conversation_) PumpIn();
}

// A frame is made when a packet has room for it, so that streams take turns.
void Session::PumpOut(base::Instant now) {
  while (conversation_->unsent_bytes() < kcp::kMaxPacketBytes &&
         conversation_->room_bytes() >=
             smux::kHeaderBytes + options_.smux.max_frame_bytes) {
    frame_.clear();
    if (!smux_.PollFrame(frame_)) return;
    conversation_->Write(frame_, now);
    if (frame_.size() > smux::kHeaderBytes) {
      active_until_ = base::SaturatingAdd(now, options_.active_for);
    }
  }
}

void Session::Fill(Link& link, base::Instant now) {
  if (!conversation_ || link.health.silent()) return;
  const bool asks = options_.conv && !link.question &&
                    link.health.WantsQuestion(AskAfter(now), now);
  if (asks) conversation_->Ask(link.id);
  // Without a defense one packet at a time: the rest is for who writes next.
  do {
    if (link.packets.Room() == 0) return;
    PumpOut(now);
    const auto packet = conversation_->PollPacket(link.id, now);
    if (!packet) return;
    if (asks && !link.question) link.question = TagOf(packet->tag);
    // It has room, and the packet is no longer than it may be.
    BASE_CHECK(link.packets.Push(packet->bytes, TagOf(packet->tag), now).ok());
  } while (link.defended);
}

absl::Span<const kcp::CarrierId> Session::PollOrder() {
  if (!order_.empty()) {
    std::rotate(order_.begin(), order_.begin() + 1, order_.end());
  }
  return order_;
}

std::optional<absl::Span<const std::uint8_t>> Session::PollWrite(
    kcp::CarrierId id, base::Instant now) {
  now_ = std::max(now_, now);
  Link& link = LinkOf(id);
  if (!link.opening.empty()) {
    frame_ = std::exchange(link.opening, {});
    return frame_;
  }
  Fill(link, now_);
  const std::optional<shaper::Packets::Write> write =
      link.packets.PollWrite(now_);
  if (!write) return std::nullopt;
  if (write->tag && *write->tag >= TagOf(0)) {
    conversation_->HandleWritten(id, *write->tag - TagOf(0), now_);
    if (link.question && *write->tag >= *link.question) {
      link.question.reset();
      link.health.HandleAsked(now_);
    }
  }
  return write->bytes;
}

base::Duration Session::AskAfter(base::Instant now) const {
  return now < active_until_ ? options_.ask_active : options_.ask_idle;
}

void Session::UpdateHealth(base::Instant now) {
  if (!conversation_) return;
  absl::InlinedVector<kcp::CarrierState, 4> states;
  for (const Link& link : links_) {
    states.push_back(conversation_->StateOf(link.id));
  }
  for (std::size_t i = 0; i < links_.size(); ++i) {
    Link& link = links_[i];
    CarrierHealth::Others others;
    for (std::size_t j = 0; j < links_.size(); ++j) {
      if (j == i) continue;
      Later(links_[j].health.heard(), others.heard);
      Later(states[j].last_answered, others.answered);
    }
    link.health.Update(states[i], others, now);
    if (link.health.silent()) link.question.reset();
    // Nothing new is written there, so this finds nothing a second time.
    if (link.health.given_up()) conversation_->GiveUp(link.id);
  }
}

std::optional<base::Instant> Session::NextDeadline() const {
  std::optional<base::Instant> next = smux_.NextDeadline();
  if (conversation_) {
    next = base::Earlier(next, conversation_->NextDeadline());
  }
  for (const Link& link : links_) {
    next = base::Earlier(next, link.packets.NextDeadline());
    if (!conversation_ || link.health.silent()) continue;
    next = base::Earlier(
        next, link.health.NextDeadline(conversation_->StateOf(link.id), now_));
    if (!options_.conv || link.question) continue;
    // Once it is due, the question waits for room, not for time.
    const base::Instant ask = link.health.heard() + AskAfter(now_);
    if (ask > now_) next = base::Earlier(next, ask);
  }
  return next;
}

void Session::HandleDeadline(base::Instant now) {
  now_ = std::max(now_, now);
  if (smux_.NextDeadline() && *smux_.NextDeadline() <= now_) {
    smux_.HandleDeadline(now_);
  }
  if (conversation_) {
    const std::optional<base::Instant> due = conversation_->NextDeadline();
    if (due && *due <= now_) conversation_->HandleDeadline(now_);
  }
  for (Link& link : links_) {
    const std::optional<base::Instant> due = link.packets.NextDeadline();
    if (due && *due <= now_) link.packets.HandleDeadline(now_);
  }
  UpdateHealth(now_);
}

}  // namespace session
