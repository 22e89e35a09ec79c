#include "lab/report.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/statistics.h"
#include "base/terminal/text_table.h"
#include "base/time.h"
#include "base/units.h"
#include "lab/summary.h"

namespace lab {
namespace {

enum class Unit : std::uint8_t { kCount, kBytes, kRatio, kSeconds, kPercent };

// One column: which number of a defense, and how it is written.
struct Number {
  std::string group;
  std::string name;
  std::string path;
  Unit unit;
  double scale = 1;
};

// After the point, so that three digits show in all.
int RatioDigits(double magnitude) {
  if (magnitude < 9.995) return 2;
  return magnitude < 99.95 ? 1 : 0;
}

std::string Format(double value, Unit unit) {
  switch (unit) {
    case Unit::kCount:
      return absl::StrFormat("%.*f", value == std::floor(value) ? 0 : 1, value);
    case Unit::kBytes:
      return base::FormatSize(value);
    case Unit::kRatio:
      return absl::StrFormat("%.*f", RatioDigits(std::fabs(value)), value);
    case Unit::kSeconds:
      return absl::StrFormat("%.3f", value);
    case Unit::kPercent:
      return absl::StrFormat("%.1f", value);
  }
  return "";
}

std::string Cell(const results::Defense& defense, const Number& number) {
  const std::optional<base::Interval> found = Find(defense, number.path);
  if (!found) return "-";
  std::string text = Format(found->mean * number.scale, number.unit);
  if (defense.runs_size() > 1) {
    absl::StrAppend(&text, "±",
                    Format(found->half_width * number.scale, number.unit));
  }
  return text;
}

std::string Table(const results::Results& results,
                  const std::vector<Number>& numbers) {
  std::vector<base::TextTable::Column> columns = {{"", "defense"}};
  for (const Number& number : numbers) {
    columns.push_back({number.group, number.name});
  }
  base::TextTable table(std::move(columns));
  for (const results::Defense& defense : results.defenses()) {
    std::vector<std::string> cells = {defense.name()};
    for (const Number& number : numbers) cells.push_back(Cell(defense, number));
    table.AddRow(std::move(cells));
  }
  return table.Print();
}

void AddTimes(const std::string& group, const std::string& path,
              std::vector<Number>& numbers) {
  for (const char* percentile : {"p50", "p95", "p99"}) {
    numbers.push_back({group, percentile, absl::StrCat(path, ".", percentile),
                       Unit::kSeconds});
  }
}

void AddRatios(const std::string& group, const std::string& path,
               std::vector<Number>& numbers) {
  for (const char* ratio : {"sum", "mean", "median"}) {
    numbers.push_back(
        {group, ratio, absl::StrCat(path, ".", ratio), Unit::kRatio});
  }
}

std::vector<Number> MessageNumbers() {
  const std::string group = "messages";
  std::vector<Number> numbers = {
      {group, "sent", "messages.sent", Unit::kCount},
      {group, "due", "messages.expected", Unit::kCount},
      {group, "received", "messages.received", Unit::kCount},
      {group, "receipts", "messages.receipts", Unit::kCount},
      {group, "never", "messages.never_answered", Unit::kCount},
      {group, "twice", "messages.duplicates", Unit::kCount},
  };
  AddTimes("receipt after, s", "receipt_round_trip", numbers);
  numbers.push_back({"", ">30 s, %", "fraction_over_30s", Unit::kPercent, 100});
  return numbers;
}

std::vector<Number> CostNumbers() {
  std::vector<Number> numbers;
  AddRatios("overhead, bytes", "overhead.bytes", numbers);
  AddRatios("without tail", "overhead_without_tail.bytes", numbers);
  AddRatios("overhead, cells", "overhead.cells", numbers);
  AddRatios("without their tail", "overhead_without_tail.cells", numbers);
  const std::string group = "bytes an hour";
  numbers.push_back({group, "all", "bytes_per_hour", Unit::kBytes});
  numbers.push_back(
      {group, "a conversation", "bytes_per_conversation_hour", Unit::kBytes});
  return numbers;
}

std::vector<Number> DelayNumbers(const results::Results& results) {
  std::vector<Number> numbers;
  AddTimes("added delay up, s", "added_delay_up", numbers);
  AddTimes("added delay down, s", "added_delay_down", numbers);
  const double available = results.measured_seconds() * results.conversations();
  const double percent = available > 0 ? 100 / available : 0;
  numbers.push_back({"blocked, % of time", "up", "up.blocked_seconds",
                     Unit::kPercent, percent});
  numbers.push_back({"blocked, % of time", "down", "down.blocked_seconds",
                     Unit::kPercent, percent});
  return numbers;
}

std::vector<Number> CellNumbers() {
  std::vector<Number> numbers;
  for (const char* direction : {"up", "down"}) {
    const std::string cells = absl::StrCat("cells ", direction);
    const std::string bytes = absl::StrCat("bytes ", direction);
    const auto path = [direction](const char* field) {
      return absl::StrCat(direction, ".", field);
    };
    numbers.push_back({cells, "normal", path("normal_cells"), Unit::kCount});
    numbers.push_back({cells, "padding", path("padding_cells"), Unit::kCount});
    numbers.push_back({bytes, "payload", path("payload_bytes"), Unit::kBytes});
    numbers.push_back({bytes, "fill", path("fill_bytes"), Unit::kBytes});
    numbers.push_back({bytes, "padding", path("padding_bytes"), Unit::kBytes});
  }
  return numbers;
}

// "front: restarts 12, refused 3"; only what happened.
std::string ExceptionLines(const results::Results& results) {
  static constexpr absl::string_view kPrefix = "exceptions.";
  const google::protobuf::Descriptor& fields =
      *results::Exceptions::descriptor();
  std::string out;
  for (const results::Defense& defense : results.defenses()) {
    std::vector<std::string> happened;
    for (int i = 0; i < fields.field_count(); ++i) {
      const std::string& name = fields.field(i)->name();
      const Number number{"", name, absl::StrCat(kPrefix, name), Unit::kCount};
      const std::optional<base::Interval> found = Find(defense, number.path);
      if (!found || found->mean == 0) continue;
      happened.push_back(absl::StrCat(name, " ", Cell(defense, number)));
    }
    if (happened.empty()) continue;
    absl::StrAppend(&out, "  ", defense.name(), ": ",
                    absl::StrJoin(happened, ", "), "\n");
  }
  return out.empty() ? "  none\n" : out;
}

std::string Duration(double seconds) {
  return base::FormatDuration(base::FromSeconds(seconds));
}

// What the population's cells crossed.
std::string Network(const results::Results& results) {
  if (!results.has_link()) {
    return "mgen-server and mgen-client on loopback, in real time";
  }
  const results::AccessLink& link = results.link();
  const std::string rate =
      link.rate_bits_per_second() == 0
          ? "unlimited rate"
          : absl::StrCat(
                Format(static_cast<double>(link.rate_bits_per_second()) / 1e6,
                       Unit::kRatio),
                " Mbit/s");
  return absl::StrCat(rate, ", ", Duration(link.delay_seconds()),
                      " one way, loss ",
                      Format(100 * link.loss(), Unit::kPercent), " %");
}

std::string Heading(const results::Results& results) {
  std::string seeds = absl::StrCat("seed ", results.seeds(0));
  if (results.seeds_size() > 1) {
    seeds = absl::StrCat("seeds ", results.seeds(0), "..",
                         results.seeds(results.seeds_size() - 1),
                         " (mean±95 % interval)");
  }
  return absl::StrCat(results.experiment(), ": ", results.users(), " users in ",
                      results.groups(), " groups, ", results.conversations(),
                      " conversations; ", Duration(results.measured_seconds()),
                      " measured after ", Duration(results.warmup_seconds()),
                      ", answers awaited for ",
                      Duration(results.drain_seconds()), "; ", Network(results),
                      "; ", seeds, "\n");
}

constexpr absl::string_view kLegend =
    R"(sent: by the model; due: once for each other member of the group; received and
answered once each (never: not answered by the end; twice: received again).
receipt after: from the model's send to the receipt; >30 s: of those due, later
or never. overhead: defended / undefended - 1 of the same seed, both directions,
over conversations with traffic; sum of all, mean and median of each one's own.
tail: padding after a conversation's last normal cell. A plain write is one
cell. up: to the server. added delay: of a normal cell, queued until written.
fill: what payload leaves free in a cell. Bytes are those of cells, without TLS.
)";

}  // namespace

std::string Report(const results::Results& results) {
  return absl::StrCat(Heading(results), "\nMessages\n",
                      Table(results, MessageNumbers()), "\nCost\n",
                      Table(results, CostNumbers()), "\nDelay\n",
                      Table(results, DelayNumbers(results)), "\nCells\n",
                      Table(results, CellNumbers()), "\nExceptions\n",
                      ExceptionLines(results), "\n", kLegend);
}

}  // namespace lab
