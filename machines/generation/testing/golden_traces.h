// The traces that tests/golden/generation_derive.tsv was made with, and its
// lines.
#ifndef MACHINES_GENERATION_TESTING_GOLDEN_TRACES_H_
#define MACHINES_GENERATION_TESTING_GOLDEN_TRACES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_split.h"
#include "base/time.h"
#include "machines/generation/config.h"
#include "machines/generation/testing/read_golden.h"
#include "machines/generation/trace_set.h"
#include "maybenot/simulator/input_trace.h"

namespace generation::testing {

// 300 packets of a linear congruential generator that starts at `number`.
inline maybenot::simulator::InputTrace MakeTrace(std::uint64_t number) {
  maybenot::simulator::InputTrace trace;
  std::uint64_t x = number;
  std::uint64_t at = 0;
  for (int i = 0; i < 300; ++i) {
    x = x * 6364136223846793005u + 1442695040888963407u;
    at += (x >> 33) % ((x >> 20) % 16 == 0 ? 300'000'000u : 5'000'000u);
    trace.packets.push_back(
        {base::Instant(base::Duration(static_cast<std::int64_t>(at))),
         (x >> 60) % 4 == 0});
  }
  return trace;
}

// Of the lines, those that begin with `kind` ("derive" or "combo"), as fields.
inline std::vector<std::vector<std::string>> ReadLines(
    const std::string& kind) {
  std::istringstream in(ReadGolden("derive.tsv"));
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields[0] == kind) lines.push_back(fields);
  }
  return lines;
}

// A custom folder with six traces, in the order that the reference saw.
inline TraceCollection GoldenTraces() {
  std::vector<SharedTrace> traces;
  for (const std::string& name : std::vector<std::string>(
           absl::StrSplit(ReadLines("order")[0][1], ' '))) {
    traces.push_back(std::make_shared<const maybenot::simulator::InputTrace>(
        MakeTrace(static_cast<std::uint64_t>(name[0] - '0'))));
  }
  return {.size = traces.size(),
          .get = [traces](std::size_t index) -> absl::StatusOr<SharedTrace> {
            return traces[index];
          },
          .always_choose = true};
}

// The configuration of that name; [derive] is there.
inline Config GoldenConfig(const std::string& name) {
  return ParseConfig(ReadGolden(name + ".toml"), name).value();
}

}  // namespace generation::testing

#endif  // MACHINES_GENERATION_TESTING_GOLDEN_TRACES_H_
