#include "lab/message_log.h"

#include <algorithm>
#include <variant>

#include "lab/population.h"

namespace lab {

std::vector<Seat> Seats(const Experiment& experiment) {
  std::vector<Seat> seats;
  for (std::size_t g = 0; g < experiment.groups.size(); ++g) {
    for (const std::size_t user : experiment.groups[g].members) {
      seats.push_back({user, g});
    }
  }
  std::sort(seats.begin(), seats.end(), [](const Seat& a, const Seat& b) {
    return std::pair(a.user, a.group) < std::pair(b.user, b.group);
  });
  return seats;
}

MessageLog::MessageLog(const Experiment& experiment, base::Instant begin,
                       base::Instant end)
    : experiment_(experiment), begin_(begin), end_(end) {
  for (const Seat& seat : Seats(experiment)) {
    seats_[{Experiment::UserName(seat.user), seat.group}] =
        conversations_.size();
    conversations_.push_back({.seat = seat, .messages = {}});
  }
}

void MessageLog::HandleEvent(std::size_t seat, const mgen::User::Event& event) {
  Conversation& conversation = conversations_[seat];
  const auto [user, group] = conversation.seat;
  if (const auto* send = std::get_if<mgen::User::Send>(&event.what)) {
    HandleSend(conversation, event.at, *send);
  } else if (const auto* got = std::get_if<mgen::User::Receive>(&event.what)) {
    Delivery* delivery = Find(got->sender, group, got->id, user);
    if (delivery == nullptr) return;
    if (delivery->received) {
      ++delivery->duplicates;
    } else {
      delivery->received = event.at;
    }
  } else if (const auto* receipt =
                 std::get_if<mgen::User::ReceiveReceipt>(&event.what)) {
    const auto recipient = seats_.find(std::pair(receipt->sender, group));
    if (recipient == seats_.end()) return;
    Delivery* delivery = Find(Experiment::UserName(user), group, receipt->id,
                              conversations_[recipient->second].seat.user);
    if (delivery == nullptr || delivery->receipted) return;
    delivery->receipted = event.at;
    --outstanding_;
  } else if (std::holds_alternative<mgen::User::Dropped>(event.what)) {
    ++conversation.dropped;
  } else if (std::holds_alternative<mgen::User::Failed>(event.what)) {
    ++conversation.failed_connections;
  }
}

void MessageLog::HandleSend(Conversation& conversation, base::Instant at,
                            const mgen::User::Send& send) {
  if (at < begin_ || at >= end_) return;
  Message& message = conversation.messages.emplace_back();
  message.id = send.id;
  message.blocks = send.blocks;
  message.sent = at;
  for (const std::size_t member :
       experiment_.groups[conversation.seat.group].members) {
    if (member == conversation.seat.user) continue;
    message.deliveries.push_back(
        {.recipient = member, .received = {}, .receipted = {}});
    ++outstanding_;
  }
}

Delivery* MessageLog::Find(absl::string_view sender, std::size_t group,
                           std::uint32_t id, std::size_t recipient) {
  const auto seat = seats_.find(std::pair(std::string(sender), group));
  if (seat == seats_.end()) return nullptr;
  std::vector<Message>& messages = conversations_[seat->second].messages;
  if (messages.empty() || id < messages.front().id ||
      id - messages.front().id >= messages.size()) {
    return nullptr;
  }
  for (Delivery& delivery : messages[id - messages.front().id].deliveries) {
    if (delivery.recipient == recipient) return &delivery;
  }
  return nullptr;
}

void MessageLog::MoveTo(std::vector<ConversationObservations>& conversations) {
  for (std::size_t i = 0; i < conversations_.size(); ++i) {
    conversations[i].user = conversations_[i].seat.user;
    conversations[i].group = conversations_[i].seat.group;
    conversations[i].messages = std::move(conversations_[i].messages);
    conversations[i].dropped = conversations_[i].dropped;
    conversations[i].failed_connections = conversations_[i].failed_connections;
  }
}

}  // namespace lab
