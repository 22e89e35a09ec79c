#include "base/sample/fdlibm.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace base {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Added and taken away again, it rounds what is below 2^51 to a whole number.
constexpr double kToWhole = 0x1.8p52;
constexpr double kMinNormal = std::numeric_limits<double>::min();

// The upper half, whose order is that of the magnitudes.
std::uint32_t UpperWord(double x) {
  return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(x) >> 32);
}

std::uint32_t UpperMagnitude(double x) { return UpperWord(x) & 0x7fffffff; }

constexpr std::uint64_t kUpperHalf = 0xffffffff00000000ull;

// `x` with its lower half cut off, so that products of two are exact. It is
// often the next link of a chain of latencies, and must not leave the vector
// registers.
double Truncated(double x) {
#if defined(__SSE2__)
  const __m128i mask = _mm_set_epi64x(0, static_cast<std::int64_t>(kUpperHalf));
  return _mm_cvtsd_f64(_mm_and_pd(_mm_set_sd(x), _mm_castsi128_pd(mask)));
#else
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & kUpperHalf);
#endif
}

// 2^exponent. Requires: -1022 <= exponent <= 1023.
double PowerOfTwo(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023)
                               << 52);
}

// x * 2^exponent, rounded once.
double Scaled(double x, int exponent) {
  if (exponent < -1022 || exponent > 1023) [[unlikely]]
    return std::ldexp(x, exponent);
  return x * PowerOfTwo(exponent);
}

// A number as an unevaluated sum; `high` has its lower half cut off.
struct Split {
  double high;
  double low;
};

Split Sum(double larger, double smaller) {
  const double high = Truncated(larger + smaller);
  return {high, smaller - (high - larger)};
}

// log2 of x within 2^-20 of 1, by x - x^2/2 + x^3/3 - x^4/4.
Split Log2NearOne(double x) {
  constexpr double kInverseLn2 = 1.44269504088896338700e+00;
  constexpr double kInverseLn2High = 1.44269502162933349609e+00;
  constexpr double kInverseLn2Low = 1.92596299112661746887e-08;
  const double t = x - 1;
  const double w = t * t * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
  return Sum(kInverseLn2High * t, t * kInverseLn2Low - w * kInverseLn2);
}

// x = 2^exponent * mantissa, where the mantissa is near 1 or near 3/2.
struct NearAnchor {
  double mantissa;
  double exponent;
  std::uint64_t is_near_three_halves;  // 0 or 1.
};

// Requires: x is normal. Free of branches, which would depend on random bits.
NearAnchor ReduceToAnchor(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto fraction = static_cast<std::uint32_t>(bits >> 32) & 0xfffff;
  // The upper bits of the fractions of sqrt(3/2) and sqrt(3).
  const std::uint64_t is_over_root = (0x3988eu - fraction) >> 31;
  const std::uint64_t is_over_root_three = (0xbb679u - fraction) >> 31;
  const double mantissa = std::bit_cast<double>(
      (bits & 0x000fffffffffffffull) + ((1023 - is_over_root_three) << 52));
  const int exponent =
      static_cast<int>((bits >> 52) + is_over_root_three) - 1023;
  return {mantissa, static_cast<double>(exponent),
          is_over_root ^ is_over_root_three};
}

// log2 as a sum of four, and what it nearly is: to some ulps, but known far
// earlier, because its terms need not be added up in fdlibm's order.
struct Log2Of {
  double exponent;
  double anchor_high;
  double z_high;
  double z_low;
  double estimate;

  // fdlibm's log2 in two parts.
  double High() const {
    return Truncated(((z_high + z_low) + anchor_high) + exponent);
  }
  double Low(double high) const {
    return z_low - (((high - exponent) - anchor_high) - z_high);
  }
};

