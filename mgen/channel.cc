#include "mgen/channel.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/status_macros.h"

namespace mgen {

Channel::Channel(Options options) : options_(std::move(options)) {}

void Channel::Open() {
  Close();
  reader_.emplace(Reader::Expect::kMessages);
  AppendHandshake({.sender = options_.user, .group = options_.group},
                  write_.Fill());
}

void Channel::Close() {
  reader_.reset();
  write_.Clear();
  outbox_.Rewind();
}

bool Channel::Send(std::uint32_t id, std::uint32_t body_bytes) {
  if (outbox_.messages_to_write() >= options_.max_queued) return false;
  outbox_.AddMessage(id, 0, id, body_bytes);
  Fill();
  return true;
}

absl::StatusOr<std::optional<Channel::Item>> Channel::Next(
    absl::Span<const std::uint8_t>& input) {
  BASE_CHECK(is_open());
  for (;;) {
    ASSIGN_OR_RETURN(std::optional<Reader::Item> item, reader_->Next(input));
    if (!item) return std::nullopt;
    const Header& header = std::get<Header>(*item);
    RETURN_IF_ERROR(CheckBelongs(header));
    if (header.is_receipt()) {
      ASSIGN_OR_RETURN(const bool is_news, TakeReceipt(header));
      if (is_news) return Receipt{.sender = header.sender, .id = header.id};
    } else {
      ASSIGN_OR_RETURN(const bool is_news, TakeMessage(header));
      Fill();
      if (is_news) {
        return Message{.sender = header.sender,
                       .body_bytes = header.body,
                       .id = header.id};
      }
    }
  }
}

void Channel::Consume(std::size_t bytes) {
  if (bytes == 0) return;
  write_.Consume(bytes);
  Fill();
}

absl::Status Channel::CheckBelongs(const Header& header) const {
  if (header.sender == options_.user) {
    return absl::InvalidArgumentError(
        absl::StrCat("sender: ", header.sender, " is the recipient itself"));
  }
  const std::string& expected =
      header.is_receipt() ? options_.user : options_.group;
  if (header.group != expected) {
    return absl::InvalidArgumentError(absl::StrCat(
        "group: ", header.group, ", not ", expected, ", in a ",
        header.is_receipt() ? "receipt" : "message", " from ", header.sender));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::uint32_t> Channel::FindOrAdd(const std::string& sender) {
  if (roster_.size() >= options_.max_members && !roster_.Find(sender)) {
    return absl::ResourceExhaustedError(
        absl::StrCat("sender: ", sender, " is one more than the ",
                     options_.max_members, " members of a group"));
  }
  const std::uint32_t member = roster_.FindOrAdd(sender);
  if (member == members_.size()) members_.emplace_back();
  return member;
}

absl::StatusOr<bool> Channel::TakeMessage(const Header& header) {
  ASSIGN_OR_RETURN(const std::uint32_t member, FindOrAdd(header.sender));
  if (outbox_.receipts() >= options_.max_queued) {
    return absl::ResourceExhaustedError(
        absl::StrCat("receipts: ", outbox_.receipts(),
                     " wait to be written, at most ", options_.max_queued));
  }
  outbox_.AddReceipt(member, header.id);
  return members_[member].messages.Insert(header.id);
}

absl::StatusOr<bool> Channel::TakeReceipt(const Header& header) {
  if (header.id >= outbox_.next_sequence()) return false;
  ASSIGN_OR_RETURN(const std::uint32_t member, FindOrAdd(header.sender));
  if (!members_[member].receipts.Insert(header.id)) return false;
  outbox_.Answer(header.id, std::max(members_.size(), options_.others));
  return true;
}

void Channel::Fill() {
  if (!is_open() || !write_.empty()) return;
  const std::optional<Outbox::Item> item = outbox_.Take();
  if (!item) return;
  Header header;
  header.sender = options_.user;
  if (const auto* message = std::get_if<Outbox::Message>(&*item)) {
    header.group = options_.group;
    header.id = message->id;
    header.body = message->body;
    const std::size_t written =
        outbox_.messages() - outbox_.messages_to_write();
    if (written > options_.max_unanswered) outbox_.DropOldestMessage();
  } else {
    const auto& receipt = std::get<Outbox::Receipt>(*item);
    header.group = roster_.name(receipt.member);
    header.id = receipt.id;
  }
  AppendMessage(header, write_.Fill());
}

}  // namespace mgen
