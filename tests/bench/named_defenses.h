// The named defenses of tests/golden/named.tsv, for benchmarks.
#ifndef TESTS_BENCH_NAMED_DEFENSES_H_
#define TESTS_BENCH_NAMED_DEFENSES_H_

#include <fstream>
#include <string>
#include <vector>

#include "base/check.h"

namespace bench {

struct NamedDefense {
  std::string name;
  std::vector<std::string> machines;  // Text forms, in their order.
};

// How many there are; a benchmark takes an index below it as its argument.
inline constexpr int kNamedDefenses = 13;

inline const std::vector<NamedDefense>& NamedDefenses() {
  static const std::vector<NamedDefense>* const all = [] {
    auto* defenses = new std::vector<NamedDefense>();
    std::ifstream in("tests/golden/named.tsv");
    std::string name, machine, hash;
    while (in >> name >> machine >> hash) {
      if (defenses->empty() || defenses->back().name != name) {
        defenses->push_back({name, {}});
      }
      defenses->back().machines.push_back(machine);
    }
    BASE_CHECK(defenses->size() == kNamedDefenses);
    return defenses;
  }();
  return *all;
}

}  // namespace bench

#endif  // TESTS_BENCH_NAMED_DEFENSES_H_
