#include "base/terminal/text_table.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"

namespace base {
namespace {

constexpr std::size_t kGap = 2;       // Between columns of one group.
constexpr std::size_t kGroupGap = 4;  // Between groups.

std::size_t WidthOf(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (c & '\xc0') != '\x80'; }));
}

std::string Spaces(std::size_t count) { return std::string(count, ' '); }

std::string ToTheRight(const std::string& text, std::size_t width) {
  return absl::StrCat(Spaces(width - std::min(width, WidthOf(text))), text);
}

std::string ToTheLeft(const std::string& text, std::size_t width) {
  return absl::StrCat(text, Spaces(width - std::min(width, WidthOf(text))));
}

void AppendLine(std::string line, std::string& out) {
  line.erase(line.find_last_not_of(' ') + 1);
  absl::StrAppend(&out, line, "\n");
}

}  // namespace

TextTable::TextTable(std::vector<Column> columns)
    : columns_(std::move(columns)) {
  BASE_CHECK(!columns_.empty());
}

void TextTable::AddRow(std::vector<std::string> cells) {
  BASE_CHECK(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
}

std::size_t TextTable::GroupSize(std::size_t first) const {
  std::size_t end = first + 1;
  while (end < columns_.size() &&
         columns_[end].group == columns_[first].group) {
    ++end;
  }
  return end - first;
}

std::vector<std::size_t> TextTable::Widths() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = WidthOf(columns_[i].name);
    for (const auto& row : rows_) width = std::max(width, WidthOf(row[i]));
    widths.push_back(width);
  }
  // A heading wider than its columns widens the first of them.
  for (std::size_t i = 0; i < columns_.size(); i += GroupSize(i)) {
    std::size_t width = (GroupSize(i) - 1) * kGap;
    for (std::size_t k = 0; k < GroupSize(i); ++k) width += widths[i + k];
    const std::size_t heading = WidthOf(columns_[i].group);
    if (heading > width) widths[i] += heading - width;
  }
  return widths;
}

std::string TextTable::Print() const {
  const std::vector<std::size_t> widths = Widths();
  std::string out, groups;
  for (std::size_t i = 0; i < columns_.size(); i += GroupSize(i)) {
    std::size_t width = (GroupSize(i) - 1) * kGap;
    for (std::size_t k = 0; k < GroupSize(i); ++k) width += widths[i + k];
    absl::StrAppend(&groups, i == 0 ? "" : Spaces(kGroupGap),
                    ToTheRight(columns_[i].group, width));
  }
  AppendLine(std::move(groups), out);
  std::vector<std::string> names;
  for (const Column& column : columns_) names.push_back(column.name);
  AppendRow(names, widths, out);
  for (const std::vector<std::string>& row : rows_) AppendRow(row, widths, out);
  return out;
}

void TextTable::AppendRow(const std::vector<std::string>& cells,
                          const std::vector<std::size_t>& widths,
                          std::string& out) const {
  std::string line = ToTheLeft(cells[0], widths[0]);
  for (std::size_t i = 1; i < cells.size(); ++i) {
    const bool same_group = columns_[i].group == columns_[i - 1].group;
    absl::StrAppend(&line, Spaces(same_group ? kGap : kGroupGap),
                    ToTheRight(cells[i], widths[i]));
  }
  AppendLine(std::move(line), out);
}

}  // namespace base
