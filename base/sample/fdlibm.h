// exp, ln and pow exactly as fdlibm computes them: the reference's samplers use
// a port of it, and differ from glibc in the last bit of one result in sixteen.
// Inside the ziggurats, and for binomial and geometric draws, the reference
// uses glibc's, and so do we.
#ifndef BASE_SAMPLE_FDLIBM_H_
#define BASE_SAMPLE_FDLIBM_H_

namespace base {

// SOURCE: fdlibm e_exp, e_log and e_pow: the reductions, the coefficients and
// the order of operations.

// Any x.
double FdExp(double x);

// x >= 0, or NaN.
double FdLn(double x);

// x^y for x >= 0, neither NaN. The sign of a zero does not count.
double FdPow(double x, double y);

// The same for many x and one y, which is taken apart once.
class FdPower {
 public:
  explicit FdPower(double y);

  double Of(double x) const;

 private:
  double y_;
  double y_high_;    // Its lower half cut off.
  bool is_general_;  // Neither a simple exponent nor a huge one.
};

}  // namespace base

#endif  // BASE_SAMPLE_FDLIBM_H_
