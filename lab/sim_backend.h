// Runs one defense of an experiment in virtual time, in one process: the same
// users, message server and streams as the programs', over simulated links.
#ifndef LAB_SIM_BACKEND_H_
#define LAB_SIM_BACKEND_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/observations.h"
#include "tunnel/shaper/cell_record.h"

namespace lab {

struct SimOptions {
  // Breaks the connection of a user in a group; both are indices.
  struct Reset {
    std::size_t user;
    std::size_t group;
    base::Instant at;
  };
  std::vector<Reset> resets;

  // If set: each connection's cells as its client saw them, in order, every
  // now and then; over the whole run.
  std::function<void(std::size_t user, std::size_t group,
                     absl::Span<const shaper::CellEvent> cells)>
      on_cells;

  // If set: told how far the run is, every now and then.
  std::function<void(base::Instant now)> on_progress;
};

// Deterministic: equal arguments, equal observations. Each role draws from a
// stream of its own ("model/USER/GROUP", "loss/USER/up",
// "defense/NAME/client/USER/GROUP"), so that a defense moves nothing else.
// Connections are made within the first second, and the server's registration
// is open for the bootstrap time, but at least 5 s.
// Errors: kFailedPrecondition if a user could not register in that time.
absl::StatusOr<Observations> RunSim(const Experiment& experiment,
                                    const DefenseSpec& defense,
                                    std::uint64_t seed,
                                    const SimOptions& options);

// How long a run takes at most, in virtual time.
base::Instant EndOf(const Experiment& experiment);

}  // namespace lab

#endif  // LAB_SIM_BACKEND_H_
