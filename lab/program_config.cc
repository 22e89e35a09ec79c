#include "lab/program_config.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "maybenot/defender.h"
#include "maybenot/machine.h"
#include "mgen/model.h"

namespace lab {
namespace {

constexpr const char* kClientMachines = "client_machines.txt";
constexpr const char* kServerMachines = "server_machines.txt";
constexpr std::int64_t kNanoseconds = 1'000'000'000;

std::string InSeconds(base::Duration d) {
  return absl::StrFormat("%d.%09d", d.count() / kNanoseconds,
                         d.count() % kNanoseconds);
}

absl::StatusOr<std::string> MachinesText(const maybenot::Machines& machines) {
  std::string text;
  for (const maybenot::Machine& machine : *machines) {
    ASSIGN_OR_RETURN(const std::string line, machine.Serialize());
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

// One side's, a key a line, each after `indent`.
std::string DefenseYaml(const DefenseSpec& defense,
                        const maybenot::Machines& machines,
                        absl::string_view machines_file,
                        absl::string_view indent) {
  const maybenot::Defender::Options& options = defense.options;
  std::string yaml;
  if (!machines->empty()) {
    absl::StrAppend(&yaml, indent, "machines: ", machines_file, "\n");
  }
  absl::StrAppendFormat(
      &yaml,
      "%1$smax_padding_frac: %2$.17g\n"
      "%1$smax_blocking_frac: %3$.17g\n"
      "%1$squeue: %4$d\n"
      "%1$scell_size: %5$d\n"
      "%1$srestart: %6$s\n",
      indent, options.limits.max_padding_frac, options.limits.max_blocking_frac,
      options.queue_packets, defense.cell_size,
      options.restart == maybenot::Defender::Restart::kWhenEnded ? "when_ended"
                                                                 : "never");
  return yaml;
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> SharedFiles(
    const Experiment& experiment, const DefenseSpec& defense) {
  std::map<std::string, std::string> files =
      experiment.distributions_text.weights_files;
  if (defense.none) return files;
  ASSIGN_OR_RETURN(files[kClientMachines], MachinesText(defense.client));
  ASSIGN_OR_RETURN(files[kServerMachines], MachinesText(defense.server));
  files[kServerDefenseFile] =
      DefenseYaml(defense, defense.server, kServerMachines, "");
  return files;
}

std::string ClientYaml(const ClientRun& run, absl::Span<const Seat> seats) {
  BASE_CHECK(!seats.empty());
  const Experiment& experiment = run.experiment;
  std::string yaml = absl::StrCat(
      "user: ", Experiment::UserName(seats.front().user), "\n",
      "message_server: ", run.server, "\n", "web_server: ", run.server, "\n",
      "bootstrap: ", InSeconds(run.bootstrap), "\n",
      "retry: ", InSeconds(experiment.retry), "\n", "w_mode: ",
      experiment.wait_mode == mgen::WaitMode::kDeadline ? "deadline"
                                                        : "inactivity",
      "\n", "seed: ", run.seed, "\n",
      "distributions: ", experiment.distributions_text.yaml, "\n");
  if (!run.defense.none) {
    absl::StrAppend(
        &yaml, "defense:\n",
        DefenseYaml(run.defense, run.defense.client, kClientMachines, "  "));
  }
  absl::StrAppend(&yaml, "conversations:\n");
  for (const Seat& seat : seats) {
    absl::StrAppend(&yaml, "  - group: ", experiment.groups[seat.group].name,
                    "\n");
  }
  return yaml;
}

}  // namespace lab
