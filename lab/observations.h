// What a backend saw of one run: one defense, one seed. Metrics are made of
// nothing else, whichever backend ran.
//
//   |-- warm-up --|-- measured: cells are counted --|-- drain --|
//                  messages sent here are followed until the end of the drain
#ifndef LAB_OBSERVATIONS_H_
#define LAB_OBSERVATIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "tunnel/shaper/meter.h"

namespace lab {

// One message on its way to one other member of its group.
struct Delivery {
  std::size_t recipient;  // A user.
  std::optional<base::Instant> received;
  std::optional<base::Instant> receipted;  // Its receipt reached the sender.
  std::uint32_t duplicates = 0;  // The recipient saw it again as a new one.
};

struct Message {
  std::uint32_t id;
  std::uint32_t blocks;  // As the model drew it.
  base::Instant sent;    // When the model sent it: queueing counts as delay.
  std::vector<Delivery> deliveries;
};

// One direction of one conversation's connections (all of them, if it had to
// reconnect), as its sender saw it.
using Direction = shaper::Measured;

// One user in one group.
struct ConversationObservations {
  std::size_t user;
  std::size_t group;
  Direction up;                   // To the server.
  Direction down;                 // From it.
  std::vector<Message> messages;  // Own ones, sent within the measured time.
  std::uint64_t dropped = 0;      // Own ones, for want of room; whole run.
  std::uint64_t failed_connections = 0;  // Whole run.
};

struct Observations {
  std::string defense;
  std::uint64_t seed = 0;
  base::Duration measured = base::Duration(0);
  // By user, then group: the same order in all runs of one experiment.
  std::vector<ConversationObservations> conversations;
  std::uint64_t events = 0;  // That the backend handled; for its speed.
};

}  // namespace lab

#endif  // LAB_OBSERVATIONS_H_
