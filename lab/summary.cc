#include "lab/summary.h"

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace lab {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What is not part of what was measured.
bool IsNumber(const FieldDescriptor& field) { return field.name() != "seed"; }

// The paths of all numbers that `descriptor`'s messages can have, in the order
// of their fields.
void AppendPaths(const Descriptor& descriptor, const std::string& prefix,
                 std::vector<std::string>& out) {
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    const std::string path = absl::StrCat(prefix, field.name());
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      AppendPaths(*field.message_type(), absl::StrCat(path, "."), out);
    } else if (IsNumber(field)) {
      out.push_back(path);
    }
  }
}

double ValueOf(const Message& message, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(message, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(reflection.GetUInt64(message, &field));
    default:
      return reflection.GetDouble(message, &field);  // Run has no other type.
  }
}

void AddNumbers(const Message& message, const std::string& prefix,
                std::map<std::string, double>& out) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (field.has_presence() && !reflection.HasField(message, &field)) continue;
    const std::string path = absl::StrCat(prefix, field.name());
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      AddNumbers(reflection.GetMessage(message, &field),
                 absl::StrCat(path, "."), out);
    } else if (IsNumber(field)) {
      out.emplace(path, ValueOf(message, field));
    }
  }
}

}  // namespace

std::map<std::string, double> Numbers(const results::Run& run) {
  std::map<std::string, double> numbers;
  AddNumbers(run, "", numbers);
  return numbers;
}

void Summarize(results::Defense* defense) {
  defense->clear_intervals();
  std::vector<std::map<std::string, double>> runs;
  for (const results::Run& run : defense->runs()) runs.push_back(Numbers(run));
  std::vector<std::string> paths;
  AppendPaths(*results::Run::descriptor(), "", paths);
  for (const std::string& path : paths) {
    std::vector<double> values;
    for (const auto& numbers : runs) {
      const auto number = numbers.find(path);
      if (number != numbers.end()) values.push_back(number->second);
    }
    const std::optional<base::Interval> found =
        base::ConfidenceInterval95(values);
    if (!found) continue;
    results::Interval& interval = *defense->add_intervals();
    interval.set_metric(path);
    interval.set_runs(static_cast<std::uint32_t>(values.size()));
    interval.set_mean(found->mean);
    interval.set_half_width(found->half_width);
  }
}

std::optional<base::Interval> Find(const results::Defense& defense,
                                   absl::string_view path) {
  if (defense.runs_size() == 1) {
    const std::map<std::string, double> numbers = Numbers(defense.runs(0));
    const auto number = numbers.find(std::string(path));
    if (number == numbers.end()) return std::nullopt;
    return base::Interval{number->second, 0};
  }
  for (const results::Interval& interval : defense.intervals()) {
    if (interval.metric() == path) {
      return base::Interval{interval.mean(), interval.half_width()};
    }
  }
  return std::nullopt;
}

}  // namespace lab
