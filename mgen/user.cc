#include "mgen/user.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace mgen {
namespace {

constexpr std::uint32_t kMaxStepsAtOneInstant = 100;
constexpr base::Duration kPauseAfterThem = base::Seconds(1);

}  // namespace

User::Talk::Talk(ConversationOptions talk_options,
                 Channel::Options channel_options)
    : options(std::move(talk_options)), channel(std::move(channel_options)) {}

User::User(Options options, std::uint64_t seed, base::EntropySource* source,
           base::Instant now)
    : name_(std::move(options.name)),
      seed_(seed),
      source_(source),
      latest_(now) {
  talks_.reserve(options.conversations.size());
  for (ConversationOptions& conversation : options.conversations) {
    const auto k = static_cast<std::uint32_t>(talks_.size());
    Channel::Options channel{.user = name_,
                             .group = std::move(conversation.group),
                             .max_queued = options.max_queued,
                             .max_unanswered = options.max_unanswered,
                             .max_members = options.max_members,
                             .others = conversation.others};
    connects_.Set(k, base::SaturatingAdd(now, conversation.stagger));
    models_.Set(k, base::SaturatingAdd(now, conversation.bootstrap));
    talks_.emplace_back(std::move(conversation), std::move(channel));
    Emit(k, now, Waiting{talks_[k].options.stagger});
  }
}

std::optional<std::size_t> User::PollConnect(base::Instant now) {
  CollectDueConnects(Advance(now));
  if (to_connect_.empty()) return std::nullopt;
  const std::size_t k = to_connect_.PopFront();
  talks_[k].link = Link::kDialing;
  return k;
}

void User::HandleConnected(std::size_t conversation, base::Instant now) {
  now = Advance(now);
  Talk& talk = talks_[conversation];
  talk.link = Link::kUp;
  talk.channel.Open();
  Emit(conversation, now, Handshaked{});
  TellIfWritable(conversation);
}

void User::HandleClosed(std::size_t conversation, absl::string_view reason,
                        base::Instant now) {
  now = Advance(now);
  Talk& talk = talks_[conversation];
  if (talk.link == Link::kDown) return;
  talk.link = Link::kDown;
  talk.channel.Close();
  writable_.Lower(static_cast<std::uint32_t>(conversation));
  Emit(conversation, now, Failed{std::string(reason)});
  connects_.Set(static_cast<std::uint32_t>(conversation),
                base::SaturatingAdd(now, talk.options.retry));
}

absl::Status User::HandleReceived(std::size_t conversation,
                                  absl::Span<const std::uint8_t> bytes,
                                  base::Instant now) {
  now = Advance(now);
  Channel& channel = talks_[conversation].channel;
  if (!channel.is_open()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "conversation ", conversation, ": bytes without a connection"));
  }
  for (;;) {
    const absl::StatusOr<std::optional<Channel::Item>> item =
        channel.Next(bytes);
    if (!item.ok()) {
      HandleClosed(conversation, item.status().message(), now);
      return item.status();
    }
    if (!*item) break;
    Take(conversation, **item, now);
  }
  TellIfWritable(conversation);
  return absl::OkStatus();
}

absl::Span<const std::uint8_t> User::PendingBytes(
    std::size_t conversation) const {
  return talks_[conversation].channel.PendingBytes();
}

void User::Consume(std::size_t conversation, std::size_t bytes) {
  talks_[conversation].channel.Consume(bytes);
  if (PendingBytes(conversation).empty()) {
    writable_.Lower(static_cast<std::uint32_t>(conversation));
  }
}

std::optional<std::size_t> User::PollWritable() { return writable_.Poll(); }

std::optional<base::Instant> User::NextDeadline() const {
  const std::optional<base::Instant> model = models_.Next();
  const std::optional<base::Instant> connect = connects_.Next();
  if (!model || !connect) return model ? model : connect;
  return std::min(*model, *connect);
}

void User::HandleDeadline(base::Instant now) {
  now = Advance(now);
  CollectDueConnects(now);
  while (const std::optional<std::uint32_t> k = models_.PopDue(now)) {
    if (talks_[*k].model) {
      Step(*k, now);
    } else {
      WakeUp(*k, now);
    }
  }
}

