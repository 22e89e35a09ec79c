#include "maybenot/cli/sim_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/entropy/entropy.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "base/terminal/progress_line.h"
#include "base/time.h"
#include "base/units.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/given_machines.h"
#include "maybenot/cli/parallel.h"
#include "maybenot/cli/read_file.h"
#include "maybenot/cli/run_report.h"
#include "maybenot/cli/stopwatch.h"
#include "maybenot/cli/trace_files.h"
#include "maybenot/cli/trace_runs.h"
#include "maybenot/machine.h"
#include "maybenot/simulator/integration.h"
#include "maybenot/simulator/packet_trace.h"
#include "maybenot/simulator/simulation.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
A trace is a file of lines NANOSECONDS,DIRECTION: s or sn for what the client
sent, r or rn for what it received; sp, rp and all behind are passed over. Of a
folder, all files that end in .log are taken, those of its folders too.

What comes out is what the client saw: lines NANOSECONDS,DIRECTION,514, sn and
rn for normal packets, sp and rp for padding, from the first one on. Without
--output it goes to the standard output, of several traces each after "# NAME".

Machines are as for `maybenot show`: strings that begin with 02, files, or -.

Examples:
  maybenot sim trace.log --client front.txt --server front.txt --seed 1
  maybenot fixed 'tamaraw 0.02 1000000' > tamaraw.txt
  maybenot sim traces/ -c tamaraw.txt -s tamaraw.txt -o defended/
  maybenot overhead traces/ defended/
  maybenot sim trace.log -c front.txt --json --all-events | jq '.events[]'

Each trace is simulated with a seed of its own, from --seed and its name, so
that it does not depend on what else is given.)";

class SimCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand(
        "sim", "Simulate traces of packets with machines at both ends.");
    command->footer(kFooter);
    command->add_option("TRACE", traces_, "A trace, a folder of them, or -.")
        ->required();
    AddDefense(*command);
    AddNetwork(*command);
    AddLimits(*command);
    AddOutput(*command);
    return command;
  }

  int Run(const Terminal& terminal) override {
    return ExitCode(Simulate(terminal), terminal);
  }

 private:
  void AddDefense(CLI::App& command) {
    command.add_option("--client,-c", client_, "Machines of the client.");
    command.add_option("--server,-s", server_, "Machines of the server.");
    command.add_option("--seed", seed_,
                       "A 64-bit number; without it a random one, which is "
                       "told.");
    command.add_flag("--same-seed", options_.same_seed,
                     "Simulate each trace with the seed itself.");
    command.add_flag("--strict-reference", options_.arguments.strict_reference,
                     "Keep the defects of the reference's simulator: a block "
                     "of zero length begins and never ends.");
  }

  void AddNetwork(CLI::App& command) {
    command.add_option("--delay", delay_, "One way, as 10ms.")
        ->capture_default_str();
    command.add_option("--pps", options_.arguments.network.packets_per_second,
                       "Packets a second and direction that pass without more "
                       "delay; without it ten times the most that the trace "
                       "has in any 100 ms.");
    command.add_option("--integration", integration_,
                       "A file of six lines, each a distribution in JSON: the "
                       "client's action, reporting and trigger delay, then the "
                       "server's.");
  }

  void AddLimits(CLI::App& command) {
    simulator::Arguments& arguments = options_.arguments;
    command.add_option("--max-padding-frac-client",
                       arguments.client_limits.max_padding_frac,
                       "Of the packets the client sends, in [0, 1]; 0: no "
                       "limit.");
    command.add_option("--max-blocking-frac-client",
                       arguments.client_limits.max_blocking_frac,
                       "Of the time, in [0, 1]; 0: no limit.");
    command.add_option("--max-padding-frac-server",
                       arguments.server_limits.max_padding_frac,
                       "As of the client.");
    command.add_option("--max-blocking-frac-server",
                       arguments.server_limits.max_blocking_frac,
                       "As of the client.");
    command
        .add_option("--max-trace-length", arguments.max_trace_length,
                    "Stop after so many recorded events; 0: no limit.")
        ->capture_default_str();
    command
        .add_option("--max-sim-iterations", arguments.max_sim_iterations,
                    "Stop after so many events; 0: no limit, and some "
                    "machines never stop.")
        ->capture_default_str();
    command.add_flag("--continue",
                     arguments.continue_after_all_normal_packets_processed,
                     "Go on after all normal packets have arrived.");
  }

  void AddOutput(CLI::App& command) {
    CLI::Option* output = command.add_option(
        "--output,-o", output_,
        "A folder: each trace goes into a file of its name.");
    CLI::Option* json = command.add_flag(
        "--json", json_,
        "A line of JSON a trace: trace, seed, stop, iterations, counts, and "
        "without --output its packets.");
    command
        .add_flag("--all-events", all_events_,
                  "With --json: all events of both sides in place of packets.")
        ->needs(json)
        ->excludes(output);
    command.add_option("--threads", threads_, "0: as many as cores.");
  }

  absl::Status Simulate(const Terminal& terminal) {
    RETURN_IF_ERROR(CheckInput());
    ASSIGN_OR_RETURN(const std::vector<TraceFile> files, FindTraces(traces_));
    RETURN_IF_ERROR(Prepare(terminal));
    const Stopwatch stopwatch;
    base::ProgressLine line(terminal.err, terminal.err_is_terminal, "traces");
    const absl::Status status = RunTraces(
        files, options_, threads_ == 0 ? AllCores() : threads_,
        [&](const TraceRun& run) { return Render(run, files.size() > 1); },
        terminal.out,
        [&](std::size_t done) {
          line.Show(done, files.size(), stopwatch.elapsed());
        });
    if (num_cut_ > 0) {
      terminal.err << num_cut_
                   << (num_cut_ == 1 ? " trace was" : " traces were")
                   << " cut off by --max-sim-iterations\n";
    }
    return status;
  }

  // What is read from the standard input is read once.
  absl::Status CheckInput() const {
    std::ptrdiff_t count = 0;
    for (const auto* names : {&traces_, &client_, &server_}) {
      count += std::count(names->begin(), names->end(), "-");
    }
    if (count < 2) return absl::OkStatus();
    return absl::InvalidArgumentError(
        "-, the standard input, can be only one of the traces, the client's "
        "machines and the server's");
  }

  // Reads what the options name.
  absl::Status Prepare(const Terminal& terminal) {
    simulator::Arguments& arguments = options_.arguments;
    ASSIGN_OR_RETURN(options_.client, ReadSide(client_));
    ASSIGN_OR_RETURN(options_.server, ReadSide(server_));
    ASSIGN_OR_RETURN(arguments.network.delay, base::ParseDuration(delay_));
    if (!integration_.empty()) {
      ASSIGN_OR_RETURN(const std::string text, ReadFile(integration_));
      const auto pair = simulator::ParseIntegrationFile(text);
      if (!pair.ok()) return InFile(integration_, pair.status());
      arguments.client_integration = pair->client;
      arguments.server_integration = pair->server;
    }
    arguments.only_network_activity = !all_events_;
    arguments.only_client_events = !all_events_;
    if (seed_) {
      arguments.seed = *seed_;
    } else {
      arguments.seed = base::OpenSslEntropy().NextU64();
      terminal.err << "seed " << arguments.seed << "\n";
    }
    return absl::OkStatus();
  }

  static absl::StatusOr<Machines> ReadSide(
      const std::vector<std::string>& arguments) {
    ASSIGN_OR_RETURN(const std::vector<GivenMachine> given,
                     FindAllMachines(arguments));
    std::vector<Machine> machines;
    for (const GivenMachine& one : given) machines.push_back(one.machine);
    return std::make_shared<const std::vector<Machine>>(std::move(machines));
  }

  // What is printed of `run`, one of several or the only one; its file is
  // written. Called by several threads.
  absl::StatusOr<std::string> Render(const TraceRun& run, bool several) {
    if (run.simulation.stop == simulator::Simulation::Stop::kMaxSimIterations) {
      ++num_cut_;
    }
    std::string packets;
    if (!output_.empty() || !json_) {
      packets = simulator::FormatPacketTrace(
          simulator::ClientPackets(run.simulation.events));
    }
    if (!output_.empty()) {
      const std::string name =
          run.file.name == "-" ? "stdin.log" : run.file.name;
      RETURN_IF_ERROR(base::WriteFile(
          (std::filesystem::path(output_) / name).string(), packets));
      return json_ ? RunAsJson(run, RunDetail::kSummary) : "";
    }
    if (json_) {
      return RunAsJson(run,
                       all_events_ ? RunDetail::kEvents : RunDetail::kPackets);
    }
    return absl::StrCat(several ? absl::StrCat("# ", run.file.name, "\n") : "",
                        packets);
  }

  std::vector<std::string> traces_, client_, server_;
  RunOptions options_ = {.client = nullptr,
                         .server = nullptr,
                         .arguments = {.max_sim_iterations = 1'000'000}};
  std::optional<std::uint64_t> seed_;
  std::string delay_ = "10ms";
  std::string integration_;
  std::string output_;
  std::size_t threads_ = 0;
  std::atomic<std::size_t> num_cut_ = 0;
  bool json_ = false;
  bool all_events_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeSimCommand() {
  return std::make_unique<SimCommand>();
}

}  // namespace maybenot::cli
