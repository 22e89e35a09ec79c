#include "maybenot/cli/trace_files.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

using TraceFilesTest = ScratchFiles;

std::vector<std::string> Names(const std::vector<TraceFile>& files) {
  std::vector<std::string> names;
  for (const TraceFile& file : files) names.push_back(file.name);
  return names;
}

TEST_F(TraceFilesTest, AFolderHasItsLogsByName) {
  for (const char* name : {"1/1-0.log", "0/0-1.log", "0/0-0.log", "a.log",
                           "notes.txt", "1/x.log.gz"}) {
    Write(name, "");
  }
  const std::vector<std::string> names = {"0/0-0.log", "0/0-1.log", "1/1-0.log",
                                          "a.log"};
  const std::string folder = Path(".");
  const std::vector<TraceFile> files = FindTraces({folder}).value();
  EXPECT_EQ(Names(files), names);
  EXPECT_EQ(files[0].path, folder + "/0/0-0.log");
  EXPECT_EQ(Names(FindTraces({folder + "/"}).value()), names);
}

TEST_F(TraceFilesTest, FilesStayInTheirOrderWhateverTheirEnds) {
  const std::string b = Write("b.txt", "");
  const std::string a = Write("a.log", "");
  EXPECT_EQ(Names(FindTraces({b, "-", a}).value()),
            (std::vector<std::string>{"b.txt", "-", "a.log"}));
}

TEST_F(TraceFilesTest, SaysWhatIsMissingEmptyOrThereTwice) {
  const std::string file = Write("a.log", "");
  const std::string below = Write("0/a.log", "");
  Write("empty/a.txt", "");
  EXPECT_THAT(FindTraces({file, "no/such"}).status().message(),
              HasSubstr("no/such: no such file or folder"));
  EXPECT_THAT(FindTraces({Path("empty")}).status().message(),
              HasSubstr("holds no file that ends in .log"));
  EXPECT_THAT(FindTraces({file, below}).status().message(),
              HasSubstr("0/a.log: another trace is called a.log, too"));
}

}  // namespace
}  // namespace maybenot::cli
