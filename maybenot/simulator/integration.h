// How a host's own delays stand between a machine and the wire.
#ifndef MAYBENOT_SIMULATOR_INTEGRATION_H_
#define MAYBENOT_SIMULATOR_INTEGRATION_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/simulator/bin_dist.h"
#include "maybenot/simulator/queued_event.h"

namespace maybenot::simulator {

// As where machines run in user space and packets in the kernel.
// SOURCE: spec/maybenot.md section 5, "Integration".
struct Integration {
  BinDist action;     // From the decision to send or block until it happens.
  BinDist reporting;  // From what happens until the framework is told.
  BinDist trigger;    // From the end of an action's timeout until it is seen.
};

// Of client and server.
struct IntegrationPair {
  Integration client;
  Integration server;
};

// Six lines of JSON, each a BinDist: the client's action, reporting and trigger
// delay, then the server's. What follows is left out.
// Errors: kInvalidArgument with the line; those of BinDist::Parse.
absl::StatusOr<IntegrationPair> ParseIntegrationFile(absl::string_view text);

// Draws the delays of one side; without an integration all are zero.
class IntegrationDelays {
 public:
  // `random` is its own: what the machines draw does not depend on it.
  IntegrationDelays(std::optional<Integration> integration,
                    base::Random random);

  IntegrationDelay Action() { return Draw(&Integration::action); }
  IntegrationDelay Reporting() { return Draw(&Integration::reporting); }
  IntegrationDelay Trigger() { return Draw(&Integration::trigger); }

 private:
  IntegrationDelay Draw(BinDist Integration::* which) {
    if (!integration_) return IntegrationDelay{0};
    return (*integration_.*which).Sample(random_);
  }

  std::optional<Integration> integration_;
  base::Random random_;
};

}  // namespace maybenot::simulator

#endif  // MAYBENOT_SIMULATOR_INTEGRATION_H_
