#include "lab/distributions_text.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"

namespace lab {
namespace {

class Writer {
 public:
  explicit Writer(const base::FileReader& read_file) : read_file_(read_file) {}

  // Flow style: beside maps there are numbers and names alone, which need no
  // quotes.
  absl::StatusOr<std::string> Write(const base::Yaml& node) {
    if (!node.is_map()) return node.AsString();
    ASSIGN_OR_RETURN(const auto children, node.AsMap());
    std::vector<std::string> entries;
    for (const auto& [key, child] : children) {
      ASSIGN_OR_RETURN(std::string value, Write(child));
      if (key == "weights_file") {
        ASSIGN_OR_RETURN(value, Move(value));
      }
      entries.push_back(absl::StrCat(key, ": ", value));
    }
    return absl::StrCat("{", absl::StrJoin(entries, ", "), "}");
  }

  std::map<std::string, std::string> TakeFiles() { return std::move(files_); }

 private:
  // The new name of the file at `path`.
  absl::StatusOr<std::string> Move(const std::string& path) {
    const auto [known, is_new] = names_.try_emplace(
        path, absl::StrCat("weights-", names_.size() + 1, ".csv"));
    if (is_new) {
      ASSIGN_OR_RETURN(files_[known->second], read_file_(path));
    }
    return known->second;
  }

  const base::FileReader& read_file_;
  std::map<std::string, std::string> names_;  // By path.
  std::map<std::string, std::string> files_;
};

}  // namespace

absl::StatusOr<DistributionsText> WriteDistributions(
    const base::Yaml& node, const base::FileReader& read_file) {
  Writer writer(read_file);
  DistributionsText text;
  ASSIGN_OR_RETURN(text.yaml, writer.Write(node));
  text.weights_files = writer.TakeFiles();
  return text;
}

}  // namespace lab
