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
#include "lab/cell_meter.h"
#include "lab/defense_spec.h"
#include "lab/message_log.h"
#include "lab/sim_connection.h"
#include "lab/sim_server.h"
#include "mgen/user.h"
#include "sim/link.h"
#include "sim/scheduler.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/stream.h"

namespace lab {

class SimUser {
 public:
  struct Options {
    mgen::User::Options user;
    std::uint64_t seed = 0;
    sim::Link::Options link;  // Each way, shared by all conversations.
    // If set: see SimConnection::Callbacks.
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
  void Start() { Settle(); }

  // Breaks the conversation's connection, if there is one.
  void Reset(std::size_t conversation);
  // Writes what is due on either end, and so brings statistics up to now.
  void Pump();
  void FlushCells();

  std::size_t conversations() const { return talks_.size(); }
  CellMeter& meter(std::size_t conversation) {
    return talks_[conversation].meter;
  }

 private:
  using End = SimConnection::End;

  struct Talk {
    std::size_t number;  // Of the conversation.
    CellMeter meter;     // Outlives the connection.
    SimServer::Session session;
    std::shared_ptr<SimConnection> connection;
    std::uint64_t attempts = 0;
  };

  void Connect(Talk& talk);
  SimConnection::Callbacks CallbacksFor(Talk& talk);
  shaper::Stream::Options StreamOptions(shaper::Stream::Role role) const;
  base::Random DefenseRandom(const char* side, const Talk& talk) const;

  void HandleUp(Talk& talk);
  void Refill(Talk& talk);
  void HandleReadable(Talk& talk);
  void HandleClosed(Talk& talk, absl::string_view reason);
  // After any call of the core: its events, wishes and next deadline.
  void Settle();

  sim::Scheduler* scheduler_;
  Options options_;
  const DefenseSpec& defense_;
  SimServer* server_;
  MessageLog* log_;
  std::size_t first_seat_;
  mgen::User core_;
  sim::Link up_, down_;
  std::deque<Talk> talks_;  // Connections hold their addresses.
  std::optional<sim::Scheduler::EventId> timer_;
};

}  // namespace lab

#endif  // LAB_SIM_USER_H_
