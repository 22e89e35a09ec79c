#include "machines/generation/trace_set.h"

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/simulator/input_trace.h"

namespace generation {
namespace {

using Kind = TraceSet::Kind;

TEST(TraceSetTest, EachRecordedSetHasFourteenFiles) {
  std::set<std::string> all;
  for (const Kind kind : {Kind::kBigEnough, Kind::kTorCircuit,
                          Kind::kDeepFingerprinting, Kind::kGongSurakav}) {
    const std::vector<std::string> files = RecordedFiles(kind);
    EXPECT_EQ(files.size(), 14u);
    all.insert(files.begin(), files.end());
  }
  EXPECT_EQ(all.size(), 4 * 14u);
  EXPECT_TRUE(all.contains("data-tor-circuit-fp/rend/6.log"));
  EXPECT_TRUE(RecordedFiles(Kind::kSynthetic).empty());
}

TEST(TraceSetTest, NamesStandInTheOrderOfTheKinds) {
  ASSERT_EQ(TraceSetNames().size(), 6u);
  EXPECT_EQ(TraceSetNames()[static_cast<std::size_t>(Kind::kGongSurakav)],
            "GongSurakav");
  EXPECT_EQ(TraceSetNames()[static_cast<std::size_t>(Kind::kCustom)], "Custom");
}

// Traces that are told apart by how many packets they have.
TraceCollection Numbered(std::size_t size, bool always_choose) {
  return {
      .size = size,
      .get = [](std::size_t index) -> absl::StatusOr<SharedTrace> {
        maybenot::simulator::InputTrace trace;
        trace.packets.resize(index, {base::Instant{}, true});
        return std::make_shared<const maybenot::simulator::InputTrace>(trace);
      },
      .always_choose = always_choose};
}

std::vector<std::size_t> Chosen(const TraceCollection& collection,
                                std::size_t amount, base::Random& random) {
  std::vector<std::size_t> numbers;
  const auto traces = ChooseTraces(collection, amount, random);
  EXPECT_TRUE(traces.ok()) << traces.status();
  if (!traces.ok()) return numbers;
  for (const SharedTrace& trace : *traces) {
    numbers.push_back(trace->packets.size());
  }
  return numbers;
}

TEST(ChooseTracesTest, AllComeInTheirOrderWithoutADraw) {
  base::Random random = base::Random::FromSeed(1);
  EXPECT_EQ(Chosen(Numbered(4, false), 4, random),
            (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(random.NextU64(), base::Random::FromSeed(1).NextU64());
}

TEST(ChooseTracesTest, ACustomSetIsAlwaysDrawn) {
  base::Random random = base::Random::FromSeed(1);
  const std::vector<std::size_t> chosen = Chosen(Numbered(4, true), 4, random);
  EXPECT_EQ(std::set<std::size_t>(chosen.begin(), chosen.end()).size(), 4u);
  EXPECT_NE(random.NextU64(), base::Random::FromSeed(1).NextU64());
}

TEST(ChooseTracesTest, SaysThatThereAreTooFew) {
  base::Random random = base::Random::FromSeed(1);
  EXPECT_EQ(ChooseTraces(Numbered(4, false), 5, random).status().message(),
            "num_traces is 5: must be at most 4, as many as there are");
}

}  // namespace
}  // namespace generation
