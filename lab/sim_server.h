// The simulation's message server, in virtual time.
#ifndef LAB_SIM_SERVER_H_
#define LAB_SIM_SERVER_H_

#include <cstddef>
#include <optional>

#include "base/time.h"
#include "mgen/message_server.h"
#include "mgen/server_host.h"
#include "mgen/wire.h"
#include "sim/scheduler.h"
#include "sim/timer.h"
#include "tunnel/shaper/stream_end.h"

namespace lab {

class SimServer final : private mgen::ServerHost::Environment {
 public:
  SimServer(sim::Scheduler* scheduler, mgen::MessageServer::Options options)
      : scheduler_(scheduler),
        timer_(scheduler, [this] { host_.HandleTimer(); }),
        host_(options, this) {
    host_.Start();
  }

  mgen::ServerHost* host() { return &host_; }

  // Conversations that have registered so far.
  std::size_t registered() const { return registered_; }

 private:
  base::Instant now() const override { return scheduler_->now(); }
  void SetTimer(std::optional<base::Instant> at) override { timer_.Set(at); }
  void HandleEvent(const mgen::MessageServer::Event& event) override;
  void HandleMember(shaper::StreamEnd&, const mgen::Handshake&) override {}

  sim::Scheduler* scheduler_;
  sim::Timer timer_;
  std::size_t registered_ = 0;
  mgen::ServerHost host_;
};

}  // namespace lab

#endif  // LAB_SIM_SERVER_H_
