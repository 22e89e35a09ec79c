#include "mgen/programs/server_command.h"

#include <memory>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "mgen/message_server.h"
#include "mgen/programs/common_options.h"
#include "mgen/programs/runtime.h"
#include "mgen/programs/server_program.h"
#include "net/connection.h"
#include "net/file_limit.h"
#include "net/stop_signal.h"
#include "net/tls_context.h"
#include "net/tls_socket.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/defense_yaml.h"

namespace mgen {
namespace {

constexpr double kMaxRegistrationSeconds = 86400;
constexpr double kMinLimitSeconds = 0.1;
constexpr double kMaxLimitSeconds = 3600;
constexpr std::uint64_t kFilesBesideConnections = 32;

constexpr const char* kExamples = R"(Examples:
  tools/make-cert                          makes server.crt and server.key
  mgen-server server.crt server.key
  mgen-server server.crt server.key 0.0.0.0:6397 60 --defense front.yaml

A defense file has the keys machines, max_padding_frac, max_blocking_frac,
cell_size, queue and restart: docs/mgen.md. Clients that ask for none are served
plain, on the same port.

Log lines go to standard output. SIGTERM ends the program in good order.
Exit codes: 0 done; 1 what it was given is wrong, or could not be had; 2 the call
is wrong.)";

struct Arguments {
  std::string certificate, key, defense;
  std::string listen = "127.0.0.1:6397";
  double registration = 30;
  double handshake_limit =
      base::ToSeconds(MessageServer::Options().handshake_limit);
  double write_stall_limit =
      base::ToSeconds(net::Connection::Options().write_stall_limit);
  bool unsafe_logging = false;
  CommonOptions common;
};

void Describe(CLI::App& app, Arguments& arguments) {
  app.add_option("CERTIFICATE", arguments.certificate,
                 "PEM file: the certificate, and its chain if it has one")
      ->required();
  app.add_option("KEY", arguments.key, "PEM file: its private key")->required();
  app.add_option("ADDR:PORT", arguments.listen,
                 "Where to listen; port 0: any that is free")
      ->capture_default_str()
      ->check(AddressProblem);
  app.add_option("REGISTRATION", arguments.registration,
                 "Seconds for which new members may register; messages flow "
                 "afterwards")
      ->capture_default_str()
      ->check(CLI::Range(0.0, kMaxRegistrationSeconds));
  app.add_option("--defense", arguments.defense,
                 "YAML file: the defense of clients that ask for one; without "
                 "it they are refused");
  app.add_option("--handshake-limit", arguments.handshake_limit,
                 "Seconds that a client may take for TLS, and again to say who "
                 "it is, before it is closed")
      ->capture_default_str()
      ->check(CLI::Range(kMinLimitSeconds, kMaxLimitSeconds));
  app.add_option("--write-stall-limit", arguments.write_stall_limit,
                 "Seconds for which a client may take nothing of what is "
                 "written to it, before it is closed")
      ->capture_default_str()
      ->check(CLI::Range(kMinLimitSeconds, kMaxLimitSeconds));
  app.add_flag("--unsafe-logging", arguments.unsafe_logging,
               "Write clients' addresses to the log");
  arguments.common.AddTo(app);
  app.footer(kExamples);
}

absl::StatusOr<std::optional<shaper::Defense>> ReadDefense(
    const std::string& path) {
  if (path.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const std::string yaml, base::ReadFile(path));
  ASSIGN_OR_RETURN(shaper::Defense defense,
                   shaper::ParseDefense(yaml, path, [](absl::string_view name) {
                     return base::ReadFile(std::string(name));
                   }));
  return defense;
}

absl::Status Run(const Arguments& arguments, int log) {
  net::IgnoreSigpipe();
  RETURN_IF_ERROR(net::RaiseFileLimit(kFilesBesideConnections));
  ServerProgram::Options options;
  ASSIGN_OR_RETURN(options.defense, ReadDefense(arguments.defense));
  ASSIGN_OR_RETURN(options.listen, ListenEndpoint(arguments.listen));
  options.core.registration = base::FromSeconds(arguments.registration);
  options.core.handshake_limit = base::FromSeconds(arguments.handshake_limit);
  options.seed = arguments.common.seed;
  options.measure = arguments.common.window();
  ASSIGN_OR_RETURN(
      net::TlsContext tls,
      net::TlsContext::ForServer(arguments.certificate, arguments.key));
  Runtime runtime(
      {.program = "mgen-server",
       .log = log,
       .unsafe_logging = arguments.unsafe_logging,
       .connection = {.handshake_limit = options.core.handshake_limit,
                      .write_stall_limit =
                          base::FromSeconds(arguments.write_stall_limit)}});
  const net::StopSignal signal(runtime.io_context,
                               [&runtime] { runtime.io_context.stop(); });
  if (!tls.warning().empty()) runtime.diagnostics.Warning(tls.warning());
  if (options.defense) {
    runtime.diagnostics.Info(options.seed
                                 ? absl::StrCat("seed ", *options.seed)
                                 : "defenses draw from the system: no --seed");
  }
  ASSIGN_OR_RETURN(
      const std::unique_ptr<ServerProgram> program,
      ServerProgram::Create(&runtime, std::move(tls), std::move(options)));
  return RunProgram(runtime, arguments.common, *program);
}

}  // namespace

int RunServer(const std::vector<std::string>& arguments, int log,
              std::ostream& out, std::ostream& err) {
  CLI::App app("MGen's message server: carries a population's messages.",
               "mgen-server");
  Arguments parsed;
  Describe(app, parsed);
  return ParseAndRun(app, arguments, out, err,
                     [&] { return Run(parsed, log); });
}

}  // namespace mgen
