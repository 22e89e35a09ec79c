#include "mgen/programs/common_options.h"

#include <chrono>
#include <memory>
#include <string>

#include "base/files/files.h"
#include "base/proto_json.h"
#include "base/status_macros.h"
#include "net/address.h"

namespace mgen {
namespace {

// For peers to take what was written to them.
constexpr std::chrono::seconds kStopLimit(2);

}  // namespace

void CommonOptions::AddTo(CLI::App& app) {
  app.add_option("--stats", stats_file,
                 "Write counters to this file when the program ends, as JSON");
  app.add_option("--metrics", metrics,
                 "ADDR:PORT: answer Prometheus there; loopback is a good place")
      ->check(AddressProblem);
  app.add_option(
         "--measure", measure,
         "FROM..TO, Unix times in seconds: --stats has what was written "
         "within them, too")
      ->check([](const std::string& text) {
        return std::string(ParseUnixWindow(text).status().message());
      });
  app.add_option("--seed", seed,
                 "Draw from this seed, to repeat a run. A defense that an "
                 "observer can predict is none: leave it out elsewhere");
  app.set_version_flag("--version", std::string(kVersion));
}

std::optional<UnixWindow> CommonOptions::window() const {
  if (measure.empty()) return std::nullopt;
  return ParseUnixWindow(measure).value();
}

std::string AddressProblem(const std::string& text) {
  return std::string(net::Address::Parse(text).status().message());
}

absl::StatusOr<net::Endpoint> ListenEndpoint(const std::string& text) {
  ASSIGN_OR_RETURN(const net::Address address, net::Address::Parse(text));
  if (const std::optional<net::Endpoint> at = address.literal()) return *at;
  return absl::InvalidArgumentError(
      text + ": the address to listen on must be a number");
}

int ParseAndRun(CLI::App& app, const std::vector<std::string>& arguments,
                std::ostream& out, std::ostream& err,
                const std::function<absl::Status()>& run) {
  try {
    // CLI11 takes the words from the end.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return app.exit(error, out, err) == 0 ? kExitOk : kExitBadCall;
  }
  const absl::Status status = run();
  if (status.ok()) return kExitOk;
  err << app.get_name() << ": " << status.message() << "\n";
  return kExitFailed;
}

absl::Status RunUntilStopped(Runtime& runtime, const CommonOptions& options,
                             const Runnable& what) {
  std::unique_ptr<net::Metrics> metrics;
  if (!options.metrics.empty()) {
    ASSIGN_OR_RETURN(const net::Endpoint at, ListenEndpoint(options.metrics));
    ASSIGN_OR_RETURN(metrics,
                     net::Metrics::Create(&runtime.timers, at, what.metrics));
  }
  runtime.io_context.run();
  // Counted before connections are closed: which were open is of interest.
  const stats::Stats stats = what.stats();
  metrics.reset();
  what.stop();
  runtime.io_context.restart();
  runtime.io_context.run_for(kStopLimit);
  runtime.log.Flush();
  if (options.stats_file.empty()) return absl::OkStatus();
  return base::WriteFile(options.stats_file, base::ToJson(stats));
}

}  // namespace mgen
