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
      log_(log),
      first_seat_(first_seat),
      timer_(scheduler, [this] { host_.HandleTimer(); }),
      host_(options_.user, options_.seed, /*source=*/nullptr, this),
      up_(MakeLink(options_, "up")),
      down_(MakeLink(options_, "down")) {
  for (std::size_t i = 0; i < options_.user.conversations.size(); ++i) {
    talks_.emplace_back(server->host());
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
    talk.connection->end(End::kClient).Pump();
    talk.connection->end(End::kServer).Pump();
  }
}

void SimUser::FlushCells() {
  for (const Talk& talk : talks_) {
    if (talk.connection) talk.connection->end(End::kClient).FlushCells();
  }
}

void SimUser::Dial(std::size_t conversation) {
  Talk& talk = talks_[conversation];
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
      std::array{DefenseRandom("client", conversation),
                 DefenseRandom("server", conversation)},
      std::array<shaper::StreamEnd::Application*, 2>{
          host_.application(conversation), &talk.session});
  talk.connection->end(End::kClient).SetMeter(&talk.up);
  talk.connection->end(End::kServer).SetMeter(&talk.down);
  if (!options_.on_cells) return;
  talk.connection->end(End::kClient)
      .SetOnCells(
          [this, conversation](absl::Span<const shaper::CellEvent> cells) {
            options_.on_cells(conversation, cells);
          });
}

void SimUser::HandleEvent(const mgen::User::Event& event) {
  log_->HandleEvent(first_seat_ + event.conversation, event);
}

shaper::Stream::Options SimUser::StreamOptions(
    shaper::Stream::Role role) const {
  shaper::Stream::Options options;
  options.role = role;
  options.record_cells =
      role == shaper::Stream::Role::kClient && options_.on_cells != nullptr;
  if (defense_.none) return options;
  options.defense = shaper::Defense{
      .machines = role == shaper::Stream::Role::kClient ? defense_.client
                                                        : defense_.server,
      .defender = defense_.options,
      .cell_size = defense_.cell_size};
  return options;
}

// A connection after the first does not repeat its predecessor's draws.
base::Random SimUser::DefenseRandom(const char* side,
                                    std::size_t conversation) const {
  std::string name =
      absl::StrCat("defense/", defense_.name, "/", side, "/",
                   host_.core().name(), "/", host_.core().group(conversation));
  const std::uint64_t attempts = talks_[conversation].attempts;
  if (attempts > 1) absl::StrAppend(&name, "/", attempts);
  return base::Random::FromStream(options_.seed, name);
}

}  // namespace lab
