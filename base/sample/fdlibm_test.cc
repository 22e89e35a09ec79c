#include "base/sample/fdlibm.h"

#include <cmath>
#include <limits>
#include <vector>

#include "base/random.h"
#include "gtest/gtest.h"

namespace base {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

struct Value {
  double x, y, result;
};

// Values of the Rust crate libm 0.2.16 whose last bit glibc has otherwise.
TEST(FdlibmTest, ExpIsThatOfTheReference) {
  const std::vector<Value> values = {
      {-0x1.3333333333333p-1, 0, 0x1.18fdd6b9604e4p-1},
      {-0x1.fffffffffffffp-1, 0, 0x1.78b56362cef38p-2},
      {0x1p+0, 0, 0x1.5bf0a8b14576ap+1},
      {-0x1.3333333333333p+0, 0, 0x1.346c4167a12dep-2}};
  for (const Value& value : values) EXPECT_EQ(FdExp(value.x), value.result);
}

TEST(FdlibmTest, LnIsThatOfTheReference) {
  const std::vector<Value> values = {
      {0x1.8p+1, 0, 0x1.193ea7aad030ap+0},
      {0x1.7de4eb1816fap-3, 0, -0x1.adf218aa98ba6p+0},
      {0x1.37a515cac454p-1, 0, -0x1.fc60199e5587ep-2},
      {0x1.0eb2f41649974p+4, 0, 0x1.6a09a18d966eep+1}};
  for (const Value& value : values) EXPECT_EQ(FdLn(value.x), value.result);
}

TEST(FdlibmTest, PowIsThatOfTheReference) {
  const std::vector<Value> values = {
      {0x0.0000000000001p-1022, 0x1p-2, 0x1.6a09e667f3bccp-269},
      {0x1.089ed476ecabp-1022, 0x1p-2, 0x1.6d0c780cd0256p-256},
      {0x1.089ed476ecabp-1022, -0x1p-2, 0x1.670daf54711dap+255},
      {0x1.089ed476ecabp-1022, -0x1.3333333333333p-1, 0x1.2047eb5803c36p+613}};
  for (const Value& value : values) {
    EXPECT_EQ(FdPow(value.x, value.y), value.result);
  }
}

// Of one ulp of `expected`.
double UlpsOff(double actual, double expected) {
  return std::abs(actual - expected) /
         (std::nextafter(std::abs(expected), kInf) - std::abs(expected));
}

TEST(FdlibmTest, AllAreWithinAnUlpOfGlibc) {
  Random random = Random::FromSeed(1);
  for (int i = 0; i < 100'000; ++i) {
    const double exponent = UnitDouble(random) * 1400 - 700;
    const double number = std::exp(exponent / 10);
    const double power = UnitDouble(random) * 20 - 10;
    ASSERT_LE(UlpsOff(FdExp(exponent), std::exp(exponent)), 1) << exponent;
    ASSERT_LE(UlpsOff(FdLn(number), std::log(number)), 1) << number;
    ASSERT_LE(UlpsOff(FdPow(number, power), std::pow(number, power)), 1)
        << number << "^" << power;
  }
}

TEST(FdlibmTest, ExpAtTheEnds) {
  EXPECT_EQ(FdExp(0), 1);
  EXPECT_EQ(FdExp(1e-20), 1);
  EXPECT_EQ(FdExp(709.79), kInf);
  EXPECT_EQ(FdExp(kInf), kInf);
  EXPECT_EQ(FdExp(-746), 0);
  EXPECT_EQ(FdExp(-kInf), 0);
  // exp(-745) = 2^(-745 / ln 2) = 2^-1074.8, which rounds to 2^-1074.
  EXPECT_EQ(FdExp(-745), 0x1p-1074);
  EXPECT_TRUE(std::isnan(FdExp(std::nan(""))));
}

TEST(FdlibmTest, LnAtTheEnds) {
  EXPECT_EQ(FdLn(1), 0);
  EXPECT_EQ(FdLn(0), -kInf);
  EXPECT_EQ(FdLn(kInf), kInf);
  EXPECT_NEAR(FdLn(0x1p-1074), -744.4400719213812, 1e-12);
  EXPECT_TRUE(std::isnan(FdLn(std::nan(""))));
}

TEST(FdlibmTest, PowOfAndByTheExtremes) {
  EXPECT_EQ(FdPow(0, 0), 1);
  EXPECT_EQ(FdPow(kInf, 0), 1);
  EXPECT_EQ(FdPow(1, kInf), 1);
  EXPECT_EQ(FdPow(0, 3), 0);
  EXPECT_EQ(FdPow(0, -3), kInf);
  EXPECT_EQ(FdPow(kInf, 3), kInf);
  EXPECT_EQ(FdPow(kInf, -3), 0);
  EXPECT_EQ(FdPow(0.5, kInf), 0);
  EXPECT_EQ(FdPow(0.5, -kInf), kInf);
  EXPECT_EQ(FdPow(2, 1024), kInf);
  EXPECT_EQ(FdPow(2, -1074), 0x1p-1074);
  EXPECT_EQ(FdPow(2, -1076), 0);
  EXPECT_EQ(FdPow(0.9, 1e12), 0);
  EXPECT_EQ(FdPow(0.9, -1e300), kInf);
  // (1 + 2^-40)^(2^40) = e (1 - 2^-41 + ...).
  EXPECT_NEAR(FdPow(1 + 0x1p-40, 0x1p40), 2.718281828457809, 1e-12);
}

// FdPower has an estimate of the whole part, which must never show: least of
// all where x^y is next to a power of two, or between two.
TEST(FdlibmTest, PowerIsPowForAnyExponent) {
  Random random = Random::FromSeed(2);
  const std::vector<double> ends = {0, 0x1p-1074, 0x1p-1022, 0x1p-53, 1, kInf};
  const std::vector<double> exponents = {
      0,    1,    -1,    2,     0.5,     -1 / 6.988, 1 / 4.376, -30,
      1e-9, 1e15, -1e18, 1e300, -1e-300, kInf,       -kInf,     0.7};
  for (const double y : exponents) {
    const FdPower power(y);
    for (const double x : ends) EXPECT_EQ(power.Of(x), FdPow(x, y));
    for (int i = 0; i < 20'000; ++i) {
      const double x = OpenClosedUnit(random);
      ASSERT_EQ(power.Of(x), FdPow(x, y)) << x << "^" << y;
      const double halves = static_cast<double>(i % 200 - 100) / 2;
      const double near = std::exp2(halves / y * (1 + x * 1e-9));
      ASSERT_EQ(power.Of(near), FdPow(near, y)) << near << "^" << y;
    }
  }
}

// Where the nearest whole number of ln 2 is in doubt.
TEST(FdlibmTest, ExpNextToHalfOfLn2) {
  constexpr double kHalfLn2 = 0x1.62e42fefa39efp-2;
  for (const double x : {kHalfLn2, 0x1.62e42ffffffffp-2, 0x1.62e43p-2}) {
    EXPECT_LE(UlpsOff(FdExp(x), std::exp(x)), 1) << x;
    EXPECT_LE(UlpsOff(FdExp(-x), std::exp(-x)), 1) << -x;
  }
}

TEST(FdlibmTest, PowBySimpleExponentsIsExact) {
  EXPECT_EQ(FdPow(3.7, 1), 3.7);
  EXPECT_EQ(FdPow(3.7, -1), 1 / 3.7);
  EXPECT_EQ(FdPow(3.7, 2), 3.7 * 3.7);
  EXPECT_EQ(FdPow(3.7, 0.5), std::sqrt(3.7));
  EXPECT_EQ(FdPow(3, 9), 19683);
}

}  // namespace
}  // namespace base