// log2 of x * 2^-shift. Requires: x is normal. Inlined, so that its results,
// links of the chain, do not pass through memory.
[[gnu::always_inline]] inline Log2Of Log2(double x, double shift) {
  constexpr double kL1 = 5.99999999999994648725e-01;
  constexpr double kL2 = 4.28571428578550184252e-01;
  constexpr double kL3 = 3.33333329818377432918e-01;
  constexpr double kL4 = 2.72728123808534006489e-01;
  constexpr double kL5 = 2.30660745775561754067e-01;
  constexpr double kL6 = 2.06975017800338417784e-01;
  // 2 / (3 ln 2), and log2 of 3/2.
  constexpr double kC = 9.61796693925975554329e-01;
  constexpr double kCHigh = 9.61796700954437255859e-01;
  constexpr double kCLow = -7.02846165095275826516e-09;
  constexpr std::array<double, 2> kAnchorHigh = {0, 5.84962487220764160156e-01};
  constexpr std::array<double, 2> kAnchorLow = {0, 1.35003920212974897128e-08};

  const auto [m, exponent, is_near_three_halves] = ReduceToAnchor(x);
  const double t = exponent - shift;
  const double anchor =
      std::bit_cast<double>((1023ull << 52) + (is_near_three_halves << 51));
  const double anchor_high = kAnchorHigh[is_near_three_halves];
  const double anchor_low = kAnchorLow[is_near_three_halves];

  // s = (m - anchor) / (m + anchor), in two parts.
  const double u = m - anchor;
  const double v = 1 / (m + anchor);
  const double s = u * v;
  const double s_high = Truncated(s);
  const double sum_high = std::bit_cast<double>(
      ((std::bit_cast<std::uint64_t>(m) >> 1) & kUpperHalf) +
      (0x20080000ull << 32) + (is_near_three_halves << 50));
  const double sum_low = m - (sum_high - anchor);
  const double s_low = v * ((u - s_high * sum_high) - s_high * sum_low);

  // ln(m / anchor) * 3/2 / s = 3 + s^2 + r.
  const double s2 = s * s;
  const double s4 = s2 * s2;
  const double early_r =
      s4 * ((kL1 + s2 * kL2) + s4 * ((kL3 + s2 * kL4) + s4 * (kL5 + s2 * kL6)));
  const double estimate =
      kC * (s * (3.0 + s2 + early_r)) + (anchor_high + anchor_low) + t;
  double r =
      s4 * (kL1 + s2 * (kL2 + s2 * (kL3 + s2 * (kL4 + s2 * (kL5 + s2 * kL6)))));
  r += s_low * (s_high + s);
  const double s_high2 = s_high * s_high;
  const double factor = Truncated(3.0 + s_high2 + r);
  const double factor_low = r - ((factor - 3.0) - s_high2);
  const auto [p_high, p_low] =
      Sum(s_high * factor, s_low * factor + factor_low * s);

  const double z_high = kCHigh * p_high;
  const double z_low = kCLow * p_high + p_low * kC + anchor_low;
  return {t, anchor_high, z_high, z_low, estimate};
}

// 2^(high + low), where low is small against high, and both within [-1, 1].
// Requires: t is Truncated(low + high).
inline double Exp2OfFraction(double high, double low, double t) {
  constexpr double kP1 = 1.66666666666666019037e-01;
  constexpr double kP2 = -2.77777777770155933842e-03;
  constexpr double kP3 = 6.61375632143793436117e-05;
  constexpr double kP4 = -1.65339022054652515390e-06;
  constexpr double kP5 = 4.13813679705723846039e-08;
  constexpr double kLn2 = 6.93147180559945286227e-01;
  constexpr double kLn2High = 6.93147182464599609375e-01;
  constexpr double kLn2Low = -1.90465429995776804525e-09;

  const double u = t * kLn2High;
  const double v = (low - (t - high)) * kLn2 + t * kLn2Low;
  const double z = u + v;
  const double w = v - (z - u);
  const double z2 = z * z;
  const double c =
      z - z2 * (kP1 + z2 * (kP2 + z2 * (kP3 + z2 * (kP4 + z2 * kP5))));
  const double r = (z * c) / (c - 2) - (w + z * w);
  return 1 - (r - z);
}

// 2^(high + low), where low is small against high.
double Exp2(double high, double low) {
  constexpr double kOverflowMargin = 8.0085662595372944372e-017;
  const double sum = low + high;
  if (sum >= 1024 && (sum > 1024 || low + kOverflowMargin > sum - high)) {
    return kInfinity;
  }
  if (sum <= -1075 && (sum < -1075 || low <= sum - high)) return 0;
  int whole = 0;
  if (UpperMagnitude(sum) > 0x3fe00000) {  // Over a half: round it off.
    whole = static_cast<int>(sum + std::copysign(0.5, sum));
    high -= whole;
  }
  return Scaled(Exp2OfFraction(high, low, Truncated(low + high)), whole);
}

// x^y where |y| is so large that all but x next to 1 over- or underflow.
bool IsBeyondRange(double x, double y) {
  if (UpperMagnitude(y) > 0x43f00000) return true;
  const std::uint32_t upper = UpperWord(x);
  return upper < 0x3fefffff || upper > 0x3ff00000;
}

// exp of x - k ln 2, which is within [-1/2, 1/2] ln 2 or a little beyond.
double ExpOfRest(double x, double k) {
  constexpr double kP1 = 1.66666666666666019037e-01;
  constexpr double kP2 = -2.77777777770155933842e-03;
  constexpr double kP3 = 6.61375632143793436117e-05;
  constexpr double kP4 = -1.65339022054652515390e-06;
  constexpr double kP5 = 4.13813679705723846039e-08;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;

  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double rest = high - low;
  const double r2 = rest * rest;
  const double c =
      rest - r2 * (kP1 + r2 * (kP2 + r2 * (kP3 + r2 * (kP4 + r2 * kP5))));
  return 1 + (rest * c / (2 - c) - low + high);
}

bool IsNormal(double x) { return x >= kMinNormal && x < kInfinity; }

// Requires: x > 0 and finite, |y| is not huge.
double GeneralPower(double x, double y, double y_high) {
  const double shift = x < kMinNormal ? 53 : 0;
  const Log2Of log = Log2(x * PowerOfTwo(static_cast<int>(shift)), shift);
  const double high = log.High();
  return Exp2(y_high * high, (y - y_high) * high + y * log.Low(high));
}

