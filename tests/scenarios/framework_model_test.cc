// The framework and its model, over the reference's own calls.
#include "maybenot/testing/framework_model.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/files/files.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/action.h"
#include "maybenot/cli/trace_case.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"

namespace maybenot {
namespace {

// How many actions both returned.
std::size_t ExpectAlike(const cli::TraceCase& trace) {
  std::vector<MachineSpec> specs;
  for (const Machine& machine : *trace.machines) {
    specs.push_back(machine.spec());
  }
  const base::Random random = base::Random::FromSeed(trace.seed);
  FrameworkModel model(specs, trace.limits, random, base::Instant{});
  Framework framework =
      Framework::Create(trace.machines, trace.limits, random, base::Instant{})
          .value();
  std::size_t count = 0;
  for (const cli::TraceCase::Call& call : trace.calls) {
    const std::vector<TriggerAction> expected =
        model.TriggerEvents(call.events, call.at);
    EXPECT_EQ(framework.TriggerEvents(call.events, call.at), expected)
        << trace.name << " " << call.text;
    EXPECT_EQ(framework.all_machines_ended(), model.all_machines_ended());
    count += expected.size();
  }
  return count;
}

TEST(FrameworkModelTest, DoesWhatTheFrameworkDoes) {
  std::size_t actions = 0;
  for (const char* path :
       {"tests/golden/traces.txt", "tests/golden/named_traces.txt"}) {
    const std::string text = base::ReadFile(path).value();
    for (const absl::string_view block : cli::SplitTraces(text)) {
      actions += ExpectAlike(cli::ParseTraceCase(block).value());
    }
  }
  // grep '^>' of both files, words with a colon.
  EXPECT_EQ(actions, 7471u);
}

}  // namespace
}  // namespace maybenot
