#include "maybenot/machine_json.h"

#include <cmath>
#include <cstddef>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

// One of each: action, counters of both kinds, a list.
constexpr absl::string_view kSample =
    R"({"allowed_padding_packets":5,"max_padding_frac":0.5,)"
    R"("allowed_blocked_microsec":7,"max_blocking_frac":0.0,"states":[{)"
    R"("action":{"SendPadding":{"bypass":true,"replace":false,"timeout":)"
    R"({"dist":{"Gamma":{"scale":1.0,"shape":2.5}},"start":3.0,"max":0.0},)"
    R"("limit":null}},"counter":[{"operation":"Set","dist":null,"copy":true},)"
    R"(null],"transitions":[null,null,null,[[0,0.31199998],[4294967295,0.5]],)"
    R"(null,null,null,null,null,null,null,null,null]}]})";

MachineSpec Sample() {
  MachineSpec spec;
  spec.allowed_padding_packets = 5;
  spec.max_padding_frac = 0.5;
  spec.allowed_blocked_microsec = 7;
  spec.states.resize(1);
  spec.states[0].action =
      SendPadding{true, false, Dist{Gamma{1, 2.5}, 3, 0}, std::nullopt};
  spec.states[0].counters[0] = Counter{Operation::kSet, std::nullopt, true};
  spec.states[0].transitions[3].emplace(
      {Trans{0, 0.31199998f}, Trans{kStateEnd, 0.5f}});
  return spec;
}

// The error of kSample with `from` replaced by `to`.
std::string ErrorWith(absl::string_view from, absl::string_view to) {
  const std::string json = absl::StrReplaceAll(kSample, {{from, to}});
  EXPECT_NE(json, kSample) << from;
  return std::string(MachineFromJson(json).status().message());
}

TEST(MachineJsonTest, HasTheShapeOfSerde) {
  EXPECT_EQ(ToJson(Sample()), kSample);
  EXPECT_EQ(MachineFromJson(kSample).value(), Sample());
}

TEST(MachineJsonTest, EqualsTheReferenceByteForByte) {
  std::ifstream file("tests/golden/machines.tsv");
  std::string line;
  std::size_t lines = 0;
  while (std::getline(file, line)) {
    ++lines;
    const std::vector<std::string> columns = absl::StrSplit(line, '\t');
    ASSERT_EQ(columns.size(), 3u);
    const MachineSpec spec = Machine::Parse(columns[0]).value().spec();
    EXPECT_EQ(ToJson(spec), columns[2]) << "line " << lines;
    EXPECT_EQ(MachineFromJson(columns[2]).value(), spec) << "line " << lines;
  }
  EXPECT_EQ(lines, 200u);
}

TEST(MachineJsonTest, HasNullForWhatIsNotFinite) {
  MachineSpec spec = Sample();
  spec.max_padding_frac = std::nan("");
  spec.max_blocking_frac = std::numeric_limits<double>::infinity();
  const std::string json = ToJson(spec);
  EXPECT_THAT(json, HasSubstr(R"("max_padding_frac":null)"));
  EXPECT_THAT(json, HasSubstr(R"("max_blocking_frac":null)"));
  const MachineSpec back = MachineFromJson(json).value();
  EXPECT_TRUE(std::isnan(back.max_padding_frac));
  EXPECT_TRUE(std::isnan(back.max_blocking_frac));
}

TEST(MachineJsonTest, TakesWhatIsLeftOutForNone) {
  const std::string json = absl::StrReplaceAll(
      kSample, {{R"(,"limit":null)", ""}, {R"("dist":null,)", ""}});
  EXPECT_EQ(MachineFromJson(json).value(), Sample());
}

TEST(MachineJsonTest, SaysWhereAndWhatIsWrong) {
  EXPECT_EQ(ErrorWith(R"("bypass":true)", R"("bypass":3)"),
            "JSON: states[0].action.SendPadding.bypass is 3: must be true or "
            "false");
  EXPECT_EQ(ErrorWith("[0,0.31199998]", "[-1,0.5]"),
            "JSON: states[0].transitions[3][0][0] is -1: must be a whole "
            "number from 0 to 18446744073709551615");
  EXPECT_EQ(ErrorWith(R"("scale":1.0)", R"("scale":1.0,"rate":2)"),
            "JSON: states[0].action.SendPadding.timeout.dist.Gamma has the key "
            "\"rate\": must have no keys but scale, shape");
  EXPECT_THAT(ErrorWith(R"("Gamma")", R"("Gama")"),
              HasSubstr("timeout.dist has 1 elements: must be an object with "
                        "one of the keys Uniform, Normal,"));
  EXPECT_THAT(ErrorWith(R"("Set")", R"("set")"),
              HasSubstr("counter[0].operation is \"set\": must be one of "
                        "Increment, Decrement, Set"));
  EXPECT_THAT(ErrorWith(R"("max_padding_frac":0.5,)", ""),
              HasSubstr("max_padding_frac is missing"));
  EXPECT_THAT(ErrorWith(R"(,null]}]})", R"(]}]})"),
              HasSubstr("transitions has 12 elements: must be a list of 13"));
  EXPECT_THAT(ErrorWith(R"("max_blocking_frac")", R"("max_padding_frac")"),
              HasSubstr("\"max_padding_frac\" twice"));
}

TEST(MachineJsonTest, ReadsADistributionAlone) {
  EXPECT_EQ(
      DistFromJson(R"({"dist":{"Binomial":{"trials":20,"probability":0.5}},)"
                   R"("start":1.0,"max":2})")
          .value(),
      (Dist{Binomial{20, 0.5}, 1, 2}));
  EXPECT_FALSE(DistFromJson(R"({"dist":{"Binomial":{"trials":20}}})").ok());
}

}  // namespace
}  // namespace maybenot
