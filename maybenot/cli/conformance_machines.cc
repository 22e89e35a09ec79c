#include "maybenot/cli/conformance_machines.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "maybenot/bincode.h"
#include "maybenot/machine.h"
#include "maybenot/machine_json.h"
#include "maybenot/machine_spec.h"

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

// Whether a machine's JSON says all of it: there is none for NaN and
// infinities.
bool JsonIsWhole(const Machine& machine) {
  const absl::StatusOr<MachineSpec> back =
      MachineFromJson(ToJson(machine.spec()));
  return back.ok() && ToBincode(*back) == ToBincode(machine.spec());
}

// Whether `machine` is written as `expected`; a failure says what came.
bool IsWrittenAs(const std::string& name, absl::string_view expected,
                 const Machine& machine, Tally& tally) {
  const absl::StatusOr<std::string> text = machine.Serialize();
  if (!text.ok()) {
    tally.Fail({name, "can be written", std::string(text.status().message())});
  } else if (*text != expected) {
    FailByDifference(name, expected, *text, tally);
  }
  return text.ok() && *text == expected;
}

void CompareName(const std::string& name, absl::string_view expected,
                 const Machine& machine, Tally& tally) {
  const absl::StatusOr<std::string> actual = machine.Name();
  if (actual.ok() && *actual == expected) {
    ++tally.passed;
  } else {
    tally.Fail(
        {name, absl::StrCat("name ", expected),
         actual.ok() ? *actual : std::string(actual.status().message())});
  }
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
  if (JsonIsWhole(*machine)) {
    const absl::StatusOr<Machine> from_json = Machine::Create(*expected);
    if (!from_json.ok()) {
      tally.Fail({name, "a valid machine as JSON",
                  std::string(from_json.status().message())});
      return;
    }
    if (!IsWrittenAs(name, columns[0], *from_json, tally)) return;
  }
  ++tally.passed;
  if (IsWrittenAs(name, columns[0], *machine, tally)) {
    CompareName(name, columns[1], *machine, tally);
  }
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
  if (accepted) CompareName(name, verdict, *machine, tally);
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
        if (IsWrittenAs(name, columns[1], *machine, tally)) {
          CompareName(name, columns[2], *machine, tally);
        }
      });
}

void ReplayParse(absl::string_view text, Tally& tally) {
  ForEachLine(text, 2, tally,
              [&](const std::string& name, const Columns& columns) {
                ReplayVerdict(name, columns, tally);
              });
}

}  // namespace maybenot::cli
