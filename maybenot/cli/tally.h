// The outcome of a conformance run: counts, and the first failures in words.
#ifndef MAYBENOT_CLI_TALLY_H_
#define MAYBENOT_CLI_TALLY_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace maybenot::cli {

struct Failure {
  std::string case_name;  // "machines.tsv line 3", "trace 12".
  std::string expected;
  std::string actual;
};

struct Tally {
  static constexpr std::size_t kKept = 10;

  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t skipped = 0;         // Each with its reason, below.
  std::vector<Failure> failures;   // The first kKept.
  std::vector<std::string> skips;  // "case: reason", the first kKept.

  void Fail(Failure failure) {
    ++failed;
    if (failures.size() < kKept) failures.push_back(std::move(failure));
  }
  void Skip(std::string why) {
    ++skipped;
    if (skips.size() < kKept) skips.push_back(std::move(why));
  }
};

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_TALLY_H_
