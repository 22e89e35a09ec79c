#include "maybenot/cli/draw_command.h"

#include <CLI/CLI.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/given_machines.h"
#include "maybenot/cli/graphviz.h"
#include "maybenot/cli/machine_graph.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
A node is a state: blue pads, orange blocks, yellow sets a timer, grey cancels
one, white does nothing. An edge has the events that lead along it, each with
its probability unless that is 1. END is for good; SIGNAL tells the other
machines. Numbers are rounded to four digits; `maybenot show` has them all.

Examples:
  maybenot draw machines.txt -o machines.svg
  maybenot fixed 'tamaraw 0.02 1000000' | maybenot draw - -o tamaraw.png
  maybenot draw 02eNpjYEAHjOgCAAA0AAI= | dot -Tpdf > noop.pdf)";

class DrawCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command =
        app.add_subcommand("draw", "Draw machines: states and transitions.");
    command->footer(kFooter);
    command
        ->add_option("MACHINE", machines_,
                     "A machine, a file of machines, or -.")
        ->required();
    command->add_option("-o,--out", out_,
                        "FILE.svg, .png, .pdf or .dot; without it, text in "
                        "the DOT language on standard output.");
    command
        ->add_option("--states", max_states_,
                     "Draw so many states of a machine at most.")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    return command;
  }

  int Run(const Terminal& terminal) override {
    return ExitCode(Draw(terminal), terminal);
  }

 private:
  absl::Status Draw(const Terminal& terminal) const {
    ASSIGN_OR_RETURN(const std::string format, Format());
    ASSIGN_OR_RETURN(const std::vector<GivenMachine> given,
                     FindAllMachines(machines_));
    std::vector<DrawnMachine> drawn;
    for (const GivenMachine& machine : given) {
      ASSIGN_OR_RETURN(const std::string name, machine.machine.Name());
      // Of a path, its last part: a picture is shown to others.
      const std::string where =
          machine.where.substr(machine.where.rfind('/') + 1);
      drawn.push_back({where.empty() ? name : absl::StrCat(where, ": ", name),
                       machine.machine.spec()});
    }
    const std::string graph = MachineGraph(drawn, max_states_);
    if (out_.empty()) {
      terminal.out << graph;
      return absl::OkStatus();
    }
    if (format == "dot") return base::WriteFile(out_, graph);
    ASSIGN_OR_RETURN(const std::string picture, RenderGraph(graph, format));
    return base::WriteFile(out_, picture);
  }

  absl::StatusOr<std::string> Format() const {
    if (out_.empty()) return "dot";
    const std::string ending = out_.substr(out_.rfind('.') + 1);
    for (const absl::string_view known : {"svg", "png", "pdf", "dot"}) {
      if (ending == known) return ending;
    }
    return absl::InvalidArgumentError(
        absl::StrCat("--out ", out_, ": must end in .svg, .png, .pdf or .dot"));
  }

  std::vector<std::string> machines_;
  std::string out_;
  std::size_t max_states_ = 20;
};

}  // namespace

std::unique_ptr<Command> MakeDrawCommand() {
  return std::make_unique<DrawCommand>();
}

}  // namespace maybenot::cli
