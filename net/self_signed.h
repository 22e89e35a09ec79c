// A certificate for tests and experiments, which nobody vouches for.
#ifndef NET_SELF_SIGNED_H_
#define NET_SELF_SIGNED_H_

#include <string>

#include "absl/status/status.h"

namespace net {

struct SelfSignedOptions {
  // Validity, in seconds from now.
  long not_before_s = 0;
  long not_after_s = 10L * 365 * 24 * 3600;
};

// Writes a fresh P-256 key and a certificate for localhost that it signs itself
// as PEM, in place of what is there; the key for its owner's eyes only.
// Errors: kInvalidArgument, naming the file.
absl::Status WriteSelfSigned(const std::string& certificate_path,
                             const std::string& key_path,
                             SelfSignedOptions options = {});

}  // namespace net

#endif  // NET_SELF_SIGNED_H_
