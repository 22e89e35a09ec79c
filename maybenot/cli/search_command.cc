#include "maybenot/cli/search_command.h"

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
#include "base/files/files.h"
#include "base/status_macros.h"
#include "machines/generation/config.h"
#include "machines/generation/def_file.h"
#include "machines/generation/environment.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/defense_files.h"
#include "maybenot/cli/generation_inputs.h"
#include "maybenot/cli/search.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
With a seed S, defense number i is what `derive` makes of the seed S-i; those
that cannot be derived are left out. Without one, seeds are drawn by the
system's randomness until n defenses are found or max_search_sec is over. All
cores are used; the file does not depend on how many.

Examples:
  maybenot search -c docs/examples/derive.toml -o found.def -n 10 -s 1
  maybenot search -c search.toml -o found.def)";

class SearchCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand(
        "search", "Search for defenses that keep a configuration.");
    command->footer(kFooter);
    command->add_option("--config,-c", config_, "A configuration (TOML).")
        ->required();
    command->add_option("--output,-o", output_, "A new file (.def).")
        ->required();
    command->add_option("--number,-n", number_,
                        "How many defenses; else search.n.");
    command->add_option("--seed,-s", seed_,
                        "Any text in ASCII; else "
                        "search.seed.");
    command->add_option("--traces-root", traces_root_,
                        "Where recorded sets of traces are.");
    return command;
  }

  int Run(const Terminal& terminal) override {
    return ExitCode(Search(terminal), terminal);
  }

 private:
  absl::Status Search(const Terminal& terminal) const {
    RETURN_IF_ERROR(CheckIsNew(output_));
    ASSIGN_OR_RETURN(const Derivation derivation,
                     ReadDerivation(config_, traces_root_));
    const generation::Config& config = derivation.config;
    generation::SearchConfig search =
        config.search.value_or(generation::SearchConfig());
    if (number_) search.n = *number_;
    if (seed_) search.seed = *seed_;
    if (search.n == 0) {
      return absl::InvalidArgumentError(
          "n is 0: must be at least 1, by -n or search.n");
    }
    ASSIGN_OR_RETURN(
        std::vector<generation::Defense> found,
        SearchForDefenses(search, *config.derive, derivation.inputs, terminal));
    terminal.out << "found " << found.size() << " of " << search.n
                 << " defenses\n";
    const std::string description =
        search.seed ? absl::StrCat("deterministic search for ", search.n,
                                   " defenses with seed ", *search.seed)
                    : absl::StrCat("secure search for ", search.n, " defenses");
    return base::WriteFile(
        output_, generation::WriteDefFile({description, std::move(found)}));
  }

  std::string config_, output_, traces_root_;
  std::optional<std::uint64_t> number_;
  std::optional<std::string> seed_;
};

}  // namespace

std::unique_ptr<Command> MakeSearchCommand() {
  return std::make_unique<SearchCommand>();
}

}  // namespace maybenot::cli
