// Follows a run of the real programs by the log lines that they print.
#ifndef LAB_LOG_FOLLOWER_H_
#define LAB_LOG_FOLLOWER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/local_timeline.h"
#include "lab/message_log.h"
#include "lab/observations.h"

namespace lab {

class LogFollower {
 public:
  // All outlive this.
  LogFollower(const Experiment& experiment, const DefenseSpec& defense,
              const LocalTimeline& timeline);

  // A line of mgen-client. Lines of kinds that are not known are skipped.
  // Errors: kInternal for what no client of this run would print, a connection
  // of another defense among it; kDeadlineExceeded for a model that awoke when
  // it should have been measured.
  absl::Status HandleClientLine(absl::string_view line);

  // A line of mgen-server. Errors: kInternal as above; kFailedPrecondition for
  // a registration phase that ended before all conversations were registered.
  absl::Status HandleServerLine(absl::string_view line);

  // What happens after `at` is no longer counted.
  void StopAt(base::Instant at) { stop_at_ = at; }

  // Where the server listens, once it does.
  const std::optional<std::string>& listening() const { return listening_; }
  bool registration_complete() const { return registration_complete_; }
  // Receipts that are due for what was told so far.
  std::uint64_t outstanding() const { return messages_.outstanding(); }
  std::uint64_t lines() const { return lines_; }

  void MoveTo(std::vector<ConversationObservations>& conversations) {
    messages_.MoveTo(conversations);
  }

 private:
  const DefenseSpec& defense_;
  const LocalTimeline& timeline_;
  MessageLog messages_;
  // By user and group.
  std::map<std::pair<std::string, std::string>, std::size_t> seats_;
  base::Instant stop_at_;
  std::optional<std::string> listening_;
  std::size_t registered_ = 0;
  bool registration_complete_ = false;
  std::uint64_t lines_ = 0;
};

}  // namespace lab

#endif  // LAB_LOG_FOLLOWER_H_
