#include "maybenot/cli/conformance_machines.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/tally.h"
#include "maybenot/text_form.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr absl::string_view kNoOp = "02eNpjYEAHjOgCAAA0AAI=";
constexpr absl::string_view kNoOpName = "3e99bf655613b2dba361dee14e3e0ddf";
constexpr absl::string_view kNoOpJson =
    R"({"allowed_padding_packets":0,"max_padding_frac":0.0,)"
    R"("allowed_blocked_microsec":0,"max_blocking_frac":0.0,"states":[{)"
    R"("action":null,"counter":[null,null],"transitions":[null,null,null,)"
    R"(null,null,null,null,null,null,null,null,null,null]}]})";
// The same machine in a stored block: it is written otherwise.
constexpr absl::string_view kStored =
    "02eAEBIwDc/"
    "wAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAADQAAg==";

std::string ReadGolden(const std::string& name) {
  std::ifstream file("tests/golden/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void ExpectNoFailure(const Tally& tally) {
  EXPECT_EQ(tally.failed, 0u);
  for (const Failure& failure : tally.failures) {
    ADD_FAILURE() << failure.case_name << "\n  expected " << failure.expected
                  << "\n  actual   " << failure.actual;
  }
}

// Each line passes, and each name.
TEST(ConformanceMachinesTest, AgreesWithTheReferenceOnMachines) {
  Tally tally;
  ReplayMachines(ReadGolden("machines.tsv"), tally);
  ExpectNoFailure(tally);
  EXPECT_EQ(tally.passed, 2 * 200u);
  EXPECT_EQ(tally.skipped, 0u);
}

TEST(ConformanceMachinesTest, AgreesWithTheReferenceOnNamedMachines) {
  Tally tally;
  ReplayNamed(ReadGolden("named.tsv"), tally);
  ExpectNoFailure(tally);
  EXPECT_EQ(tally.passed, 2 * 23u);
  EXPECT_EQ(tally.skipped, 0u);
}

// 43 of the 600 are accepted, and have a name.
TEST(ConformanceMachinesTest, AgreesWithTheReferenceOnWhatToRefuse) {
  Tally tally;
  ReplayParse(ReadGolden("parse.tsv"), tally);
  ExpectNoFailure(tally);
  EXPECT_EQ(tally.passed, 600u + 43u);
  EXPECT_EQ(tally.skipped, 0u);
}

TEST(ConformanceMachinesTest, ComparesFieldsAndName) {
  Tally good;
  ReplayMachines(absl::StrCat(kNoOp, "\t", kNoOpName, "\t", kNoOpJson, "\n"),
                 good);
  ExpectNoFailure(good);
  EXPECT_EQ(good.passed, 2u);
  Tally bad;
  ReplayMachines(
      absl::StrCat(kNoOp, "\t", kNoOpName, "\t",
                   R"({"allowed_padding_packets":1)", kNoOpJson.substr(28),
                   "\n", kNoOp, "\t00000000\t", kNoOpJson, "\n"),
      bad);
  EXPECT_EQ(bad.passed, 1u);  // The second line's fields.
  ASSERT_EQ(bad.failed, 2u);
  EXPECT_EQ(bad.failures[0].case_name, "line 1");
  EXPECT_THAT(bad.failures[0].expected,
              StartsWith(R"({"allowed_padding_packets":1,)"));
  EXPECT_THAT(bad.failures[0].actual,
              StartsWith(R"({"allowed_padding_packets":0,)"));
  EXPECT_EQ(bad.failures[1].expected, "name 00000000");
  EXPECT_EQ(bad.failures[1].actual, kNoOpName);
}

TEST(ConformanceMachinesTest, FailsATextThatIsWrittenOtherwise) {
  Tally tally;
  const std::string name = NameOfText(kStored);
  ReplayNamed(absl::StrCat("noop\t", kStored, "\t", name, "\n"), tally);
  EXPECT_EQ(tally.passed, 1u);
  ASSERT_EQ(tally.failed, 1u);
  EXPECT_EQ(tally.failures[0].expected, kStored);
  EXPECT_EQ(tally.failures[0].actual, kNoOp);
}

TEST(ConformanceMachinesTest, FailsJsonThatIsWrittenOtherwise) {
  Tally tally;
  ReplayMachines(absl::StrCat(kStored, "\t", kNoOpName, "\t", kNoOpJson, "\n"),
                 tally);
  EXPECT_EQ(tally.passed, 0u);
  ASSERT_EQ(tally.failed, 1u);
  EXPECT_EQ(tally.failures[0].actual, kNoOp);
}

// A name is that of what would be written, not of what was read.
TEST(ConformanceMachinesTest, ComparesTheNameOfWhatIsWrittenOtherwise) {
  Tally tally;
  ReplayParse(absl::StrCat(kStored, "\tok ", kNoOpName, "\n"), tally);
  EXPECT_EQ(tally.passed, 2u);
  EXPECT_EQ(tally.failed, 0u);
  EXPECT_EQ(tally.skipped, 0u);
}

TEST(ConformanceMachinesTest, FailsWhereTheVerdictsDiffer) {
  Tally tally;
  ReplayParse(absl::StrCat(kNoOp, "\terr\n01eNpj\tok ", kNoOpName, "\n"),
              tally);
  ASSERT_EQ(tally.failed, 2u);
  EXPECT_EQ(tally.failures[0].expected, "refused");
  EXPECT_EQ(tally.failures[0].actual, "accepted");
  EXPECT_EQ(tally.failures[1].expected, "accepted");
  EXPECT_THAT(tally.failures[1].actual, HasSubstr("version"));
}

TEST(ConformanceMachinesTest, FailsLinesThatAreNotOfTheKind) {
  Tally tally;
  ReplayMachines("a\tb\n\n", tally);
  ReplayMachines(absl::StrCat(kNoOp, "\t", kNoOpName, "\t{}\n"), tally);
  ReplayNamed(absl::StrCat("noop\t02x\t", kNoOpName, "\n"), tally);
  ReplayParse(absl::StrCat(kNoOp, "\tgood\n"), tally);
  EXPECT_EQ(tally.passed, 0u);
  ASSERT_EQ(tally.failed, 4u);
  EXPECT_EQ(tally.failures[0].expected, "3 columns between tabs");
  EXPECT_EQ(tally.failures[0].actual, "2");
  EXPECT_EQ(tally.failures[1].expected, "a machine as JSON");
  EXPECT_EQ(tally.failures[2].expected, "accepted");
  EXPECT_EQ(tally.failures[3].actual, "good");
}

}  // namespace
}  // namespace maybenot::cli
