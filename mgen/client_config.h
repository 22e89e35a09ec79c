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
// Beyond the README: a key that every conversation has may be left out above.
// And three keys, none of which must be there:
//
//   w_mode: inactivity                 # or deadline: distributions_yaml.h
//   seed: 1                            # of all draws; else from the system
//   defense: {...}                     # or none: tunnel/shaper/defense_yaml.h
//
// A conversation may override `defense` as a whole, and be without any by
// `defense: none`. A path in it is relative to the working directory too.
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
#include "mgen/distributions_yaml.h"
#include "mgen/model.h"
#include "tunnel/shaper/defense.h"
#include "tunnel/shaper/machine_reader.h"

namespace mgen {

struct ClientConfig {
  struct Conversation {
    std::string group;           // Unique.
    std::string message_server;  // "HOST:PORT".
    std::string web_server;      // "HOST:PORT", without the protocol.
    base::Duration bootstrap = base::Duration(0);
    base::Duration retry = base::Duration(0);
    std::shared_ptr<const Distributions> distributions;
    std::optional<shaper::Defense> defense;  // None: plain.
  };

  std::string user;
  std::optional<std::string> socks;  // "HOST:PORT".
  WaitMode wait_mode = WaitMode::kInactivity;
  std::optional<std::uint64_t> seed;        // None: from the system.
  std::vector<Conversation> conversations;  // At least one.
};

// Reads the configurations of any number of users. Distributions, machines and
// the files that they are in are parsed once and shared where they are named
// alike, so that thousands of users of one population hold them once. Of use
// until the last configuration is read; results do not need it.
class ClientConfigReader {
 public:
  explicit ClientConfigReader(const base::FileReader& read_file)
      : distributions_(read_file), machines_(read_file) {}

  // `file_name` opens error messages. As in MGen, a relative `weights_file` is
  // relative to the program's working directory, not to this file.
  // Errors: kInvalidArgument "FILE:LINE: KEY: value, bound": keys that are
  // unknown, missing or of a wrong type, names that CheckName refuses,
  // addresses without host or port, a group twice, and those of
  // DistributionsReader and ReadDefense.
  absl::StatusOr<ClientConfig> Parse(absl::string_view yaml,
                                     absl::string_view file_name);

 private:
  DistributionsReader distributions_;
  shaper::MachineReader machines_;
};

// One configuration, as ClientConfigReader reads it.
absl::StatusOr<ClientConfig> ParseClientConfig(
    absl::string_view yaml, absl::string_view file_name,
    const base::FileReader& read_file);

}  // namespace mgen

#endif  // MGEN_CLIENT_CONFIG_H_
