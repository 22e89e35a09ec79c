#include "net/openssl_error.h"

#include "absl/strings/str_cat.h"
#include "openssl/err.h"

namespace net {

std::string TakeOpenSslErrors() {
  std::string text;
  while (const unsigned long error = ERR_get_error()) {
    const char* const reason = ERR_reason_error_string(error);
    absl::StrAppend(&text, text.empty() ? "" : "; ",
                    reason != nullptr
                        ? std::string(reason)
                        : absl::StrCat("error 0x", absl::Hex(error)));
  }
  return text.empty() ? "unknown error" : text;
}

}  // namespace net
