#include "maybenot/cli/derive_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "machines/generation/config.h"
#include "machines/generation/derive.h"
#include "machines/generation/environment.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/generation_inputs.h"
#include "maybenot/cli/stopwatch.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
A configuration's [derive] has constraints on what a defense may cost, an
environment to simulate it in, and what its machines may be; docs/generation.md
tells its keys. The same configuration and seed give the same defense as the
reference's command does.

Examples:
  maybenot derive -c docs/examples/derive.toml -s 42
  maybenot derive -c derive.toml -s 42 --traces-root maybenot-gen/src/environment
  maybenot derive -c derive.toml -s "my own seed" --json)";

class DeriveCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand(
        "derive", "Derive a defense from a configuration and a seed.");
    command->footer(kFooter);
    command->add_option("--config,-c", config_, "A configuration (TOML).")
        ->required();
    command->add_option("--seed,-s", seed_, "Any text in ASCII.")->required();
    command->add_option("--traces-root", traces_root_,
                        "Where recorded sets of traces are.");
    command->add_flag("--json", json_,
                      "As a JSON object: id, attempts, client, server.");
    return command;
  }

  int Run(const Terminal& terminal) override {
    return ExitCode(Derive(terminal), terminal);
  }

 private:
  absl::Status Derive(const Terminal& terminal) const {
    ASSIGN_OR_RETURN(const Derivation derivation,
                     ReadDerivation(config_, traces_root_));
    const generation::DeriveConfig& config = *derivation.config.derive;
    const Stopwatch stopwatch;
    ASSIGN_OR_RETURN(
        const std::optional<generation::Derived> derived,
        generation::DeriveFromSeed(config, derivation.inputs, seed_,
                                   stopwatch.Within(config.max_duration_sec)));
    if (!derived) {
      return absl::NotFoundError(
          absl::StrCat("no defense keeps the constraints within max_attempts, ",
                       config.max_attempts, ", or max_duration_sec"));
    }
    Print(*derived, terminal);
    return absl::OkStatus();
  }

  void Print(const generation::Derived& derived,
             const Terminal& terminal) const {
    if (!json_) {
      terminal.err << "derived in " << derived.attempts
                   << (derived.attempts == 1 ? " attempt\n" : " attempts\n");
      terminal.out << derived.defense.ToText();
      return;
    }
    const nlohmann::ordered_json line = {
        {"id", derived.defense.id()},
        {"attempts", derived.attempts},
        {"client", derived.defense.client_texts()},
        {"server", derived.defense.server_texts()}};
    terminal.out << line.dump() << "\n";
  }

  std::string config_, seed_, traces_root_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeDeriveCommand() {
  return std::make_unique<DeriveCommand>();
}

}  // namespace maybenot::cli
