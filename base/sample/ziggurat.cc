#include "base/sample/ziggurat.h"

#include <cstddef>
#include <cstdint>

namespace base {
namespace {

// The area of a layer.
constexpr double kNormalArea = 0.00492867323399;
constexpr double kExpArea = 0.0039496598225815571993;

constexpr long double kLn2 = 0.693147180559945309417232121458176568L;

// exp, ln and sqrt for the compiler, within one ulp of long double and so
// correctly rounded here; std's are not constexpr.
constexpr double ConstexprExp(double exponent) {
  long double rest = exponent;
  int halvings = 0;
  for (; rest < -kLn2 / 2; rest += kLn2) ++halvings;
  long double term = 1;
  long double sum = 1;
  for (int n = 1; n < 24; ++n) {
    term *= rest / n;
    sum += term;
  }
  for (; halvings > 0; --halvings) sum /= 2;
  return static_cast<double>(sum);
}

// Requires: 0 < x <= 1.
constexpr double ConstexprLn(double x) {
  long double mantissa = x;
  int doublings = 0;
  for (; mantissa < 0.75L; mantissa *= 2) ++doublings;
  const long double t = (mantissa - 1) / (mantissa + 1);
  long double power = t;
  long double artanh = 0;
  for (int n = 1; n < 60; n += 2) {
    artanh += power / n;
    power *= t * t;
  }
  return static_cast<double>(2 * artanh - doublings * kLn2);
}

constexpr double ConstexprSqrt(double x) {
  long double root = x;
  for (int i = 0; i < 40; ++i) root = (root + x / root) / 2;
  return static_cast<double>(root);
}

constexpr double RoundTo18Decimals(double x) {
  const auto units = static_cast<std::int64_t>(x * 1e18L + 0.5L);
  return static_cast<double>(static_cast<long double>(units) / 1e18L);
}

struct NormalDensity {
  static constexpr double At(double x) { return ConstexprExp(-x * x / 2); }
  static constexpr double Inverse(double y) {
    return ConstexprSqrt(-2 * ConstexprLn(y));
  }
};

struct ExpDensity {
  static constexpr double At(double x) { return ConstexprExp(-x); }
  static constexpr double Inverse(double y) { return -ConstexprLn(y); }
};

template <typename Density>
constexpr ZigguratTable MakeTable(double tail, double area) {
  ZigguratTable table{};
  table.x[0] = area / Density::At(tail);
  table.x[1] = tail;
  for (std::size_t i = 2; i < ZigguratTable::kLayers; ++i) {
    const double below = table.x[i - 1];
    table.x[i] = Density::Inverse(area / below + Density::At(below));
  }
  table.x[ZigguratTable::kLayers] = 0;
  for (std::size_t i = 0; i < table.f.size(); ++i) {
    table.f[i] = RoundTo18Decimals(Density::At(table.x[i]));
  }
  return table;
}

}  // namespace

constinit const ZigguratTable kNormalZiggurat =
    MakeTable<NormalDensity>(kNormalTail, kNormalArea);
constinit const ZigguratTable kExpZiggurat =
    MakeTable<ExpDensity>(kExpTail, kExpArea);

}  // namespace base