bool IsHuge(double y) { return UpperMagnitude(y) > 0x41e00000; }

bool IsSimple(double y) {
  return y == 0 || y == 1 || y == -1 || y == 2 || y == 0.5;
}

}  // namespace

double FdExp(double x) {
  constexpr double kInverseLn2 = 1.44269504088896338700e+00;

  const std::uint32_t magnitude = UpperMagnitude(x);
  if (magnitude >= 0x40862e00) [[unlikely]] {  // Over 709.75.
    if (std::isnan(x)) return x;
    if (x > 709.782712893383973096) return kInfinity;
    if (x < -745.13321910194110842) return 0;
  }
  if (magnitude <= 0x3e300000) [[unlikely]]
    return 1 + x;

  // The nearest whole number, without a branch, which would depend on random
  // bits, and without a conversion. Near a half fdlibm has its own mind.
  const double quotient = kInverseLn2 * x;
  double k = (quotient + kToWhole) - kToWhole;
  if (!(std::abs(quotient - k) < 0.499)) [[unlikely]] {
    k = magnitude > 0x3fd62e42 ? std::trunc(quotient + std::copysign(0.5, x))
                               : 0;
  }
  return Scaled(ExpOfRest(x, k), static_cast<int>(k));
}

double FdLn(double x) {
  constexpr double kL1 = 6.666666666666735130e-01;
  constexpr double kL2 = 3.999999999940941908e-01;
  constexpr double kL3 = 2.857142874366239149e-01;
  constexpr double kL4 = 2.222219843214978396e-01;
  constexpr double kL5 = 1.818357216161805012e-01;
  constexpr double kL6 = 1.531383769920937332e-01;
  constexpr double kL7 = 1.479819860511658591e-01;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  // The upper words of 1 and of sqrt(1/2).
  constexpr std::uint64_t kOne = 0x3ff00000ull << 32;
  constexpr std::uint64_t kRootHalf = 0x3fe6a09eull << 32;

  if (!(x < kInfinity)) return x;
  if (x == 0) return -kInfinity;
  int k = -1023;
  if (x < kMinNormal) {
    x *= 0x1p54;
    k -= 54;
  }
  // x = 2^k (1 + f), sqrt(1/2) < 1 + f < sqrt(2).
  const std::uint64_t bits =
      std::bit_cast<std::uint64_t>(x) + (kOne - kRootHalf);
  k += static_cast<int>(bits >> 52);
  const double f =
      std::bit_cast<double>((bits & 0x000fffffffffffffull) + kRootHalf) - 1;
  const double half_f2 = 0.5 * f * f;
  const double s = f / (2 + f);
  const double z = s * s;
  const double w = z * z;
  const double even = w * (kL2 + w * (kL4 + w * kL6));
  const double odd = z * (kL1 + w * (kL3 + w * (kL5 + w * kL7)));
  return s * (half_f2 + (odd + even)) + k * kLn2Low - half_f2 + f +
         k * kLn2High;
}

double FdPow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (y == 1) return x;
  if (y == -1) return 1 / x;
  if (y == 2) return x * x;
  if (y == 0.5) return std::sqrt(x);
  if (x == 0 || x == kInfinity) return (y < 0) == (x == 0) ? kInfinity : 0;
  const double y_high = Truncated(y);
  if (!IsHuge(y)) return GeneralPower(x, y, y_high);
  if (IsBeyondRange(x, y)) return (y < 0) == (x < 1) ? kInfinity : 0;
  const auto [log_high, log_low] = Log2NearOne(x);
  return Exp2(y_high * log_high, (y - y_high) * log_high + y * log_low);
}

FdPower::FdPower(double y)
    : y_(y), y_high_(Truncated(y)), is_general_(!IsSimple(y) && !IsHuge(y)) {}

// As FdPow, but each number that is cut off, or rounded off, before the next
// step can begin is taken from the estimate, so that the steps overlap. If it
// was not the number that fdlibm cuts off, which the last of its bits decide,
// all is done again in order.
double FdPower::Of(double x) const {
  if (!is_general_ || !IsNormal(x)) [[unlikely]]
    return FdPow(x, y_);
  const Log2Of log = Log2(x, 0);
  const double log_high = Truncated(log.estimate);
  const double log_low = log.Low(log_high);
  const double estimate = y_ * log.estimate;
  const double whole = (estimate + kToWhole) - kToWhole;
  const double high = y_high_ * log_high - whole;
  const double low = (y_ - y_high_) * log_high + y_ * log_low;
  const double t = Truncated(estimate - whole);
  const double sum = low + high;
  // As numbers, to be one test and one branch.
  const unsigned is_right =
      unsigned{std::abs(estimate) < 1000} & unsigned{std::abs(sum) < 0.499} &
      unsigned{log_high == log.High()} & unsigned{t == Truncated(sum)};
  if (is_right == 0) [[unlikely]]
    return GeneralPower(x, y_, y_high_);
  return Exp2OfFraction(high, low, t) * PowerOfTwo(static_cast<int>(whole));
}

}  // namespace base