std::optional<User::Event> User::PollEvent() {
  if (events_.empty()) return std::nullopt;
  return events_.PopFront();
}

base::Instant User::Advance(base::Instant now) {
  latest_ = std::max(latest_, now);
  return latest_;
}

Conversation::State User::StateOf(const Talk& talk) const {
  return talk.model ? talk.model->state() : Conversation::State::kIdle;
}

void User::WakeUp(std::size_t k, base::Instant now) {
  Talk& talk = talks_[k];
  const base::Random random =
      source_ != nullptr
          ? base::Random::FromSource(source_)
          : base::Random::FromStream(
                seed_, absl::StrCat("model/", name_, "/", group(k)));
  talk.model.emplace(talk.options.distributions, talk.options.wait_mode, random,
                     now);
  Emit(k, now, Awake{});
  EmitIfIdle(k, now);
  Schedule(k, now);
}

void User::Step(std::size_t k, base::Instant now) {
  Talk& talk = talks_[k];
  if (talk.options.stop_sending && now >= *talk.options.stop_sending) return;
  talk.steps_at_instant = talk.last_step == now ? talk.steps_at_instant + 1 : 1;
  talk.last_step = now;
  if (const std::optional<Conversation::Sent> sent =
          talk.model->HandleDeadline(now)) {
    Emit(k, now, Send{sent->from, sent->to, sent->blocks, sent->id});
    if (!talk.channel.Send(sent->id, BodyBytes(sent->blocks))) {
      Emit(k, now, Dropped{sent->id});
    }
    TellIfWritable(k);
  }
  EmitIfIdle(k, now);
  Schedule(k, now);
}

void User::Schedule(std::size_t k, base::Instant now) {
  const Talk& talk = talks_[k];
  base::Instant at = talk.model->NextDeadline();
  if (at <= now && talk.last_step == now &&
      talk.steps_at_instant >= kMaxStepsAtOneInstant) {
    at = base::SaturatingAdd(now, kPauseAfterThem);
  }
  const auto key = static_cast<std::uint32_t>(k);
  if (talk.options.stop_sending && at >= *talk.options.stop_sending) {
    models_.Clear(key);
  } else {
    models_.Set(key, at);
  }
}

void User::Take(std::size_t k, const Channel::Item& item, base::Instant now) {
  Talk& talk = talks_[k];
  if (const auto* receipt = std::get_if<Channel::Receipt>(&item)) {
    Emit(k, now,
         ReceiveReceipt{.state = StateOf(talk),
                        .sender = receipt->sender,
                        .id = receipt->id});
    EmitIfIdle(k, now);
    return;
  }
  const auto& message = std::get<Channel::Message>(item);
  Conversation::Transition transition{.from = Conversation::State::kIdle,
                                      .to = Conversation::State::kIdle};
  if (talk.model) transition = talk.model->HandleMessage(now);
  Emit(k, now,
       Receive{.from = transition.from,
               .to = transition.to,
               .sender = message.sender,
               .body_bytes = message.body_bytes,
               .id = message.id});
  EmitIfIdle(k, now);
  if (talk.model) Schedule(k, now);
}

void User::Emit(std::size_t k, base::Instant now, decltype(Event::what) what) {
  events_.PushBack({.at = now, .conversation = k, .what = std::move(what)});
}

void User::EmitIfIdle(std::size_t k, base::Instant now) {
  const Talk& talk = talks_[k];
  if (talk.model && talk.model->state() == Conversation::State::kIdle) {
    Emit(k, now, Idle{});
  }
}

void User::TellIfWritable(std::size_t k) {
  if (PendingBytes(k).empty()) return;
  writable_.Raise(static_cast<std::uint32_t>(k));
}

void User::CollectDueConnects(base::Instant now) {
  while (const std::optional<std::uint32_t> k = connects_.PopDue(now)) {
    to_connect_.PushBack(*k);
  }
}

}  // namespace mgen
