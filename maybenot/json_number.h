// Floating-point numbers as serde_json writes them.
#ifndef MAYBENOT_JSON_NUMBER_H_
#define MAYBENOT_JSON_NUMBER_H_

#include <string>

namespace maybenot {

// The shortest digits that read back as `value` in its own width: "0.0",
// "80988.925", "1e+16", "1.5e-6"; "null" for NaN and infinities.
std::string JsonNumber(double value);
std::string JsonNumber(float value);

}  // namespace maybenot

#endif  // MAYBENOT_JSON_NUMBER_H_
