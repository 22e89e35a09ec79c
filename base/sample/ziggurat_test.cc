#include "base/sample/ziggurat.h"

#include <cmath>
#include <cstddef>

#include "gtest/gtest.h"

namespace base {
namespace {

constexpr std::size_t kLayers = ZigguratTable::kLayers;

// Each layer but the lowest is a rectangle from 0 to x[i], from f(x[i]) up to
// f(x[i + 1]). 1e-15: what 18 decimals and the published area leave.
void ExpectEqualAreas(const ZigguratTable& table, double area) {
  for (std::size_t i = 1; i < kLayers - 1; ++i) {
    EXPECT_NEAR(table.x[i] * (table.f[i + 1] - table.f[i]), area, 1e-15) << i;
  }
}

TEST(ZigguratTest, LayersHaveEqualAreas) {
  ExpectEqualAreas(kNormalZiggurat, 0.00492867323399);
  ExpectEqualAreas(kExpZiggurat, 0.0039496598225815571993);
}

TEST(ZigguratTest, HeightsAreTheDensityTo18Decimals) {
  for (std::size_t i = 0; i <= kLayers; ++i) {
    const double x = kNormalZiggurat.x[i];
    EXPECT_NEAR(kNormalZiggurat.f[i], std::exp(-x * x / 2), 6e-16) << i;
    EXPECT_NEAR(kExpZiggurat.f[i], std::exp(-kExpZiggurat.x[i]), 6e-16) << i;
  }
}

// The first, second, third and last but one values as rand_distr 0.5.1 prints
// them.
TEST(ZigguratTest, ValuesAreThoseOfTheReference) {
  EXPECT_EQ(kNormalZiggurat.x[0], 3.910757959537090045);
  EXPECT_EQ(kNormalZiggurat.x[2], 3.449278298560964462);
  EXPECT_EQ(kNormalZiggurat.x[255], 0.215241895913273806);
  EXPECT_EQ(kNormalZiggurat.f[0], 0.000477467764586655);
  EXPECT_EQ(kNormalZiggurat.f[2], 0.002609072746106363);
  EXPECT_EQ(kNormalZiggurat.f[255], 0.977101701282731328);
  EXPECT_EQ(kExpZiggurat.x[0], 8.697117470131052741);
  EXPECT_EQ(kExpZiggurat.x[2], 6.941033629377212577);
  EXPECT_EQ(kExpZiggurat.x[255], 0.063852163815001570);
  EXPECT_EQ(kExpZiggurat.f[0], 0.000167066692307963);
  EXPECT_EQ(kExpZiggurat.f[2], 0.000967269282327174);
  EXPECT_EQ(kExpZiggurat.f[255], 0.938143680862176477);
  EXPECT_EQ(kNormalZiggurat.x[kLayers], 0);
  EXPECT_EQ(kExpZiggurat.x[kLayers], 0);
}

}  // namespace
}  // namespace base
