#include "maybenot/cli/catalogue_list.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "machines/catalogue.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;

TEST(CatalogueListTest, ADefenseIsToldWithItsParametersInColumns) {
  EXPECT_THAT(CatalogueForEyes(),
              HasSubstr("\ntamaraw padding_rate stop_window\n"
                        "    sends at a constant rate; Cai et al., CCS 2014\n"
                        "    2 machines, either side\n"
                        "      padding_rate        1e-06 to 86400 s/packet     "
                        "   time from one "
                        "packet to the next\n"
                        "      stop_window         0 to 86400000000 us         "
                        "   ends this long "
                        "after the last normal packet\n"));
  EXPECT_THAT(CatalogueForEyes(),
              HasSubstr("    1 machine, client's side, drawn when built\n"));
}

TEST(CatalogueListTest, ProgramsGetALineADefense) {
  const std::string lines = CatalogueForPrograms();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'),
            static_cast<std::ptrdiff_t>(machines::Catalogue().size()));
  const auto first = nlohmann::json::parse(lines.substr(0, lines.find('\n')));
  EXPECT_EQ(first["name"], "noop");
  EXPECT_EQ(first["machines"], 1);
}

}  // namespace
}  // namespace maybenot::cli
