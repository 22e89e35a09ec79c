#include "maybenot/machine.h"

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

struct Verdict {
  absl::string_view name;
  absl::string_view text;
  bool accepted;
};

// SOURCE: spec/maybenot.md Appendix A, observed from the reference.
constexpr Verdict kVerdicts[] = {
    {"no-op", "02eNpjYEAHjOgCAAA0AAI=", true},
    {"version 01", "01eNpjYEAHjOgCAAA0AAI=", false},
    {"version 03", "03eNpjYEAHjOgCAAA0AAI=", false},
    {"only \"02\"", "02", false},
    {"no padding char", "02eNpjYEAHjOgCAAA0AAI", false},
    {"leading space", " 02eNpjYEAHjOgCAAA0AAI=", false},
    {"trailing byte inside bincode", "02eNpjYEAHjBgiAAA2AAI=", false},
    {"garbage after zlib stream", "02eNpjYEAHjOgCAAA0AAJnYXJiYWdl", true},
    {"adler32 missing", "02eNpjYEAHjOgCAA==", true},
    {"adler32 wrong", "02eNpjYEAHjOgCAAA0AAM=", false},
    {"stored (level 0) zlib",
     "02eAEBIwDc/wAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAADQAAg==",
     true},
    {"non-canonical varint fb0000", "02eNr7zYAJGNEFACR9AP0=", true},
    {"varint tag fe (u128)", "02eNr7x0AIMKILAAAy3gEA", false},
    {"varint tag ff", "02eNr7z4AOGNEFACMRAQE=", false},
    {"zero states", "02eNpjYMAAAAATAAE=", false},
    {"max_padding_frac NaN", "02eNpjYACDH/UMMMDIgAYAKLkBeQ==", true},
    {"max_padding_frac 1.0000000001",
     "02eNpjsLjPxsDA8MGeAQYYGdAAAEYIAk4=", false},
    {"max_blocking_frac -0.1", "02eNpjYICBWTNBYOd+RgY0AABsJQUR", false},
    {"transition list present but empty", "02eNpjYEAHjFCMAAAARAAD", false},
    {"duplicate target", "02eNpjYEAHjCDMxHD2zBk7CIEEAFvjBUs=", false},
    {"target out of range", "02eNpjYEAHjCDMyHj2zBk7ZGEAJ4gCqA==", false},
    {"END .5 + SIGNAL .5", "02eNpjYEAHjCDM9Oc/EABZ9n/+QRnIagDyvQpy", true},
    {"probability 0", "02eNpjYEAHjCDMiCEMAABlAAQ=", false},
    {"probability NaN", "02eNpjYEAHjCAMIg7UIwsDABFYAUM=", true},
    {"ten times 0.1f",
     "02eNpjYEAHXEDMyMVw9swZW0YQwQQimEEEC4hgBRFsIIIdRHCACE4QgWbMqBGjRtDCCACKggm"
     "S",
     false},
    {"three times 1/3f",
     "02eNpjYEAHzEDMyMywetUqO0YQwQQi0NRQJA8AGZ4UPg==", true},
    {"Uniform low>high", "02eNpjYEAHjIyMCI4DhPpgz0AAAAAzJgFz", false},
    {"Uniform range overflow", "02eNpjYEAHjIyMQPI/GLz/D6XrGQgAAHE9D1Q=", false},
    {"Normal NaN mean", "02eNpjYEAHjIyMQALC/lEPoT/YMxAAAGYeAqs=", true},
    {"Normal stdev -1", "02eNpjYEAHjIyMQAJV7MN+BgIAADmXAbQ=", true},
    {"Normal stdev inf", "02eNpjYEAHjIyMQAJV7EM9AwEAADFXAXQ=", false},
    {"SkewNormal scale 0", "02eNpjYEAHjIyMDAxMDFjBB3sGAgAAKXgBNQ==", false},
    {"LogNormal sigma -1", "02eNpjYEAHjIyMDAzMqGIf9jMQAAA5+QG2", true},
    {"Binomial trials 1e9", "02eNpjYEAHjIyMDAwsfxhOzbKGCDywZyAAAJhjA8I=", true},
    {"Binomial trials 1e9+1",
     "02eNpjYEAHjIyMDAwsfxhPzbKGCDywZyAAAJiPA8M=", false},
    {"Binomial p 9e-10", "02eNpjYEAHjIyMDAwsXEVbha5Wv+GzYyAAAI1PA9M=", false},
    {"Geometric p 0", "02eNpjYEAHjIyMDAysDEQCAAGUAAk=", true},
    {"Geometric p 1e-10", "02eNpjYEAHjIyMDAysu/dev3m/5rYtAwEAANAhBaQ=", false},
    {"Pareto inf inf", "02eNpjYEAHjIyMDAxsEPaHelQaNwAAbgMC6A==", true},
    {"Poisson 1.844e19", "02eNpjYEAHjIyMDAzsDW7zPRn/vndmIAAAjdMD6Q==", true},
    {"Poisson 1.85e19", "02eNpjYEAHjIyMDAzsC7p32l/m/uDMQAAAAJxUBD8=", false},
    {"Weibull shape 0", "02eNpjYEAHjIyMDAwcEPYHewYiAQAz5gE7", false},
    {"Gamma scale inf shape 1", "02eNpjYEAHjIyMDAycEPaHeihtz0AAAABmVgKr", true},
    {"Beta inf inf", "02eNpjYEAHjIyMDAxcEPaHelQaNwAAbscC7A==", true},
    {"Dist tag 11", "02eNpjYEAHjIyMDAzcqGIf7BkIAAArAQE+", false},
    {"bool byte 2", "02eNpjYEAHjIyMTAwkAwABTQAG", false},
    {"option tag 2", "02eNpjYEAHjExoAgAAVAAE", false},
    {"enum tag as fc01000000", "02eNpjYEAHjIx/GBnIAgA4FgEA", true},
};

