#include "maybenot/cli/command.h"

#include <sstream>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace maybenot::cli {
namespace {

TEST(CommandTest, AnErrorIsBadInputAndIsSaid) {
  std::ostringstream out;
  std::ostringstream err;
  const Terminal terminal{out, err};
  EXPECT_EQ(ExitCode(absl::OkStatus(), terminal), kDone);
  EXPECT_EQ(err.str(), "");
  EXPECT_EQ(ExitCode(absl::NotFoundError("no machine"), terminal), kBadInput);
  EXPECT_EQ(err.str(), "no machine\n");
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace maybenot::cli
