// What mgen-client and mgen-server are told to run an experiment, as text for
// the files of the folder that both run in.
#ifndef LAB_PROGRAM_CONFIG_H_
#define LAB_PROGRAM_CONFIG_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/message_log.h"

namespace lab {

inline constexpr const char* kServerDefenseFile = "server_defense.yaml";

// By name: machines of both sides and weights, which the configurations name,
// and the server's defense, if there is one.
// Errors: kInvalidArgument for a machine that has no text.
absl::StatusOr<std::map<std::string, std::string>> SharedFiles(
    const Experiment& experiment, const DefenseSpec& defense);

struct ClientRun {
  const Experiment& experiment;
  const DefenseSpec& defense;
  std::uint64_t seed;
  std::string server;        // "ADDR:PORT"
  base::Duration bootstrap;  // In place of the experiment's.
};

// One user's configuration; mgen/client_config.h has the keys. Each
// conversation draws what it draws in the simulation.
// Requires: `seats` are one user's, at least one.
std::string ClientYaml(const ClientRun& run, absl::Span<const Seat> seats);

}  // namespace lab

#endif  // LAB_PROGRAM_CONFIG_H_
