#include "maybenot/cli/budget_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "machines/generation/budget.h"
#include "machines/generation/def_file.h"
#include "machines/generation/defense.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/defense_files.h"
#include "maybenot/cli/drawing.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
A budget is a limit and the ends of the range that it is drawn from, for each
machine anew: abs_pad (packets free of max_pad), abs_block (microseconds free
of max_block), max_pad and max_block (fractions).

Examples:
  maybenot budget -i in.def -o out.def --client 'abs_pad 1000 2000'
  maybenot budget -i in.def -o out.def --server 'max_pad 0.5 0.9' --soft -s 1)";

class BudgetCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command =
        app.add_subcommand("budget", "Draw the limits of machines anew.");
    command->footer(kFooter);
    command->add_option("--input,-i", input_, "A file of defenses (.def).")
        ->required();
    command->add_option("--output,-o", output_, "A new file (.def).")
        ->required();
    command->add_option("--client,-c", client_, "A budget of client machines.");
    command->add_option("--server", server_, "A budget of server machines.");
    command->add_flag("--soft", soft_, "Leave limits that are not 0.");
    command->add_option("--seed,-s", seed_,
                        "Any text; else the system's randomness.");
    return command;
  }

  int Run(const Terminal& terminal) override {
    if (client_.empty() && server_.empty()) {
      terminal.err << "--client or --server is required\n";
      return kBadCall;
    }
    return ExitCode(Redraw(), terminal);
  }

 private:
  static absl::StatusOr<std::vector<generation::Budget>> Parse(
      const std::vector<std::string>& texts) {
    std::vector<generation::Budget> budgets;
    for (const std::string& text : texts) {
      ASSIGN_OR_RETURN(const generation::Budget budget,
                       generation::ParseBudget(text));
      budgets.push_back(budget);
    }
    return budgets;
  }

  absl::Status Redraw() const {
    RETURN_IF_ERROR(CheckIsNew(output_));
    generation::Budgets budgets = {.client = {}, .server = {}, .soft = soft_};
    ASSIGN_OR_RETURN(budgets.client, Parse(client_));
    ASSIGN_OR_RETURN(budgets.server, Parse(server_));
    ASSIGN_OR_RETURN(generation::DefFile file, ReadDefenses(input_));
    Drawing drawing(seed_);
    for (generation::Defense& defense : file.defenses) {
      ASSIGN_OR_RETURN(defense, generation::ApplyBudgets(defense, budgets,
                                                         drawing.random()));
    }
    return base::WriteFile(output_, generation::WriteDefFile(file));
  }

  std::string input_, output_;
  std::vector<std::string> client_, server_;
  bool soft_ = false;
  std::optional<std::string> seed_;
};

}  // namespace

std::unique_ptr<Command> MakeBudgetCommand() {
  return std::make_unique<BudgetCommand>();
}

}  // namespace maybenot::cli
