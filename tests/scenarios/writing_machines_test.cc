// docs/writing_machines.md shows what the commands print.
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/files/files.h"
#include "gtest/gtest.h"
#include "lab/commands.h"
#include "maybenot/cli/given_machines.h"
#include "maybenot/cli/show.h"

namespace {

const char kJson[] = "docs/examples/machines/cover.json";

std::string Page() {
  return base::ReadFile("docs/writing_machines.md").value();
}

TEST(WritingMachinesTest, TheMachineIsSaidInWords) {
  std::ostringstream out;
  std::ostringstream err;
  ASSERT_EQ(
      maybenot::cli::RunShow({kJson}, maybenot::cli::ShowAs::kWords, out, err),
      0)
      << err.str();
  const std::string page = Page();
  for (const absl::string_view line : absl::StrSplit(out.str(), '\n')) {
    EXPECT_TRUE(absl::StrContains(page, line)) << line;
  }
}

TEST(WritingMachinesTest, TheTextFormIsTheSameMachine) {
  const auto json = maybenot::cli::FindMachines(kJson).value();
  const auto text =
      maybenot::cli::FindMachines("docs/examples/machines/cover.txt").value();
  ASSERT_EQ(json.size(), 1u);
  ASSERT_EQ(text.size(), 1u);
  EXPECT_EQ(json[0].machine.Serialize().value(), text[0].text);
}

TEST(WritingMachinesTest, TheCostsAreThoseOfTheExperiment) {
  std::ostringstream out;
  std::ostringstream err;
  ASSERT_EQ(lab::RunLab({"run", "docs/examples/cover.yaml"},
                        {.out = out, .err = err, .err_is_terminal = false}),
            0)
      << err.str();
  const std::string page = Page();
  const std::string printed = out.str();
  const std::size_t begin = printed.find("Cost\n");
  const std::size_t end = printed.find("\n\n", begin);
  ASSERT_NE(end, std::string::npos);
  std::vector<std::string> rows =
      absl::StrSplit(printed.substr(begin, end - begin), '\n');
  ASSERT_EQ(rows.size(), 6u);
  rows.erase(rows.begin());  // Its heading.
  for (const std::string& row : rows) {
    EXPECT_TRUE(absl::StrContains(page, row)) << row;
  }
}

}  // namespace
