// The library's own version. CHANGELOG.md says what is in which.
#ifndef MAYBENOT_VERSION_H_
#define MAYBENOT_VERSION_H_

namespace maybenot {

// With the name by which the C ABI tells it.
inline constexpr char kLibrary[] = "maybenot-cpp/0.5.0";
inline constexpr const char* kVersion = kLibrary + sizeof("maybenot-cpp/") - 1;

}  // namespace maybenot

#endif  // MAYBENOT_VERSION_H_
