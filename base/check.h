// Checks of our own mistakes, on in every build. Never of data from outside:
// that is an absl::Status.
#ifndef BASE_CHECK_H_
#define BASE_CHECK_H_

#include <cstdio>
#include <cstdlib>

namespace base::internal {

[[noreturn, gnu::cold]] inline void CheckFailed(const char* file, int line,
                                                const char* condition) {
  std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace base::internal

#define BASE_CHECK(condition) \
  ((condition)                \
       ? static_cast<void>(0) \
       : ::base::internal::CheckFailed(__FILE__, __LINE__, #condition))

#endif  // BASE_CHECK_H_
