#include "maybenot/capi/machine_list.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/capi/maybenot_ext.h"

namespace maybenot::capi {
namespace {

using testing::StartsWith;

// The no-op machine of spec/maybenot.md 1.2.
constexpr char kNoop[] = "02eNpjYEAHjOgCAAA0AAI=";

// How many machines `text` holds. Requires: it is right.
std::size_t Count(const std::string& text) {
  Machines machines;
  EXPECT_EQ(ParseMachineList(text, machines), MaybenotResult_Ok)
      << maybenot_error_text();
  return machines == nullptr ? 99 : machines->size();
}

MaybenotResult Parse(const std::string& text) {
  Machines machines;
  const MaybenotResult result = ParseMachineList(text, machines);
  EXPECT_EQ(machines == nullptr, result != MaybenotResult_Ok);
  return result;
}

TEST(MachineListTest, LinesAreMachines) {
  EXPECT_EQ(Count(""), 0u);
  EXPECT_EQ(Count(kNoop), 1u);
  EXPECT_EQ(Count(absl::StrCat(kNoop, "\n")), 1u);
  EXPECT_EQ(Count(absl::StrCat(kNoop, "\r\n")), 1u);
  EXPECT_EQ(Count(absl::StrCat(kNoop, "\n", kNoop, "\r\n", kNoop)), 3u);
}

TEST(MachineListTest, AnEmptyLineIsNoMachine) {
  EXPECT_EQ(Parse("\n"), MaybenotResult_InvalidMachineString);
  EXPECT_EQ(Parse(absl::StrCat(kNoop, "\n\n")),
            MaybenotResult_InvalidMachineString);
  EXPECT_EQ(Parse(absl::StrCat("\n", kNoop)),
            MaybenotResult_InvalidMachineString);
}

TEST(MachineListTest, ACarriageReturnCountsBeforeALineFeedOnly) {
  EXPECT_EQ(Parse(absl::StrCat(kNoop, "\r")),
            MaybenotResult_InvalidMachineString);
}

TEST(MachineListTest, NamesTheMachineThatIsWrong) {
  EXPECT_EQ(Parse(absl::StrCat(kNoop, "\n03x")),
            MaybenotResult_InvalidMachineString);
  EXPECT_THAT(maybenot_error_text(), StartsWith("machine 2: version"));
}

TEST(MachineListTest, IsCheckedForUtf8BeforeAllElse) {
  EXPECT_EQ(Parse("x\n\xff"), MaybenotResult_MachineStringNotUtf8);
  EXPECT_EQ(Parse("02\xc3\xa9"), MaybenotResult_InvalidMachineString);
}

}  // namespace
}  // namespace maybenot::capi
