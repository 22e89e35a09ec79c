#include "maybenot/cli/show_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "maybenot/cli/command.h"
#include "maybenot/cli/show.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
A machine is a string that begins with 02, or JSON as serde_json writes it.
A file has one a line; blank lines and lines that begin with # are passed over.
JSON over several lines is a file of its own.

Examples:
  maybenot show 02eNpjYEAHjOgCAAA0AAI=
  maybenot show --json machines.txt
  head -1 machines.txt | maybenot show -
  maybenot show --text machine.json

What is shown: limits, then each state with its action, its counters, and where
each event leads. "state 1 (0.25), END (0.5), else none" is one draw: state 1
with probability 0.25, END with 0.5, and otherwise nothing happens. Times are
in microseconds. END is for good; SIGNAL tells the other machines.)";

class ShowCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command = app.add_subcommand("show", "Show machines in words.");
    command->footer(kFooter);
    command
        ->add_option("MACHINE", machines_,
                     "A machine, a file of machines, or -.")
        ->required();
    CLI::Option* json =
        command->add_flag("--json", json_, "As JSON, one a line.");
    command->add_flag("--text", text_, "In the text form, one a line.")
        ->excludes(json);
    return command;
  }

  int Run(const Terminal& terminal) override {
    const ShowAs as = json_   ? ShowAs::kJson
                      : text_ ? ShowAs::kText
                              : ShowAs::kWords;
    return RunShow(machines_, as, terminal.out, terminal.err);
  }

 private:
  std::vector<std::string> machines_;
  bool json_ = false;
  bool text_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeShowCommand() {
  return std::make_unique<ShowCommand>();
}

}  // namespace maybenot::cli
