// What a program has to say beside its log: lines on stderr, with a time (UTC)
// and a level. Addresses of peers stay out of them, unless asked for: a log is
// kept longer and shown to more people than its writer thinks of.
#ifndef NET_DIAGNOSTICS_H_
#define NET_DIAGNOSTICS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "net/tcp_socket.h"

namespace spdlog {
class logger;
}

namespace net {

class Diagnostics {
 public:
  enum class Level : std::uint8_t { kDebug, kInfo, kWarning, kError };
  struct Options {
    Level level = Level::kInfo;   // What is below is dropped.
    bool unsafe_logging = false;  // Prints addresses.
  };

  // `program` opens each line.
  Diagnostics(const std::string& program, Options options);
  ~Diagnostics();

  // One line; control characters, which may come from a peer, become '?'.
  void Debug(absl::string_view text) { Print(Level::kDebug, text); }
  void Info(absl::string_view text) { Print(Level::kInfo, text); }
  void Warning(absl::string_view text) { Print(Level::kWarning, text); }
  void Error(absl::string_view text) { Print(Level::kError, text); }

  // "[scrubbed]", or with unsafe_logging the address; "unknown" of none.
  std::string Scrubbed(const std::optional<Endpoint>& peer) const;

 private:
  void Print(Level level, absl::string_view text);

  Options options_;
  std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace net

#endif  // NET_DIAGNOSTICS_H_
