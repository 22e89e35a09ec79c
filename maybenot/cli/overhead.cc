#include "maybenot/cli/overhead.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/statistics.h"
#include "base/terminal/text_table.h"
#include "base/time.h"

namespace maybenot::cli {
namespace {

using Value = std::optional<double> (*)(const TraceOverhead&);

struct Definition {
  const char* group;
  const char* name;
  const char* key;
  const char* unit;
  Value value;
};

// SOURCE: spec/maybenot.md 6.2, "eval".
constexpr Definition kDefinitions[] = {
    {"base", "all", "base", "packets",
     [](const TraceOverhead& t) -> std::optional<double> { return t.base(); }},
    {"base", "sent", "base_sent", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.normal.sent + t.missing.sent;
     }},
    {"base", "received", "base_recv", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.normal.received + t.missing.received;
     }},
    {"defended", "all", "defended", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.defended();
     }},
    {"defended", "sent", "defended_sent", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.normal.sent + t.padding.sent;
     }},
    {"defended", "received", "defended_recv", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.normal.received + t.padding.received;
     }},
    {"missing", "all", "missing", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.missing.both();
     }},
    {"missing", "sent", "missing_sent", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.missing.sent;
     }},
    {"missing", "received", "missing_recv", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.missing.received;
     }},
    {"padding", "all", "padding_total", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.padding.both();
     }},
    {"padding", "sent", "padding_sent", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.padding.sent;
     }},
    {"padding", "received", "padding_received", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.padding.received;
     }},
    {"of it, tail", "all", "tail_padding", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.tail.both();
     }},
    {"of it, tail", "sent", "tail_sent", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.tail.sent;
     }},
    {"of it, tail", "received", "tail_received", "packets",
     [](const TraceOverhead& t) -> std::optional<double> {
       return t.tail.received;
     }},
    {"duration", "base", "base_duration", "seconds",
     [](const TraceOverhead& t) -> std::optional<double> {
       return base::ToSeconds(t.base_last);
     }},
    {"duration", "defended", "defended_duration", "seconds",
     [](const TraceOverhead& t) -> std::optional<double> {
       return base::ToSeconds(t.last);
     }},
    {"duration", "to last normal", "defended_duration_last_normal", "seconds",
     [](const TraceOverhead& t) -> std::optional<double> {
       return base::ToSeconds(t.last_normal);
     }},
    {"overhead", "data", "overhead_data", "multiple",
     [](const TraceOverhead& t) { return t.Data(); }},
    {"overhead", "data sent", "overhead_data_sent", "multiple",
     [](const TraceOverhead& t) { return t.DataSent(); }},
    {"overhead", "data received", "overhead_data_recv", "multiple",
     [](const TraceOverhead& t) { return t.DataReceived(); }},
    {"overhead", "duration", "overhead_duration", "multiple",
     [](const TraceOverhead& t) { return t.Duration(); }},
};

std::string Cell(const Measure& measure, double value) {
  if (measure.traces == 0) return "-";
  return absl::StrFormat("%.*f", measure.unit == "packets" ? 0 : 3, value);
}

}  // namespace

std::vector<Measure> Summarize(absl::Span<const TraceOverhead> traces) {
  std::vector<Measure> measures;
  for (const Definition& definition : kDefinitions) {
    std::vector<double> values;
    for (const TraceOverhead& trace : traces) {
      if (const auto value = definition.value(trace)) values.push_back(*value);
    }
    measures.push_back({definition.group, definition.name, definition.key,
                        definition.unit, values.size(),
                        base::Mean(values).value_or(0),
                        base::StandardDeviation(values).value_or(0),
                        base::Median(values).value_or(0)});
  }
  return measures;
}

std::string MeasuresAsTable(absl::Span<const Measure> measures) {
  base::TextTable table({{"", "measure"},
                         {"", "mean"},
                         {"", "deviation"},
                         {"", "median"},
                         {"", "unit"},
                         {"", "traces"}});
  for (const Measure& measure : measures) {
    table.AddRow({absl::StrCat(measure.group, ", ", measure.name),
                  Cell(measure, measure.mean), Cell(measure, measure.deviation),
                  Cell(measure, measure.median), measure.unit,
                  absl::StrCat(measure.traces)});
  }
  return table.Print();
}

std::string MeasuresAsJson(absl::Span<const Measure> measures,
                           std::size_t traces) {
  nlohmann::ordered_json object = {{"traces", traces}};
  for (const Measure& measure : measures) {
    const auto put = [&](const char* kind, double value) {
      auto& entry =
          object[absl::StrCat(measure.key, "_", kind, "_", measure.unit)];
      if (measure.traces > 0) entry = value;
    };
    put("mean", measure.mean);
    put("std_dev", measure.deviation);
    put("median", measure.median);
  }
  return object.dump() + "\n";
}

}  // namespace maybenot::cli
