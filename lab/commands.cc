#include "lab/commands.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <filesystem>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/files/files.h"
#include "base/proto_json.h"
#include "base/status_macros.h"
#include "base/terminal/progress_line.h"
#include "base/time.h"
#include "base/units.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/interrupt.h"
#include "lab/local_backend.h"
#include "lab/programs.h"
#include "lab/report.h"
#include "lab/results.pb.h"
#include "lab/runner.h"
#include "lab/sim_backend.h"
#include "sim/link.h"

namespace lab {
namespace {

constexpr absl::string_view kVersion = "0.1.0";
constexpr std::uint64_t kMaxSeeds = 10000;
constexpr std::size_t kMaxThreads = 256;

constexpr const char* kExamples =
    R"(Examples:
  lab run docs/examples/quick.yaml
  lab run quick.yaml --seeds 1..10 --out results
  lab run quick.yaml --json | jq .defenses[1].runs[0].overhead
  lab run quick.yaml --traces traces     traces/front/u00001-dyad1.log
  lab run docs/examples/equal.yaml --backend local
  lab check quick.yaml

Exit codes: 0 done; 1 the experiment is wrong, or its run failed; 2 the call is
wrong.)";

struct Arguments {
  std::string file;
  std::optional<std::uint64_t> seed;
  std::string seeds, out, traces;
  std::string backend = "sim", programs;
  bool json = false;
  std::size_t threads = 0;
};

absl::StatusOr<Experiment> Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string yaml, base::ReadFile(path));
  const std::filesystem::path folder =
      std::filesystem::path(path).parent_path();
  const FileReader read_file = [&folder](absl::string_view name) {
    return base::ReadFile((folder / std::string(name)).string());
  };
  return ParseExperiment(yaml, path, read_file);
}

std::string HostName() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string TimeOfDay(std::chrono::system_clock::time_point at) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text.data();
}

base::Duration Since(std::chrono::steady_clock::time_point start) {
  return std::chrono::steady_clock::now() - start;
}

// What is wrong with options that are each right, or "".
std::string CheckTogether(const Arguments& arguments) {
  if (arguments.backend == "sim") {
    return arguments.programs.empty()
               ? ""
               : "--programs is for --backend local; the simulation runs none";
  }
  if (arguments.threads > 1) {
    return absl::StrCat(
        "--threads ", arguments.threads,
        ": runs of --backend local are one at a time, since two would take "
        "each other's processor time; expected 1");
  }
  if (!arguments.traces.empty()) {
    return "--traces: the programs of --backend local write none; use "
           "--backend "
           "sim";
  }
  return "";
}

absl::StatusOr<LocalOptions> Local(const Arguments& arguments,
                                   const Experiment& experiment,
                                   std::ostream& err) {
  LocalOptions local;
  ASSIGN_OR_RETURN(local.programs,
                   FindPrograms(arguments.programs.empty()
                                    ? DefaultProgramFolders()
                                    : std::vector{arguments.programs}));
  const sim::Link::Options& link = experiment.link;
  err << absl::StrCat(
             "lab: loopback is as fast as it is: the experiment's link (rate ",
             link.rate_bits_per_second == 0
                 ? "unlimited"
                 : absl::StrCat(link.rate_bits_per_second, " bit/s"),
             ", delay ", base::FormatDuration(link.delay), ", loss ", link.loss,
             ", queue ",
             link.queue_bytes == 0
                 ? "unlimited"
                 : base::FormatSize(static_cast<double>(link.queue_bytes)),
             ") is not looked at\n")
      << std::flush;
  return local;
}

absl::StatusOr<RunnerOptions> Options(const Arguments& arguments,
                                      const Experiment& experiment,
                                      std::ostream& err) {
  RunnerOptions options;
  options.seeds = {arguments.seed.value_or(experiment.seed)};
  if (!arguments.seeds.empty()) {
    ASSIGN_OR_RETURN(options.seeds, ParseSeeds(arguments.seeds));
  }
  options.traces = arguments.traces;
  if (arguments.backend == "local") {
    ASSIGN_OR_RETURN(options.local, Local(arguments, experiment, err));
    return options;
  }
  const std::size_t threads =
      arguments.threads > 0
          ? arguments.threads
          : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  options.threads =
      std::min(threads, options.seeds.size() * experiment.defenses.size());
  return options;
}

absl::StatusOr<Outcome> RunWithProgress(const Experiment& experiment,
                                        RunnerOptions& options,
                                        Terminal terminal) {
  // Programs are ended in order, and their files removed.
  std::optional<Interrupt> interrupt;
  if (options.local) {
    options.local->interrupt = &interrupt.emplace();
  }
  const auto start = std::chrono::steady_clock::now();
  base::ProgressLine line(terminal.err, terminal.err_is_terminal, "runs");
  options.on_progress = [&line, start](double fraction, std::size_t done,
                                       std::size_t all) {
    line.Show(fraction, done, all, Since(start));
  };
  return RunExperiment(experiment, options);
}

