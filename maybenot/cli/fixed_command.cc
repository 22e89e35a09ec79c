#include "maybenot/cli/fixed_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "machines/catalogue.h"
#include "machines/generation/def_file.h"
#include "machines/generation/defense.h"
#include "maybenot/cli/catalogue_list.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/defense_files.h"
#include "maybenot/cli/drawing.h"
#include "maybenot/machine.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
A defense is a name and its parameters; --list tells all. Those without a side
come first, then the client's, then the server's, all drawn from one generator.

Examples:
  maybenot fixed --list
  maybenot fixed 'front 1500 1000000 14000000 1000' --seed 1
  maybenot fixed --client 'regulator_client 3.95 1.77' \
                 --server 'regulator_server 277 0.94 3.55 3550 20'
  maybenot fixed 'tamaraw 0.02 1000000' | maybenot show -
  maybenot fixed --client netflow --server netflow -i in.def -o out.def

With -o, the client's and the server's machines are added to each defense of -i,
or to an empty one, -n times, and written as a file of defenses.)";

class FixedCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand(
        "fixed", "Build the machines of published defenses.");
    command->footer(kFooter);
    command->add_option("DEFENSE", defenses_, "A defense.");
    command->add_option("--client,-c", client_, "A client's defense.");
    command->add_option("--server,-s", server_, "A server's defense.");
    command->add_option("--seed", seed_,
                        "Any text: the same machines each time. Otherwise they "
                        "are drawn by the system's randomness.");
    command->add_flag("--json", json_,
                      "As JSON, an object a line and defense: defense, side, "
                      "machines, names.");
    CLI::Option* output =
        command->add_option("--output,-o", output_, "A new file (.def).");
    command->add_option("--input,-i", input_, "A file of defenses (.def).")
        ->needs(output);
    command->add_option("--number,-n", number_, "How often; else once.")
        ->needs(output)
        ->check(CLI::PositiveNumber);
    command->add_flag("--list", list_, "List all defenses.");
    return command;
  }

  int Run(const Terminal& terminal) override {
    if (list_) {
      terminal.out << (json_ ? CatalogueForPrograms() : CatalogueForEyes());
      return kDone;
    }
    if (defenses_.empty() && client_.empty() && server_.empty()) {
      terminal.err << "DEFENSE is required; --list tells all\n";
      return kBadCall;
    }
    if (!output_.empty() && (!defenses_.empty() || json_)) {
      terminal.err << "--output wants --client or --server, and no --json\n";
      return kBadCall;
    }
    return ExitCode(output_.empty() ? Print(terminal) : Write(), terminal);
  }

 private:
  absl::Status Print(const Terminal& terminal) const {
    Drawing drawing(seed_);
    RETURN_IF_ERROR(PrintSide(defenses_, "either", drawing, terminal));
    RETURN_IF_ERROR(PrintSide(client_, "client", drawing, terminal));
    return PrintSide(server_, "server", drawing, terminal);
  }

  absl::Status Write() const {
    RETURN_IF_ERROR(CheckIsNew(output_));
    generation::DefFile file;
    ASSIGN_OR_RETURN(const generation::Defense empty,
                     generation::Defense::Create({}, {}));
    file.defenses = {empty};
    if (!input_.empty()) {
      ASSIGN_OR_RETURN(file, ReadDefenses(input_));
      file.description += ", ";
    }
    absl::StrAppend(&file.description, "fixed [", absl::StrJoin(client_, ", "),
                    "] client and [", absl::StrJoin(server_, ", "),
                    "] server machines");
    Drawing drawing(seed_);
    std::vector<generation::Defense> extended;
    for (std::uint64_t i = 0; i < number_; ++i) {
      for (const generation::Defense& defense : file.defenses) {
        std::vector<Machine> client = defense.client();
        std::vector<Machine> server = defense.server();
        RETURN_IF_ERROR(Append(client_, drawing, client));
        RETURN_IF_ERROR(Append(server_, drawing, server));
        ASSIGN_OR_RETURN(
            generation::Defense more,
            generation::Defense::Create(std::move(client), std::move(server),
                                        defense.note()));
        extended.push_back(std::move(more));
      }
    }
    file.defenses = std::move(extended);
    return base::WriteFile(output_, generation::WriteDefFile(file));
  }

  static absl::Status Append(const std::vector<std::string>& defenses,
                             Drawing& drawing, std::vector<Machine>& machines) {
    for (const std::string& defense : defenses) {
      ASSIGN_OR_RETURN(std::vector<Machine> built,
                       machines::BuildDefense(defense, drawing.random()));
      std::move(built.begin(), built.end(), std::back_inserter(machines));
    }
    return absl::OkStatus();
  }

  absl::Status PrintSide(const std::vector<std::string>& defenses,
                         const char* side, Drawing& drawing,
                         const Terminal& terminal) const {
    for (const std::string& defense : defenses) {
      ASSIGN_OR_RETURN(const std::vector<Machine> machines,
                       machines::BuildDefense(defense, drawing.random()));
      nlohmann::ordered_json line = {{"defense", defense}, {"side", side}};
      for (const Machine& machine : machines) {
        ASSIGN_OR_RETURN(const std::string text, machine.Serialize());
        if (!json_) terminal.out << text << "\n";
        ASSIGN_OR_RETURN(const std::string name, machine.Name());
        line["machines"].push_back(text);
        line["names"].push_back(name);
      }
      if (json_) {
        terminal.out << line.dump(-1, ' ', false,
                                  nlohmann::json::error_handler_t::replace)
                     << "\n";
      }
    }
    return absl::OkStatus();
  }

  std::vector<std::string> defenses_, client_, server_;
  std::string input_, output_;
  std::uint64_t number_ = 1;
  std::optional<std::string> seed_;
  bool json_ = false;
  bool list_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeFixedCommand() {
  return std::make_unique<FixedCommand>();
}

}  // namespace maybenot::cli
