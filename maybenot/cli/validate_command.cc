#include "maybenot/cli/validate_command.h"

#include <CLI/CLI.hpp>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/given_machines.h"

namespace maybenot::cli {
namespace {

constexpr const char* kFooter = R"(
One line each: "ok NAME STATES", or "bad" and why, with the layer or field, its
value and its bound. A string is judged as the Rust crate judges it.

Examples:
  maybenot validate machines.txt
  maybenot validate --json machines.txt | jq 'select(.ok | not)'
  maybenot validate 02eNpjYEAHjOgCAAA0AAI= && echo a machine)";

// How it is said of one candidate.
struct Verdict {
  std::string where;
  std::string name;  // Empty: bad.
  std::size_t states = 0;
  std::string error;
};

Verdict Judge(const Candidate& candidate) {
  Verdict verdict{candidate.where, "", 0, ""};
  if (!candidate.machine.ok()) {
    verdict.error = std::string(candidate.machine.status().message());
    return verdict;
  }
  // What is too large for the text form has no name.
  absl::StatusOr<std::string> name = candidate.machine->Name();
  if (!name.ok()) {
    verdict.error = std::string(name.status().message());
    return verdict;
  }
  verdict.name = *std::move(name);
  verdict.states = candidate.machine->num_states();
  return verdict;
}

std::string Line(const Verdict& verdict) {
  const std::string where =
      verdict.where.empty() ? "" : absl::StrCat(verdict.where, ": ");
  if (!verdict.error.empty()) {
    return absl::StrCat(where, "bad: ", verdict.error);
  }
  return absl::StrCat(where, "ok ", verdict.name, " ", verdict.states,
                      verdict.states == 1 ? " state" : " states");
}

std::string JsonLine(const Verdict& verdict) {
  nlohmann::ordered_json json;
  json["ok"] = verdict.error.empty();
  if (!verdict.where.empty()) json["where"] = verdict.where;
  if (verdict.error.empty()) {
    json["name"] = verdict.name;
    json["states"] = verdict.states;
  } else {
    json["error"] = verdict.error;
  }
  // What is not UTF-8 in an error is replaced.
  return json.dump(-1, ' ', false,
                   nlohmann::ordered_json::error_handler_t::replace);
}

class ValidateCommand final : public Command {
 public:
  CLI::App* AddTo(CLI::App& app) override {
    CLI::App* command =
        app.add_subcommand("validate", "Say what is a machine, and what not.");
    command->footer(kFooter);
    command
        ->add_option("MACHINE", arguments_,
                     "A machine, a file of machines, or -.")
        ->required();
    command->add_flag("--json", json_, "As JSON, one object a line.");
    return command;
  }

  int Run(const Terminal& terminal) override {
    int code = kDone;
    for (const std::string& argument : arguments_) {
      const absl::StatusOr<std::vector<Candidate>> candidates =
          FindCandidates(argument);
      if (!candidates.ok()) {
        terminal.err << candidates.status().message() << "\n";
        code = kBadInput;
        continue;
      }
      for (const Candidate& candidate : *candidates) {
        const Verdict verdict = Judge(candidate);
        terminal.out << (json_ ? JsonLine(verdict) : Line(verdict)) << "\n";
        if (!verdict.error.empty()) code = kBadInput;
      }
    }
    return code;
  }

 private:
  std::vector<std::string> arguments_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> MakeValidateCommand() {
  return std::make_unique<ValidateCommand>();
}

}  // namespace maybenot::cli