TEST(MachineTest, AcceptsAndRefusesAsTheReferenceDoes) {
  for (const Verdict& verdict : kVerdicts) {
    const absl::StatusOr<Machine> machine = Machine::Parse(verdict.text);
    EXPECT_EQ(machine.ok(), verdict.accepted)
        << verdict.name << ": " << machine.status();
  }
}

TEST(MachineTest, ReadsFortyThousandStatesFromAFewBytes) {
  MachineSpec spec;
  spec.states.resize(40000);
  const Machine machine = Machine::Create(spec).value();
  const std::string text = machine.Serialize().value();
  EXPECT_LT(text.size(), 1000u);
  EXPECT_EQ(Machine::Parse(text).value().spec(), spec);
}

// Limits of 1 + 8 + 1 + 8 bytes, a length of 5, and 16 bytes a state.
TEST(MachineTest, RefusesToWriteAHundredThousandStates) {
  MachineSpec spec;
  spec.states.resize(100000);
  const absl::Status status =
      Machine::Create(spec).value().Serialize().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()), HasSubstr("1600023 bytes"));
}

TEST(MachineTest, NamesTheNoOpMachine) {
  MachineSpec spec;
  spec.states.resize(1);
  const Machine machine = Machine::Create(spec).value();
  EXPECT_EQ(machine.Serialize().value(), "02eNpjYEAHjOgCAAA0AAI=");
  EXPECT_EQ(machine.Name().value(), "3e99bf655613b2dba361dee14e3e0ddf");
}

TEST(MachineTest, GivesBackTheSpecItWasMadeOf) {
  MachineSpec spec;
  spec.max_padding_frac = 0.5;
  spec.states.resize(300);
  spec.states[299].action = Cancel{Timer::kAll};
  const Machine machine = Machine::Create(spec).value();
  EXPECT_EQ(machine.spec(), spec);
  EXPECT_EQ(machine.num_states(), 300u);
}

// The worked no-op of spec/maybenot.md 1.2, whose first integer takes 3 bytes.
TEST(MachineTest, WritesInShortestFormWhatItReadInAnother) {
  const Machine machine = Machine::Parse("02eNr7zYAJGNEFACR9AP0=").value();
  EXPECT_EQ(machine.Serialize().value(), "02eNpjYEAHjOgCAAA0AAI=");
}

TEST(MachineTest, CreatesWhatIsValidOnly) {
  MachineSpec spec;
  EXPECT_FALSE(Machine::Create(spec).ok());
  spec.states.resize(1);
  spec.states[0].action =
      SendPadding{false, false, Dist{Uniform{2, 1}}, Dist{Uniform{1, 1}}};
  EXPECT_THAT(std::string(Machine::Create(spec).status().message()),
              HasSubstr("state 0, action.timeout"));
}

TEST(MachineTest, SharesItsProgramAmongCopies) {
  const Machine machine = Machine::Parse("02eNpjYEAHjOgCAAA0AAI=").value();
  const Machine copy = machine;
  EXPECT_EQ(&copy.program(), &machine.program());
}

}  // namespace
}  // namespace maybenot
