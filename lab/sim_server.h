// The host of the simulation's message server: moves its bytes between sessions
// and connections, and its deadlines through the scheduler.
#ifndef LAB_SIM_SERVER_H_
#define LAB_SIM_SERVER_H_

#include <cstddef>
#include <map>
#include <optional>

#include "base/time.h"
#include "lab/sim_connection.h"
#include "mgen/message_server.h"
#include "sim/scheduler.h"

namespace lab {

class SimServer {
 public:
  using Id = mgen::MessageServer::ConnectionId;

  // One connection's server end. Owned by whoever owns the connection, and
  // known to the server from HandleUp until HandleClosed; both take part in all
  // calls below, which are the connection's callbacks.
  struct Session {
    SimConnection* connection = nullptr;
    std::optional<Id> id;
  };

  SimServer(sim::Scheduler* scheduler, mgen::MessageServer::Options options);

  void HandleUp(Session& session);
  void Refill(Session& session);
  void HandleReadable(Session& session);
  void HandleClosed(Session& session);

  // Conversations that have registered so far.
  std::size_t registered() const { return registered_; }

 private:
  void Read(Session& session);
  void Forget(Session& session);
  // After any call of the core: its events, wishes and next deadline.
  void Settle();

  sim::Scheduler* scheduler_;
  mgen::MessageServer core_;
  std::optional<sim::Scheduler::EventId> timer_;
  std::map<Id, Session*> sessions_;
  std::size_t registered_ = 0;
};

}  // namespace lab

#endif  // LAB_SIM_SERVER_H_
