// The command maybenot: looks at machines, and at whether this engine does what
// the reference does.

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "maybenot/cli/conformance.h"
#include "maybenot/cli/show.h"

namespace {

constexpr const char* kShowFooter = R"(
A machine is a string that begins with 02, or JSON as serde_json writes it.
A file has one a line; blank lines and lines that begin with # are passed over.

Examples:
  maybenot show 02eNpjYEAHjOgCAAA0AAI=
  maybenot show --json machines.txt
  head -1 machines.txt | maybenot show -
  maybenot show --text machine.json

What is shown: limits, then each state with its action, its counters, and where
each event leads. "state 1 (0.25), END (0.5), else none" is one draw: state 1
with probability 0.25, END with 0.5, and otherwise nothing happens. Times are
in microseconds. END is for good; SIGNAL tells the other machines.)";

constexpr const char* kConformanceFooter = R"(
Each file is of one kind, told by its first line:
  machines      TEXT, NAME, JSON        read alike, to the same fields
  named         DEFENSE, TEXT, NAME     accepted
  parse         TEXT, err or ok NAME    accepted or refused alike
  dists         JSON, seed, samples     equal to the last bit
  traces        calls of the framework  the same actions
  defenders     events of one side      the same packets and timers

Examples:
  maybenot conformance tests/golden/machines.tsv
  maybenot conformance tests/golden/*.tsv tests/golden/*.txt

A name is the hash of a machine's text as the reference compresses it: it passes
where we compress the machine to the same text, and is counted as skipped where
we do not.)";

constexpr const char* kFooter = R"(
Examples:
  maybenot show 02eNpjYEAHjOgCAAA0AAI=      a machine in words
  maybenot conformance tests/golden/*.tsv   the engine against the reference

Exit codes: 0 it went well, 1 something was refused or failed, 2 a bad call.)";

constexpr int kBadCall = 2;

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Looks at traffic analysis defenses of the Maybenot framework.",
               "maybenot");
  app.footer(kFooter);
  app.require_subcommand(1);

  CLI::App* show = app.add_subcommand("show", "Show machines in words.");
  show->footer(kShowFooter);
  std::vector<std::string> machines;
  bool json = false;
  bool text = false;
  show->add_option("MACHINE", machines, "A machine, a file of machines, or -.")
      ->required();
  CLI::Option* json_flag =
      show->add_flag("--json", json, "As JSON, one a line.");
  show->add_flag("--text", text, "In the text form, one a line.")
      ->excludes(json_flag);

  CLI::App* conformance = app.add_subcommand(
      "conformance", "Replay files of what the reference does.");
  conformance->footer(kConformanceFooter);
  std::vector<std::string> files;
  conformance->add_option("FILE", files, "A file of the reference, or -.")
      ->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadCall;
  }
  if (show->parsed()) {
    using maybenot::cli::ShowAs;
    const ShowAs as = json   ? ShowAs::kJson
                      : text ? ShowAs::kText
                             : ShowAs::kWords;
    return maybenot::cli::RunShow(machines, as, std::cout, std::cerr);
  }
  return maybenot::cli::RunConformance(files, std::cout, std::cerr);
}
