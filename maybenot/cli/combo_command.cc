#include "maybenot/cli/combo_command.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "machines/generation/combo.h"
#include "machines/generation/config.h"
#include "machines/generation/def_file.h"
#include "machines/generation/environment.h"
#include "maybenot/cli/combination.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/defense_files.h"
#include "maybenot/cli/drawing.h"
#include "maybenot/cli/generation_inputs.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
Each new defense has 1 to `height` machines of the inputs' clients, and as many
of their servers, drawn anew until [combo.constraints] are kept, if there are
any. All cores are used; the file does not depend on how many.

Examples:
  maybenot combo -c combo.toml -i found.def -o combined.def -n 100 --height 2
  maybenot combo -c combo.toml -i first.def second.def -o combined.def -s 1)";

class ComboCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand(
        "combo", "Combine the machines of defenses into new ones.");
    command->footer(kFooter);
    command->add_option("--config,-c", config_, "A configuration (TOML).")
        ->required();
    command
        ->add_option("--input,-i", inputs_,
                     "Files of defenses (.def), or folders of such files.")
        ->required();
    command->add_option("--output,-o", output_, "A new file (.def).")
        ->required();
    command->add_option("--number,-n", number_,
                        "How many defenses; else combo.n.");
    command->add_option("--height", height_,
                        "The most machines of a side; else combo.height.");
    command->add_option("--seed,-s", seed_,
                        "Any text; else combo.seed, else "
                        "the system's randomness.");
    command->add_option("--traces-root", traces_root_,
                        "Where recorded sets of traces are.");
    return command;
  }

  int Run(const Terminal& terminal) override {
    return ExitCode(Combine(terminal), terminal);
  }

 private:
  absl::StatusOr<generation::ComboConfig> FindConfig() const {
    ASSIGN_OR_RETURN(generation::Config file, ReadConfig(config_));
    if (!file.combo) {
      return absl::InvalidArgumentError(
          absl::StrCat(config_, ": [combo] is missing"));
    }
    generation::ComboConfig config = *std::move(file.combo);
    if (number_) config.n = number_;
    if (height_) config.height = height_;
    if (seed_) config.seed = seed_;
    if (config.n.value_or(0) == 0 || config.height.value_or(0) == 0) {
      return absl::InvalidArgumentError(
          "n and height must be at least 1, by -n and --height or in [combo]");
    }
    return config;
  }

  absl::Status Combine(const Terminal& terminal) const {
    RETURN_IF_ERROR(CheckIsNew(output_));
    ASSIGN_OR_RETURN(const generation::ComboConfig config, FindConfig());
    generation::EnvironmentInputs inputs;
    if (config.env) {
      ASSIGN_OR_RETURN(inputs, FindInputs(*config.env, traces_root_));
    }
    ASSIGN_OR_RETURN(const std::vector<generation::Defense> all,
                     ReadAllDefenses(inputs_));
    generation::MachinePool pool;
    for (const generation::Defense& defense : all) {
      pool.client.insert(pool.client.end(), defense.client().begin(),
                         defense.client().end());
      pool.server.insert(pool.server.end(), defense.server().begin(),
                         defense.server().end());
    }
    terminal.err << absl::StrFormat(
        "%d machines of clients and %d of servers: %.2e combinations\n",
        pool.client.size(), pool.server.size(),
        generation::CountCombinations(pool, *config.height));
    Drawing drawing(config.seed);
    ASSIGN_OR_RETURN(
        std::vector<generation::Defense> combined,
        MakeCombinations(config, {*config.n, *config.height}, std::move(pool),
                         inputs, drawing.random(), terminal));
    return base::WriteFile(
        output_, generation::WriteDefFile({"combo", std::move(combined)}));
  }

  std::string config_, output_, traces_root_;
  std::vector<std::string> inputs_;
  std::optional<std::uint64_t> number_, height_;
  std::optional<std::string> seed_;
};

}  // namespace

std::unique_ptr<Command> MakeComboCommand() {
  return std::make_unique<ComboCommand>();
}

}  // namespace maybenot::cli
