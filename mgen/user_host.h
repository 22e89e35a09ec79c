// The host of one user: has each conversation dialled, moves bytes between its
// connection's end and the core, and tells the core the time. The simulation
// and mgen-client run this one; what differs is below the ends.
#ifndef MGEN_USER_HOST_H_
#define MGEN_USER_HOST_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"
#include "mgen/user.h"
#include "tunnel/shaper/stream_end.h"

namespace mgen {

class UserHost {
 public:
  class Environment {
   public:
    virtual base::Instant now() const = 0;
    // HandleTimer() is wanted at `at`, in place of what was wanted before.
    virtual void SetTimer(std::optional<base::Instant> at) = 0;
    // Make a connection for the conversation, with application(conversation)
    // above its end: from now on it hears HandleUp or HandleClosed. The one
    // before, if there is any, is of no more use. Calls nothing here.
    virtual void Dial(std::size_t conversation) = 0;
    virtual void HandleEvent(const User::Event& event) = 0;

   protected:
    ~Environment() = default;
  };

  // `environment` outlives this. Seed and source: as User's.
  UserHost(User::Options options, std::uint64_t seed,
           base::EntropySource* source, Environment* environment);
  UserHost(const UserHost&) = delete;
  UserHost& operator=(const UserHost&) = delete;

  // Begins, at the environment's present.
  void Start() { Settle(); }
  void HandleTimer();

  // The attempt failed before there was an end for it.
  void HandleFailed(std::size_t conversation, absl::string_view reason);

  shaper::StreamEnd::Application* application(std::size_t conversation) {
    return &talks_[conversation];
  }
  const User& core() const { return core_; }

 private:
  // A conversation, and its connection's end while that is up.
  class Talk final : public shaper::StreamEnd::Application {
   public:
    Talk(UserHost* host, std::size_t number) : host_(host), number_(number) {}

    void HandleUp(shaper::StreamEnd& end) override;
    void Refill(shaper::StreamEnd& end) override;
    void HandleReadable(shaper::StreamEnd& end) override;
    void HandleClosed(shaper::StreamEnd& end,
                      absl::string_view reason) override;

    shaper::StreamEnd* end = nullptr;

   private:
    UserHost* host_;
    std::size_t number_;
  };

  // After any call of the core: its events, wishes and next deadline.
  void Settle();

  Environment* environment_;
  User core_;
  std::vector<Talk> talks_;
  std::optional<base::Instant> timer_at_;
};

}  // namespace mgen

#endif  // MGEN_USER_HOST_H_
