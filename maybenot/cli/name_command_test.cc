#include "maybenot/cli/name_command.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/command.h"
#include "maybenot/cli/testing/no_op.h"
#include "maybenot/cli/testing/run_command.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

TEST(NameCommandTest, IsTheHashOfTheCanonicalText) {
  // The same machine, stored without compression. SOURCE: spec/maybenot.md
  // Appendix A.
  const char* const stored =
      "02eAEBIwDc/"
      "wAAAAAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAADQAAg==";
  const CommandOutcome outcome =
      RunCommand(MakeNameCommand(), {"name", kNoOp, stored});
  EXPECT_EQ(outcome.code, kDone);
  EXPECT_EQ(outcome.out,
            "3e99bf655613b2dba361dee14e3e0ddf\n"
            "3e99bf655613b2dba361dee14e3e0ddf\n");
}

TEST(NameCommandTest, SaysWhyItRefuses) {
  const CommandOutcome outcome =
      RunCommand(MakeNameCommand(), {"name", "01eN"});
  EXPECT_EQ(outcome.code, kBadInput);
  EXPECT_THAT(outcome.err, HasSubstr("version is \"01\""));
}

}  // namespace
}  // namespace maybenot::cli
