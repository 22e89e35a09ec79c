// All numbers of a run by name, and what several seeds say of each.
#ifndef LAB_SUMMARY_H_
#define LAB_SUMMARY_H_

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "base/statistics.h"
#include "lab/results.pb.h"

namespace lab {

// Each number of `run` that is there, by its path ("overhead.bytes.sum"); the
// seed is none.
std::map<std::string, double> Numbers(const results::Run& run);

// Fills defense.intervals from its runs, in the order of Run's fields; leaves
// them empty for fewer than two runs.
void Summarize(results::Defense* defense);

// A number of a defense: its only run's, with a half width of 0, or its mean
// over the seeds. None where fewer than two runs of several have it.
std::optional<base::Interval> Find(const results::Defense& defense,
                                   absl::string_view path);

}  // namespace lab

#endif  // LAB_SUMMARY_H_
