#include "lab/sim_user.h"

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tunnel/shaper/defense.h"

namespace lab {
namespace {

sim::Link MakeLink(const SimUser::Options& options, const char* way) {
  return sim::Link(
      options.link,
      base::Random::FromStream(
          options.seed, absl::StrCat("loss/", options.user.name, "/", way)));
}

}  // namespace

SimUser::SimUser(sim::Scheduler* scheduler, Options options,
                 const DefenseSpec& defense, SimServer* server, MessageLog* log,
                 std::size_t first_seat)
    : scheduler_(scheduler),
      options_(std::move(options)),
      defense_(defense),
      server_(server),
      log_(log),
      first_seat_(first_seat),
      core_(options_.user, options_.seed, /*source=*/nullptr, scheduler->now()),
      up_(MakeLink(options_, "up")),
      down_(MakeLink(options_, "down")) {
  for (std::size_t i = 0; i < options_.user.conversations.size(); ++i) {
    talks_.push_back(
        {.number = i, .meter = {}, .session = {}, .connection = nullptr});
  }
}

void SimUser::Reset(std::size_t conversation) {
  const std::shared_ptr<SimConnection> connection =
      talks_[conversation].connection;
  if (connection) connection->Reset();
}

void SimUser::Pump() {
  for (const Talk& talk : talks_) {
    if (!talk.connection) continue;
    talk.connection->Pump(End::kClient);
    talk.connection->Pump(End::kServer);
  }
}

void SimUser::FlushCells() {
  for (const Talk& talk : talks_) {
    if (talk.connection) talk.connection->FlushCells();
  }
}

void SimUser::Connect(Talk& talk) {
  if (talk.connection) {
    talk.connection->Reset();  // Its server end may not have heard yet.
    // This may run in one of its callbacks: it goes when they are done.
    scheduler_->At(scheduler_->now(), [old = std::move(talk.connection)] {});
  }
  ++talk.attempts;
  talk.connection = std::make_shared<SimConnection>(
      scheduler_,
      SimConnection::Options{
          .pipe = {.to_server = {&up_}, .to_client = {&down_}},
          .streams = {StreamOptions(shaper::Stream::Role::kClient),
                      StreamOptions(shaper::Stream::Role::kServer)}},
      std::array{DefenseRandom("client", talk), DefenseRandom("server", talk)},
      &talk.meter, CallbacksFor(talk));
  talk.session = {.connection = talk.connection.get(), .id = std::nullopt};
}

SimConnection::Callbacks SimUser::CallbacksFor(Talk& talk) {
  SimConnection::Callbacks callbacks = {
      .on_up =
          [this, &talk](End end) {
            end == End::kClient ? HandleUp(talk)
                                : server_->HandleUp(talk.session);
          },
      .refill =
          [this, &talk](End end) {
            end == End::kClient ? Refill(talk) : server_->Refill(talk.session);
          },
      .on_readable =
          [this, &talk](End end) {
            end == End::kClient ? HandleReadable(talk)
                                : server_->HandleReadable(talk.session);
          },
      .on_closed =
          [this, &talk](End end, absl::string_view reason) {
            end == End::kClient ? HandleClosed(talk, reason)
                                : server_->HandleClosed(talk.session);
          },
      .on_cells = nullptr};
  if (options_.on_cells) {
    callbacks.on_cells = [this,
                          &talk](absl::Span<const shaper::CellEvent> cells) {
      options_.on_cells(talk.number, cells);
    };
  }
  return callbacks;
}

shaper::Stream::Options SimUser::StreamOptions(
    shaper::Stream::Role role) const {
  shaper::Stream::Options options;
  options.role = role;
  if (defense_.none) return options;
  options.defense = shaper::Defense{
      .machines = role == shaper::Stream::Role::kClient ? defense_.client
                                                        : defense_.server,
      .defender = defense_.options,
      .cell_size = defense_.cell_size};
  return options;
}

// A connection after the first does not repeat its predecessor's draws.
base::Random SimUser::DefenseRandom(const char* side, const Talk& talk) const {
  std::string name = absl::StrCat("defense/", defense_.name, "/", side, "/",
                                  core_.name(), "/", core_.group(talk.number));
  if (talk.attempts > 1) absl::StrAppend(&name, "/", talk.attempts);
  return base::Random::FromStream(options_.seed, name);
}

void SimUser::HandleUp(Talk& talk) {
  core_.HandleConnected(talk.number, scheduler_->now());
  Settle();
}

void SimUser::Refill(Talk& talk) {
  while (true) {
    const absl::Span<const std::uint8_t> bytes =
        core_.PendingBytes(talk.number);
    if (bytes.empty()) return;
    const std::size_t taken = talk.connection->Write(End::kClient, bytes);
    if (taken == 0) return;
    core_.Consume(talk.number, taken);
  }
}

void SimUser::HandleReadable(Talk& talk) {
  const absl::Span<const std::uint8_t> bytes =
      talk.connection->readable(End::kClient);
  const absl::Status status =
      core_.HandleReceived(talk.number, bytes, scheduler_->now());
  talk.connection->Consume(End::kClient, bytes.size());
  if (!status.ok()) talk.connection->Close(End::kClient);
  Settle();
}

void SimUser::HandleClosed(Talk& talk, absl::string_view reason) {
  core_.HandleClosed(talk.number, reason, scheduler_->now());
  Settle();
}

void SimUser::Settle() {
  const base::Instant now = scheduler_->now();
  while (const std::optional<mgen::User::Event> event = core_.PollEvent()) {
    log_->HandleEvent(first_seat_ + event->conversation, *event);
  }
  while (const std::optional<std::size_t> conversation =
             core_.PollConnect(now)) {
    Connect(talks_[*conversation]);
  }
  while (const std::optional<std::size_t> conversation = core_.PollWritable()) {
    const Talk& talk = talks_[*conversation];
    if (talk.connection) talk.connection->Pump(End::kClient);
  }
  if (timer_) scheduler_->Cancel(*timer_);
  timer_.reset();
  if (const std::optional<base::Instant> due = core_.NextDeadline()) {
    timer_ = scheduler_->At(*due, [this] {
      timer_.reset();
      core_.HandleDeadline(scheduler_->now());
      Settle();
    });
  }
}

}  // namespace lab
