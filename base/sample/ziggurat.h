// The 256 layers of equal area under exp(-x^2/2) and exp(-x) that the normal
// and the exponential draws pick from.
#ifndef BASE_SAMPLE_ZIGGURAT_H_
#define BASE_SAMPLE_ZIGGURAT_H_

#include <array>
#include <cstddef>

namespace base {

// Layer i reaches from 0 to x[i] (layer 0, which holds the tail, to a virtual
// x[0]), and from the height f[i] to f[i + 1], where f is the density at x,
// rounded to 18 decimals as the reference's printed table is.
// SOURCE: spec/maybenot.md 3; Marsaglia-ziggurat.
struct ZigguratTable {
  static constexpr std::size_t kLayers = 256;

  std::array<double, kLayers + 1> x;
  std::array<double, kLayers + 1> f;
};

// Where the tail begins.
inline constexpr double kNormalTail = 3.6541528853610088;
inline constexpr double kExpTail = 7.69711747013104972;

// Worked out at compile time, so they depend on no libm.
extern const ZigguratTable kNormalZiggurat;
extern const ZigguratTable kExpZiggurat;

}  // namespace base

#endif  // BASE_SAMPLE_ZIGGURAT_H_
