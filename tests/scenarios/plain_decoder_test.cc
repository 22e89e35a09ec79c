// The plain reader of a machine's text, over the reference's own verdicts.
#include "maybenot/testing/plain_decoder.h"

#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "maybenot/bincode.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"

namespace maybenot {
namespace {

TEST(PlainDecoderTest, AcceptsWhatTheReferenceAccepts) {
  std::ifstream file("tests/golden/parse.tsv");
  int accepted = 0;
  int refused = 0;
  for (std::string line; std::getline(file, line);) {
    const std::pair<std::string, std::string> fields =
        absl::StrSplit(line, '\t');
    const std::optional<MachineSpec> spec = PlainDecode(fields.first);
    const bool valid = spec && spec->Validate().ok();
    EXPECT_EQ(valid, absl::StartsWith(fields.second, "ok ")) << fields.first;
    ++(valid ? accepted : refused);
  }
  // grep -c 'ok ' and grep -c 'err$' of the file.
  EXPECT_EQ(accepted, 43);
  EXPECT_EQ(refused, 557);
}

TEST(PlainDecoderTest, ReadsTheSameMachines) {
  std::ifstream file("tests/golden/machines.tsv");
  int count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    const std::optional<MachineSpec> spec = PlainDecode(fields[0]);
    ASSERT_TRUE(spec.has_value()) << fields[1];
    EXPECT_EQ(ToBincode(*spec),
              ToBincode(Machine::Parse(fields[0]).value().spec()));
  }
  EXPECT_EQ(count, 200);
}

}  // namespace
}  // namespace maybenot
