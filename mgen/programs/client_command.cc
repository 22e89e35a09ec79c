#include "mgen/programs/client_command.h"

#include <glob.h>

#include <cstddef>
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
#include "mgen/client_config.h"
#include "mgen/programs/client_program.h"
#include "mgen/programs/common_options.h"
#include "mgen/programs/runtime.h"
#include "mgen/programs/unix_time.h"
#include "net/file_limit.h"
#include "net/stop_signal.h"
#include "net/tls_context.h"
#include "net/tls_socket.h"

namespace mgen {
namespace {

constexpr double kMaxStaggerSeconds = 3600;
constexpr std::uint64_t kFilesBesideConnections = 32;

constexpr const char* kExamples = R"(Examples:
  mgen-client alice.yaml
  mgen-client 'users/*.yaml' --stats client.json
  mgen-client users/*.yaml --check

A configuration is one user; docs/mgen.md has its keys. A name with *, ? or [ in
it stands for all files that match.

Log lines go to standard output. SIGTERM ends the program in good order.
Exit codes: 0 done; 1 what it was given is wrong, or could not be had; 2 the call
is wrong.)";

struct Arguments {
  std::vector<std::string> configurations;
  bool check = false;
  double stagger = base::ToSeconds(kDefaultStagger);
  std::string stop_sending;
  CommonOptions common;
};

void Describe(CLI::App& app, Arguments& arguments) {
  app.add_option("CONFIG", arguments.configurations,
                 "YAML files, a user each, or patterns of their names")
      ->required();
  app.add_flag("--check", arguments.check,
               "Only check the configurations, and say what they hold");
  app.add_option("--stagger", arguments.stagger,
                 "Seconds over which first connections are spread")
      ->capture_default_str()
      ->check(CLI::Range(0.0, kMaxStaggerSeconds));
  app.add_option("--stop-sending", arguments.stop_sending,
                 "Unix time in seconds: nothing of the users' own is sent from "
                 "then on; what comes is still answered")
      ->check([](const std::string& text) {
        return std::string(ParseUnixTime(text).status().message());
      });
  arguments.common.AddTo(app);
  app.footer(kExamples);
}

// The files that `pattern` stands for, in order of name.
absl::StatusOr<std::vector<std::string>> Match(const std::string& pattern) {
  if (pattern.find_first_of("*?[") == std::string::npos) {
    return std::vector<std::string>{pattern};
  }
  glob_t found{};
  const int status = glob(pattern.c_str(), GLOB_ERR, nullptr, &found);
  std::vector<std::string> files(found.gl_pathv,
                                 found.gl_pathv + found.gl_pathc);
  globfree(&found);
  if (status == 0) return files;
  return absl::NotFoundError(absl::StrCat(
      pattern, status == GLOB_NOMATCH ? ": no file has such a name"
                                      : ": its folder cannot be read"));
}

absl::StatusOr<std::vector<ClientConfig>> ReadUsers(
    const std::vector<std::string>& patterns) {
  const base::FileReader read_file = [](absl::string_view name) {
    return base::ReadFile(std::string(name));
  };
  ClientConfigReader reader(read_file);
  std::vector<ClientConfig> users;
  for (const std::string& pattern : patterns) {
    ASSIGN_OR_RETURN(const std::vector<std::string> files, Match(pattern));
    for (const std::string& file : files) {
      ASSIGN_OR_RETURN(const std::string yaml, base::ReadFile(file));
      ASSIGN_OR_RETURN(ClientConfig user, reader.Parse(yaml, file));
      users.push_back(std::move(user));
    }
  }
  RETURN_IF_ERROR(CheckUsers(users));
  return users;
}

struct Size {
  std::size_t conversations = 0;
  std::size_t defended = 0;
};

Size SizeOf(const std::vector<ClientConfig>& users) {
  Size size;
  for (const ClientConfig& user : users) {
    size.conversations += user.conversations.size();
    for (const ClientConfig::Conversation& one : user.conversations) {
      size.defended += one.defense ? 1 : 0;
    }
  }
  return size;
}

absl::Status Run(const Arguments& arguments, int log, std::ostream& out) {
  ASSIGN_OR_RETURN(std::vector<ClientConfig> users,
                   ReadUsers(arguments.configurations));
  const Size size = SizeOf(users);
  if (arguments.check) {
    out << absl::StrCat("valid: ", users.size(), " users, ", size.conversations,
                        " conversations, ", size.defended,
                        " of them defended\n");
    return absl::OkStatus();
  }
  net::IgnoreSigpipe();
  RETURN_IF_ERROR(
      net::RaiseFileLimit(size.conversations + kFilesBesideConnections));
  ClientProgram::Options options;
  options.stagger = base::FromSeconds(arguments.stagger);
  options.seed = arguments.common.seed;
  options.measure = arguments.common.window();
  if (!arguments.stop_sending.empty()) {
    ASSIGN_OR_RETURN(options.stop_sending_ns,
                     ParseUnixTime(arguments.stop_sending));
  }
  ASSIGN_OR_RETURN(net::TlsContext tls, net::TlsContext::ForClient());
  Runtime runtime({.program = "mgen-client", .log = log});
  const net::StopSignal signal(runtime.io_context,
                               [&runtime] { runtime.io_context.stop(); });
  runtime.diagnostics.Info(
      "web_server is not used: nothing is fetched or uploaded there");
  runtime.diagnostics.Info(
      arguments.common.seed
          ? absl::StrCat("seed ", *arguments.common.seed)
          : "no --seed: users without one draw from the system");
  ASSIGN_OR_RETURN(const std::unique_ptr<ClientProgram> program,
                   ClientProgram::Create(&runtime, std::move(tls),
                                         std::move(users), options));
  return RunProgram(runtime, arguments.common, *program);
}

}  // namespace

int RunClient(const std::vector<std::string>& arguments, int log,
              std::ostream& out, std::ostream& err) {
  CLI::App app("MGen's client: users who talk through a message server.",
               "mgen-client");
  Arguments parsed;
  Describe(app, parsed);
  return ParseAndRun(app, arguments, out, err,
                     [&] { return Run(parsed, log, out); });
}

}  // namespace mgen
