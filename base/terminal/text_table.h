// Tables for eyes on a terminal: columns in groups, numbers to the right.
#ifndef BASE_TERMINAL_TEXT_TABLE_H_
#define BASE_TERMINAL_TEXT_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

namespace base {

class TextTable {
 public:
  // Neighbours of one group share its heading.
  struct Column {
    std::string group;
    std::string name;
  };

  // The first column goes to the left, all others to the right.
  explicit TextTable(std::vector<Column> columns);

  // Requires: as many cells as columns.
  void AddRow(std::vector<std::string> cells);

  // Lines that end in line breaks, without spaces at their ends. Widths count
  // UTF-8 code points.
  std::string Print() const;

 private:
  std::vector<std::size_t> Widths() const;
  // How many columns from `first` on have its group.
  std::size_t GroupSize(std::size_t first) const;
  void AppendRow(const std::vector<std::string>& cells,
                 const std::vector<std::size_t>& widths,
                 std::string& out) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace base

#endif  // BASE_TERMINAL_TEXT_TABLE_H_
