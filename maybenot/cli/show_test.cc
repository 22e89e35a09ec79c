#include "maybenot/cli/show.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/testing/no_op.h"

namespace maybenot::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Shown {
  Shown(const std::vector<std::string>& arguments, ShowAs as) {
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    code = RunShow(arguments, as, out_stream, err_stream);
    out = out_stream.str();
    err = err_stream.str();
  }
  int code;
  std::string out, err;
};

TEST(ShowTest, ShowsAStringInWords) {
  const Shown run({kNoOp}, ShowAs::kWords);
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(run.out,
            "machine 3e99bf655613b2dba361dee14e3e0ddf, 1 state\n"
            "  padding        no limit\n"
            "  blocking       no limit\n"
            "state 0, the first: begins here, and acts once it is entered\n");
}

TEST(ShowTest, ShowsJsonAndTextOfEither) {
  EXPECT_EQ(Shown({kNoOp}, ShowAs::kJson).out, absl::StrCat(kNoOpJson, "\n"));
  EXPECT_EQ(Shown({kNoOpJson}, ShowAs::kText).out, absl::StrCat(kNoOp, "\n"));
  EXPECT_THAT(
      Shown({kNoOpJson}, ShowAs::kWords).out,
      StartsWith("machine 3e99bf655613b2dba361dee14e3e0ddf, 1 state\n"));
}

TEST(ShowTest, ShowsTheMachinesOfAFile) {
  const std::string path = ::testing::TempDir() + "/show_test_machines";
  std::ofstream(path) << kNoOp << "\n" << kNoOp << "\n";
  const Shown run({path}, ShowAs::kWords);
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, StartsWith(path + ":1: machine 3e99bf65"));
  EXPECT_THAT(run.out, HasSubstr(path + ":2: machine 3e99bf65"));
}

TEST(ShowTest, SaysWhyItRefusesAndShowsTheRest) {
  const Shown run({"02eNpjYEAHjOgCAAA0AAM=", kNoOp}, ShowAs::kText);
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.err, StartsWith("neither a file nor a machine: 02eNpjYEAHj"));
  EXPECT_THAT(run.err, HasSubstr("as a machine: zlib: checksum"));
  EXPECT_EQ(run.out, absl::StrCat(kNoOp, "\n"));
  EXPECT_THAT(Shown({::testing::TempDir()}, ShowAs::kText).err,
              EndsWith("is a folder: must be a file\n"));
}

}  // namespace
}  // namespace maybenot::cli
