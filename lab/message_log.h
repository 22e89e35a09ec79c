// Follows each message of a run from its sender to its recipients and back.
#ifndef LAB_MESSAGE_LOG_H_
#define LAB_MESSAGE_LOG_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/time.h"
#include "lab/experiment.h"
#include "lab/observations.h"
#include "mgen/user.h"

namespace lab {

// A conversation's place: one user in one group.
struct Seat {
  std::size_t user;
  std::size_t group;
};

// All seats, by user and then group: the order of Observations.
std::vector<Seat> Seats(const Experiment& experiment);

class MessageLog {
 public:
  // Messages sent within [begin, end) are followed. `experiment` outlives this.
  MessageLog(const Experiment& experiment, base::Instant begin,
             base::Instant end);

  // What happened in the conversation at seat `seat`.
  void HandleEvent(std::size_t seat, const mgen::User::Event& event);

  // Receipts that are still due.
  std::uint64_t outstanding() const { return outstanding_; }

  // Moves messages, dropped and failed_connections into `conversations`, one a
  // seat.
  void MoveTo(std::vector<ConversationObservations>& conversations);

 private:
  struct Conversation {
    Seat seat;
    std::vector<Message> messages;  // Of consecutive ids.
    std::uint64_t dropped = 0;
    std::uint64_t failed_connections = 0;
  };

  // The delivery of message `id` of `sender` to `recipient` in `group`, or null
  // if it is not followed.
  Delivery* Find(absl::string_view sender, std::size_t group, std::uint32_t id,
                 std::size_t recipient);
  void HandleSend(Conversation& conversation, base::Instant at,
                  const mgen::User::Send& send);

  const Experiment& experiment_;
  base::Instant begin_, end_;
  std::vector<Conversation> conversations_;
  // (user's name, group) -> seat.
  std::map<std::pair<std::string, std::size_t>, std::size_t, std::less<>>
      seats_;
  std::uint64_t outstanding_ = 0;
};

}  // namespace lab

#endif  // LAB_MESSAGE_LOG_H_
