#include "base/sample/btpe.h"

#include <cmath>
#include <cstdint>

#include "base/random.h"
#include "base/sample/uniform.h"

namespace base {
namespace {

// Nearer to the mode than this, the recursion is cheaper than logarithms.
constexpr double kFewSteps = 20;

double TailRate(double a) { return a * (1 + 0.5 * a); }

// The correction of Stirling's formula for ln of a factorial.
double Stirling(double x) {
  const double x2 = x * x;
  return (13860 - (462 - (132 - (99 - 140 / x2) / x2) / x2) / x2) / x / 166320;
}

}  // namespace

Btpe::Btpe(Parameters parameters)
    : n_(static_cast<double>(parameters.trials)), p_(parameters.probability) {
  const double np = n_ * p_;
  q_ = 1 - p_;
  npq_ = np * q_;
  odds_ = p_ / q_;
  step_ = odds_ * (n_ + 1);
  const double f_m = np + p_;
  m_ = std::trunc(f_m);
  p1_ = std::floor(2.195 * std::sqrt(npq_) - 4.6 * q_) + 0.5;
  x_m_ = m_ + 0.5;
  x_l_ = x_m_ - p1_;
  x_r_ = x_m_ + p1_;
  c_ = 0.134 + 20.5 / (15.3 + m_);
  lambda_l_ = TailRate((f_m - x_l_) / (f_m - x_l_ * p_));
  lambda_r_ = TailRate((x_r_ - f_m) / (x_r_ * q_));
  p2_ = p1_ * (1 + 2 * c_);
  p3_ = p2_ + c_ / lambda_l_;
  p4_ = p3_ + c_ / lambda_r_;
  f1_ = m_ + 1;
  z_ = n_ + 1 - m_;
  stirling_f1_ = Stirling(f1_);
  stirling_z_ = Stirling(z_);
}

std::uint64_t Btpe::Sample(Random& random) const {
  for (;;) {
    const double u = Unit52(random) * p4_;
    const double v = Unit52(random);
    if (u <= p1_) {  // Step 1: the triangle, always accepted.
      return static_cast<std::uint64_t>(x_m_ - p1_ * v + u);
    }
    const Proposal proposal = Propose(u, v);
    if (proposal.y < 0) continue;
    if (Accepts(proposal)) return static_cast<std::uint64_t>(proposal.y);
  }
}

Btpe::Proposal Btpe::Propose(double u, double v) const {
  constexpr Proposal kRefused = {-1, 0};
  if (u <= p2_) {
    const double x = x_l_ + (u - p1_) / c_;
    const double height = v * c_ + 1 - std::abs(x - x_m_) / p1_;
    if (height > 1) return kRefused;
    return {std::trunc(x), height};
  }
  if (u <= p3_) {  // trunc(-0.5) is a zero, and not refused.
    const double y = std::trunc(x_l_ + std::log(v) / lambda_l_);
    return {y, v * ((u - p2_) * lambda_l_)};
  }
  const double y = std::trunc(x_r_ - std::log(v) / lambda_r_);
  if (y > n_) return kRefused;
  return {y, v * ((u - p3_) * lambda_r_)};
}

bool Btpe::Accepts(Proposal proposal) const {
  const auto [y, v] = proposal;
  const double k = std::abs(y - m_);
  if (k <= kFewSteps || k >= 0.5 * npq_ - 1) {
    return AcceptsByRecursion(proposal);
  }
  const double rho = k / npq_ * ((k * (k / 3 + 0.625) + 1.0 / 6) / npq_ + 0.5);
  const double t = -0.5 * k * k / npq_;
  const double ln_v = std::log(v);
  if (ln_v < t - rho) return true;
  if (ln_v > t + rho) return false;
  return AcceptsByStirling(y, ln_v);
}

// Step 5.1: f(y) / f(m) as a product over what lies between.
bool Btpe::AcceptsByRecursion(Proposal proposal) const {
  const auto [y, v] = proposal;
  double ratio = 1;
  for (double i = m_ + 1; i <= y; ++i) ratio *= step_ / i - odds_;
  for (double i = y + 1; i <= m_; ++i) ratio /= step_ / i - odds_;
  return v <= ratio;
}

// Step 5.3, with the signs of GSL. SOURCE: spec/maybenot.md 3.
bool Btpe::AcceptsByStirling(double y, double ln_v) const {
  const double x1 = y + 1;
  const double w = n_ - y + 1;
  const double bound = x_m_ * std::log(f1_ / x1) +
                       (n_ - m_ + 0.5) * std::log(z_ / w) +
                       (y - m_) * std::log(w * p_ / (x1 * q_)) + stirling_f1_ +
                       stirling_z_ - Stirling(x1) - Stirling(w);
  return ln_v <= bound;
}

}  // namespace base
