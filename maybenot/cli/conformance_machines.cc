#include "maybenot/cli/conformance_machines.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "maybenot/machine.h"
#include "maybenot/machine_json.h"
#include "maybenot/machine_spec.h"
#include "maybenot/text_form.h"

namespace maybenot::cli {
namespace {

using Columns = std::vector<absl::string_view>;

// Calls `replay(case name, columns)` for each line that has `count` columns;
// other lines fail.
template <typename Replay>
void ForEachLine(absl::string_view text, std::size_t count, Tally& tally,
                 Replay replay) {
  std::size_t number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty()) continue;
    const Columns columns = absl::StrSplit(line, '\t');
    const std::string name = absl::StrCat("line ", number);
    if (columns.size() == count) {
      replay(name, columns);
    } else {
      tally.Fail({name, absl::StrCat(count, " columns between tabs"),
                  absl::StrCat(columns.size())});
    }
  }
}

// Whether the reference wrote a text itself. A name is the hash of what it
// would write, which need not be what it reads.
enum class Written : bool { kAnyhow, kByTheReference };

void CompareNames(const std::string& name, absl::string_view text,
                  absl::string_view expected, Written written,
                  const Machine& machine, Tally& tally) {
  const std::string actual = NameOfText(text);
  if (actual != expected) {
    if (written == Written::kByTheReference) {
      tally.Fail({name, absl::StrCat("name ", expected), actual});
    } else {
      tally.Skip(absl::StrCat(name,
                              ": name not compared: the reference compresses "
                              "this machine to other bytes"));
    }
    return;
  }
  const absl::StatusOr<std::string> ours = machine.Serialize();
  if (ours.ok() && *ours == text) {
    ++tally.passed;
  } else {
    tally.Skip(absl::StrCat(
        name, ": name not compared: we compress this machine to other bytes"));
  }
}

// The part of both that differs, with a little before it.
void FailByDifference(const std::string& name, absl::string_view expected,
                      absl::string_view actual, Tally& tally) {
  constexpr std::size_t kBefore = 40;
  constexpr std::size_t kShown = 120;
  std::size_t at = 0;
  while (at < expected.size() && at < actual.size() &&
         expected[at] == actual[at]) {
    ++at;
  }
  const std::size_t begin = at < kBefore ? 0 : at - kBefore;
  const absl::string_view dots = begin == 0 ? "" : "...";
  tally.Fail({name, absl::StrCat(dots, expected.substr(begin, kShown)),
              absl::StrCat(dots, actual.substr(begin, kShown))});
}

void ReplayMachine(const std::string& name, const Columns& columns,
                   Tally& tally) {
  const absl::StatusOr<Machine> machine = Machine::Parse(columns[0]);
  if (!machine.ok()) {
    tally.Fail({name, "accepted", std::string(machine.status().message())});
    return;
  }
  const absl::StatusOr<MachineSpec> expected = MachineFromJson(columns[2]);
  if (!expected.ok()) {
    tally.Fail(
        {name, "a machine as JSON", std::string(expected.status().message())});
    return;
  }
  // As JSON, in which NaN and infinities are equal.
  const std::string wanted = ToJson(*expected);
  const std::string actual = ToJson(machine->spec());
  if (wanted != actual) {
    FailByDifference(name, wanted, actual, tally);
    return;
  }
  ++tally.passed;
  CompareNames(name, columns[0], columns[1], Written::kByTheReference, *machine,
               tally);
}

void ReplayVerdict(const std::string& name, const Columns& columns,
                   Tally& tally) {
  absl::string_view verdict = columns[1];
  const bool accepted = absl::ConsumePrefix(&verdict, "ok ");
  if (!accepted && verdict != "err") {
    tally.Fail({name, "verdict \"err\" or \"ok NAME\"", std::string(verdict)});
    return;
  }
  const absl::StatusOr<Machine> machine = Machine::Parse(columns[0]);
  if (machine.ok() != accepted) {
    tally.Fail(
        {name, accepted ? "accepted" : "refused",
         machine.ok() ? "accepted" : std::string(machine.status().message())});
    return;
  }
  ++tally.passed;
  if (accepted) {
    CompareNames(name, columns[0], verdict, Written::kAnyhow, *machine, tally);
  }
}

}  // namespace

void ReplayMachines(absl::string_view text, Tally& tally) {
  ForEachLine(text, 3, tally,
              [&](const std::string& name, const Columns& columns) {
                ReplayMachine(name, columns, tally);
              });
}

void ReplayNamed(absl::string_view text, Tally& tally) {
  ForEachLine(
      text, 3, tally, [&](const std::string& line, const Columns& columns) {
        const std::string name = absl::StrCat(line, ", ", columns[0]);
        const absl::StatusOr<Machine> machine = Machine::Parse(columns[1]);
        if (!machine.ok()) {
          tally.Fail(
              {name, "accepted", std::string(machine.status().message())});
          return;
        }
        ++tally.passed;
        CompareNames(name, columns[1], columns[2], Written::kByTheReference,
                     *machine, tally);
      });
}

void ReplayParse(absl::string_view text, Tally& tally) {
  ForEachLine(text, 2, tally,
              [&](const std::string& name, const Columns& columns) {
                ReplayVerdict(name, columns, tally);
              });
}

}  // namespace maybenot::cli
