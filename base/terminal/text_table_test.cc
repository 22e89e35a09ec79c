#include "base/terminal/text_table.h"

#include "gtest/gtest.h"

namespace base {
namespace {

TEST(TextTableTest, AlignsUnderGroupHeadings) {
  TextTable table({{"", "defense"},
                   {"bytes", "up"},
                   {"bytes", "down"},
                   {"a long heading", "x"}});
  table.AddRow({"none", "1", "20", "3"});
  table.AddRow({"a-longer-name", "1000 ± 2", "2", "-"});
  EXPECT_EQ(table.Print(),
            "                          bytes    a long heading\n"
            "defense                up  down                 x\n"
            "none                    1    20                 3\n"
            "a-longer-name    1000 ± 2     2                 -\n");
}

}  // namespace
}  // namespace base
