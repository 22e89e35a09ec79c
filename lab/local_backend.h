// Runs one defense of an experiment in real time: the programs mgen-server and
// mgen-client on loopback.
#ifndef LAB_LOCAL_BACKEND_H_
#define LAB_LOCAL_BACKEND_H_

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/interrupt.h"
#include "lab/observations.h"
#include "lab/programs.h"

namespace lab {

struct LocalOptions {
  Programs programs = {};
  // If set: a signal ends the run.
  const Interrupt* interrupt = nullptr;
  // If set: told how far the run is, at least each second.
  std::function<void(base::Instant now)> on_progress = nullptr;
};

// As RunSim, on the same timeline and with the same draws of the models; their
// times vary with the machine by milliseconds, and lateness adds up. The link
// is loopback: the experiment's is not looked at. Takes as long as the
// experiment says, and a moment more; leaves no process and no file behind.
// Errors: all begin with the defense and seed. kFailedPrecondition if a user
// could not register in time; kDeadlineExceeded if the machine is too slow for
// this population; kCancelled by `interrupt`; kUnavailable for a program that
// failed, with its last words; kInternal for one that contradicts itself.
absl::StatusOr<Observations> RunLocal(const Experiment& experiment,
                                      const DefenseSpec& defense,
                                      std::uint64_t seed,
                                      const LocalOptions& options);

}  // namespace lab

#endif  // LAB_LOCAL_BACKEND_H_
