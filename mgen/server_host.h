// The host of a message server: moves bytes between its connections' ends and
// the core, and tells the core the time. The simulation and mgen-server run
// this one; what differs is below the ends.
#ifndef MGEN_SERVER_HOST_H_
#define MGEN_SERVER_HOST_H_

#include <cstddef>
#include <map>
#include <optional>

#include "absl/strings/string_view.h"
#include "base/time.h"
#include "mgen/message_server.h"
#include "mgen/wire.h"
#include "tunnel/shaper/stream_end.h"

namespace mgen {

class ServerHost {
 public:
  class Environment {
   public:
    virtual base::Instant now() const = 0;
    // HandleTimer() is wanted at `at`, in place of what was wanted before.
    virtual void SetTimer(std::optional<base::Instant> at) = 0;
    virtual void HandleEvent(const MessageServer::Event& event) = 0;
    // The connection's handshake is done: it is this member's, and its
    // predecessor, if there was one, is down.
    virtual void HandleMember(shaper::StreamEnd& end,
                              const Handshake& member) = 0;

   protected:
    ~Environment() = default;
  };

  // What a connection's end is to the server. Outlives the end; owned by
  // whoever owns that.
  class Session final : public shaper::StreamEnd::Application {
   public:
    explicit Session(ServerHost* host) : host_(host) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void HandleUp(shaper::StreamEnd& end) override {
      host_->HandleUp(*this, end);
    }
    void Refill(shaper::StreamEnd&) override { host_->Refill(*this); }
    void HandleReadable(shaper::StreamEnd&) override {
      host_->HandleReadable(*this);
    }
    void HandleClosed(shaper::StreamEnd&, absl::string_view reason) override {
      host_->HandleClosed(*this, reason);
    }

   private:
    friend class ServerHost;
    ServerHost* host_;
    shaper::StreamEnd* end_ = nullptr;
    std::optional<MessageServer::ConnectionId> id_;  // While it is known.
    bool is_member_ = false;
  };

  // `environment` outlives this.
  ServerHost(MessageServer::Options options, Environment* environment);
  ServerHost(const ServerHost&) = delete;
  ServerHost& operator=(const ServerHost&) = delete;

  // The window begins, at the environment's present.
  void Start() { Settle(); }
  void HandleTimer();

  // That the server knows of: up, and not yet closed.
  std::size_t connections() const { return sessions_.size(); }

 private:
  using Id = MessageServer::ConnectionId;

  void HandleUp(Session& session, shaper::StreamEnd& end);
  void Refill(Session& session);
  void HandleReadable(Session& session);
  void HandleClosed(Session& session, absl::string_view reason);
  void Read(Session& session);
  void Forget(Session& session);
  void TellEvents();
  void CloseUnwanted();
  // After any call of the core: its events, wishes and next deadline.
  void Settle();

  Environment* environment_;
  MessageServer core_;
  std::map<Id, Session*> sessions_;
  std::optional<base::Instant> timer_at_;
};

}  // namespace mgen

#endif  // MGEN_SERVER_HOST_H_
