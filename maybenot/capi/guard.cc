#include "maybenot/capi/guard.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <new>

namespace maybenot::capi {
namespace {

// No destructor and no allocation: it outlives any caller, and setting it
// cannot fail.
thread_local std::array<char, 512> error_text = {};

}  // namespace

void SetErrorText(absl::string_view text) {
  const std::size_t size = std::min(text.size(), error_text.size() - 1);
  std::memcpy(error_text.data(), text.data(), size);
  error_text[size] = '\0';
}

MaybenotResult Fail(MaybenotResult result, absl::string_view text) {
  SetErrorText(text);
  return result;
}

MaybenotResult FailNull(absl::string_view argument) {
  std::array<char, 64> text = {};
  constexpr absl::string_view kRest = " is NULL";
  const std::size_t size =
      std::min(argument.size(), text.size() - kRest.size());
  std::memcpy(text.data(), argument.data(), size);
  std::memcpy(text.data() + size, kRest.data(), kRest.size());
  return Fail(MaybenotResult_NullPointer,
              absl::string_view(text.data(), size + kRest.size()));
}

MaybenotResult FailCaught() {
  try {
    throw;
  } catch (const NoRandomness&) {
    return Fail(MaybenotResult_NoRandomness,
                "OpenSSL has no randomness to give (RAND_bytes failed)");
  } catch (const std::bad_alloc&) {
    return Fail(MaybenotResult_OutOfMemory, "out of memory");
  } catch (...) {
    return Fail(MaybenotResult_Internal, "a defect of the library's");
  }
}

}  // namespace maybenot::capi

extern "C" const char* maybenot_error_text(void) {
  return maybenot::capi::error_text.data();
}
