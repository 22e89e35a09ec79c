// The host of one simulated user: its access links, and a connection for each
// of its conversations.
#ifndef LAB_SIM_USER_H_
#define LAB_SIM_USER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/types/span.h"
#include "base/random.h"
#include "base/time.h"
#include "lab/defense_spec.h"
#include "lab/message_log.h"
#include "lab/sim_connection.h"
#include "lab/sim_server.h"
#include "mgen/server_host.h"
#include "mgen/user.h"
#include "mgen/user_host.h"
#include "sim/link.h"
#include "sim/scheduler.h"
#include "sim/timer.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/meter.h"
#include "tunnel/shaper/stream.h"

namespace lab {

class SimUser final : private mgen::UserHost::Environment {
 public:
  struct Options {
    mgen::User::Options user;
    std::uint64_t seed = 0;
    sim::Link::Options link;  // Each way, shared by all conversations.
    // If set: see StreamEnd::SetOnCells.
    std::function<void(std::size_t conversation,
                       absl::Span<const shaper::CellEvent>)>
        on_cells;
  };

  // All pointers outlive this; so does `defense`. The conversations' seats in
  // `log` follow one another from `first_seat` on.
  SimUser(sim::Scheduler* scheduler, Options options,
          const DefenseSpec& defense, SimServer* server, MessageLog* log,
          std::size_t first_seat);
  SimUser(const SimUser&) = delete;
  SimUser& operator=(const SimUser&) = delete;

  // Begins, at the scheduler's present.
  void Start() { host_.Start(); }

  // Breaks the conversation's connection, if there is one.
  void Reset(std::size_t conversation);
  // Writes what is due on either end, and so brings statistics up to now.
  void Pump();
  void FlushCells();

  std::size_t conversations() const { return talks_.size(); }
  // What the client's end, the server's end of a conversation wrote.
  shaper::Meter& up(std::size_t conversation) {
    return talks_[conversation].up;
  }
  shaper::Meter& down(std::size_t conversation) {
    return talks_[conversation].down;
  }

 private:
  using End = SimConnection::End;

  struct Talk {
    explicit Talk(mgen::ServerHost* server) : session(server) {}

    shaper::Meter up, down;  // Outlive the connection, as the session does.
    mgen::ServerHost::Session session;
    std::shared_ptr<SimConnection> connection;
    std::uint64_t attempts = 0;
  };

  base::Instant now() const override { return scheduler_->now(); }
  void SetTimer(std::optional<base::Instant> at) override { timer_.Set(at); }
  void Dial(std::size_t conversation) override;
  void HandleEvent(const mgen::User::Event& event) override;

  shaper::Stream::Options StreamOptions(shaper::Stream::Role role) const;
  base::Random DefenseRandom(const char* side, std::size_t conversation) const;

  sim::Scheduler* scheduler_;
  Options options_;
  const DefenseSpec& defense_;
  MessageLog* log_;
  std::size_t first_seat_;
  sim::Timer timer_;
  mgen::UserHost host_;
  sim::Link up_, down_;
  std::deque<Talk> talks_;  // Connections hold their addresses.
};

}  // namespace lab

#endif  // LAB_SIM_USER_H_