absl::Status Run(const Arguments& arguments,
                 const std::vector<std::string>& command, Terminal terminal) {
  const auto started = std::chrono::system_clock::now();
  const auto start = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(const Experiment experiment, Load(arguments.file));
  ASSIGN_OR_RETURN(RunnerOptions options,
                   Options(arguments, experiment, terminal.err));
  ASSIGN_OR_RETURN(const Outcome outcome,
                   RunWithProgress(experiment, options, terminal));
  const std::string json = base::ToJson(outcome.results);
  terminal.out << (arguments.json ? json : Report(outcome.results))
               << std::flush;
  if (arguments.out.empty()) return absl::OkStatus();
  results::RunInfo info;
  info.set_version(std::string(kVersion));
  info.add_command("lab");
  for (const std::string& word : command) info.add_command(word);
  info.set_host(HostName());
  info.set_started(TimeOfDay(started));
  info.set_wall_seconds(base::ToSeconds(Since(start)));
  info.set_threads(static_cast<std::uint32_t>(options.threads));
  if (!options.local) {
    info.set_virtual_seconds(
        base::ToSeconds(EndOf(experiment) - base::Instant{}) *
        static_cast<double>(options.seeds.size() * experiment.defenses.size()));
  }
  info.set_events(outcome.events);
  RETURN_IF_ERROR(base::WriteFile(arguments.out + "/results.json", json));
  return base::WriteFile(arguments.out + "/run.json", base::ToJson(info));
}

absl::Status Check(const Arguments& arguments, Terminal terminal) {
  ASSIGN_OR_RETURN(const Experiment experiment, Load(arguments.file));
  std::vector<std::string> names;
  for (const DefenseSpec& defense : experiment.defenses) {
    names.push_back(defense.name);
  }
  terminal.out << absl::StrCat(
      arguments.file, ": valid. ", experiment.name, ": ", experiment.users,
      " users in ", experiment.groups.size(), " groups; ",
      base::FormatDuration(experiment.duration), " measured after ",
      base::FormatDuration(experiment.warmup),
      "; defenses: ", absl::StrJoin(names, ", "), "\n");
  return absl::OkStatus();
}

// Fills `arguments`, and `chosen` with what to do.
void Describe(CLI::App& app, Arguments& arguments,
              std::function<absl::Status()>& chosen,
              std::function<absl::Status()> run,
              std::function<absl::Status()> check) {
  app.require_subcommand(1);
  app.footer(kExamples);
  app.set_version_flag("--version", std::string(kVersion));
  CLI::App* run_app = app.add_subcommand(
      "run",
      "Run an experiment, in virtual time or by the real programs, and print "
      "what each defense costs.");
  run_app
      ->add_option("EXPERIMENT", arguments.file,
                   "The experiment; docs/experiments.md has the keys")
      ->required();
  CLI::Option* seed = run_app->add_option("--seed", arguments.seed,
                                          "Instead of the experiment's own");
  run_app
      ->add_option("--seeds", arguments.seeds,
                   "A..B: a run for each, means and 95 % intervals")
      ->excludes(seed)
      ->check([](const std::string& text) {
        return std::string(ParseSeeds(text).status().message());
      });
  run_app->add_option("--out", arguments.out,
                      "Write results.json and run.json to this folder");
  run_app->add_flag("--json", arguments.json,
                    "Print results.json instead of tables");
  run_app->add_option("--traces", arguments.traces,
                      "Write each connection's cells to "
                      "DIR[/seed-N]/DEFENSE/USER-GROUP.log, as lines "
                      "nanoseconds,sn|rn|sp|rp,size");
  run_app
      ->add_option("--threads", arguments.threads,
                   "Runs at a time; default: as the machine has")
      ->check(CLI::Range(std::size_t{1}, kMaxThreads));
  run_app
      ->add_option("--backend", arguments.backend,
                   "sim: simulated, in virtual time. local: mgen-server and "
                   "mgen-client on loopback, in real time")
      ->capture_default_str()
      ->check(CLI::IsMember({"sim", "local"}));
  run_app->add_option("--programs", arguments.programs,
                      "Folder of mgen-server and mgen-client; default: lab's, "
                      "or the build's");
  run_app->footer(kExamples);
  run_app->callback([&chosen, &arguments, run = std::move(run)] {
    const std::string wrong = CheckTogether(arguments);
    if (!wrong.empty()) throw CLI::ValidationError(wrong);
    chosen = run;
  });
  CLI::App* check_app = app.add_subcommand(
      "check", "Only check an experiment and the files it names.");
  check_app->add_option("EXPERIMENT", arguments.file, "The experiment")
      ->required();
  check_app->callback([&chosen, check = std::move(check)] { chosen = check; });
}

}  // namespace

int RunLab(const std::vector<std::string>& arguments, Terminal terminal) {
  CLI::App app(
      "Runs a messenger population with and without defenses, and "
      "says what each one costs.",
      "lab");
  Arguments parsed;
  std::function<absl::Status()> chosen;
  Describe(
      app, parsed, chosen, [&] { return Run(parsed, arguments, terminal); },
      [&] { return Check(parsed, terminal); });
  try {
    // CLI11 takes the words from the end.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, terminal.out, terminal.err);
    return code == 0 ? kExitOk : kExitBadCall;
  }
  const absl::Status status = chosen();
  if (status.ok()) return kExitOk;
  terminal.err << "lab: " << status.message() << "\n";
  return kExitBadInput;
}

absl::StatusOr<std::vector<std::uint64_t>> ParseSeeds(absl::string_view text) {
  const std::vector<absl::string_view> ends = absl::StrSplit(text, "..");
  std::uint64_t first = 0, last = 0;
  if (ends.size() != 2 || !absl::SimpleAtoi(ends[0], &first) ||
      !absl::SimpleAtoi(ends[1], &last) || last < first ||
      last - first >= kMaxSeeds) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text, "\" is not a range of seeds A..B with A <= B and at most ",
        kMaxSeeds, " of them"));
  }
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t i = 0; i <= last - first; ++i) seeds.push_back(first + i);
  return seeds;
}

}  // namespace lab
