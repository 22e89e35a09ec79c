// MGen's client configuration: one user and the conversations. Reads what
// MGen's README shows, checked whole. SOURCE: spec/traffic.md 1.5.
//
//   user: Alice
//   socks: 127.0.0.1:9050              # optional
//   message_server: server.onion:6397
//   web_server: server.onion:6398      # with https:// or without
//   bootstrap: 5.0                     # seconds
//   retry: 5.0                         # seconds
//   distributions: {...}               # mgen/distributions_yaml.h
//   conversations:
//     - group: group1                  # and, to override: the five keys above
//
// Beyond the README: a key that every conversation has may be left out above;
// `w_mode` (distributions_yaml.h) and `seed`, a whole number.
#ifndef MGEN_CLIENT_CONFIG_H_
#define MGEN_CLIENT_CONFIG_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/file_reader.h"
#include "base/time.h"
#include "mgen/model.h"

namespace mgen {

struct ClientConfig {
  struct Conversation {
    std::string group;           // Unique.
    std::string message_server;  // "HOST:PORT".
    std::string web_server;      // "HOST:PORT", without the protocol.
    base::Duration bootstrap = base::Duration(0);
    base::Duration retry = base::Duration(0);
    std::shared_ptr<const Distributions> distributions;
  };

  std::string user;
  std::optional<std::string> socks;  // "HOST:PORT".
  WaitMode wait_mode = WaitMode::kInactivity;
  std::optional<std::uint64_t> seed;        // None: from the system.
  std::vector<Conversation> conversations;  // At least one.
};

// `file_name` opens error messages. As in MGen, a relative `weights_file` is
// relative to the program's working directory, not to this file.
// Errors: kInvalidArgument "FILE:LINE: KEY: value, bound": keys that are
// unknown, missing or of a wrong type, names that CheckName refuses, addresses
// without host or port, a group twice, and those of ParseDistributions.
absl::StatusOr<ClientConfig> ParseClientConfig(
    absl::string_view yaml, absl::string_view file_name,
    const base::FileReader& read_file);

}  // namespace mgen

#endif  // MGEN_CLIENT_CONFIG_H_
