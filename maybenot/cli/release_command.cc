#include "maybenot/cli/release_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "machines/generation/def_file.h"
#include "machines/generation/release.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/defense_files.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
A release is what an application ships: all defenses in one JSON file, with a
version, a platform, and limits for the frameworks of both sides, which are 0
(none) until someone fills them in.

Examples:
  maybenot release -i combined.def -o release.json --platform android)";

class ReleaseCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command =
        app.add_subcommand("release", "Put defenses into a release.");
    command->footer(kFooter);
    command->add_option("--input,-i", input_, "A file of defenses (.def).")
        ->required();
    command->add_option("--output,-o", output_, "A new file (JSON).")
        ->required();
    command->add_option("--version", release_.version, "The release's version.")
        ->capture_default_str();
    command->add_option("--platform", release_.platform, "What it is for.")
        ->capture_default_str();
    return command;
  }

  int Run(const Terminal& terminal) override {
    return ExitCode(Write(), terminal);
  }

 private:
  absl::Status Write() {
    RETURN_IF_ERROR(CheckIsNew(output_));
    ASSIGN_OR_RETURN(generation::DefFile file, ReadDefenses(input_));
    release_.defenses = std::move(file.defenses);
    return base::WriteFile(output_, generation::WriteRelease(release_));
  }

  std::string input_, output_;
  generation::Release release_;
};

}  // namespace

std::unique_ptr<Command> MakeReleaseCommand() {
  return std::make_unique<ReleaseCommand>();
}

}  // namespace maybenot::cli
