// When things happen in a run of the real programs: the wall clock's times of
// what the simulation has on its own timeline.
//
//   server starts  ...allowance...  epoch = Instant{}  ...  begin  end  last
//                    client starts        |-- warmup --|-- d --|-- drain --|
#ifndef LAB_LOCAL_TIMELINE_H_
#define LAB_LOCAL_TIMELINE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "lab/experiment.h"

namespace lab {

class LocalTimeline {
 public:
  // `unix_ns`: the present, at which the server is started.
  LocalTimeline(const Experiment& experiment, std::int64_t unix_ns);

  // For the server, whole seconds: it ends at or after the epoch + bootstrap,
  // at least 5 s after the epoch, and within a second of that.
  std::int64_t registration_s() const { return registration_s_; }

  // The client's `bootstrap`, if it is written now: the models awake at the
  // epoch + bootstrap. Errors: kDeadlineExceeded after the epoch.
  absl::StatusOr<base::Duration> BootstrapFrom(std::int64_t unix_ns) const;

  // For the programs' options, in seconds with all nanoseconds.
  std::string Measure() const;  // "FROM..TO"
  std::string StopSending() const;

  base::Instant At(std::int64_t unix_ns) const;
  base::Instant begin() const { return begin_; }
  base::Instant end() const { return end_; }
  base::Instant last() const { return last_; }  // The drain's end.
  // Models that awake later have missed some of what is measured.
  base::Instant latest_awake() const { return latest_awake_; }

 private:
  std::int64_t registration_s_;
  std::int64_t epoch_unix_ns_;
  base::Duration bootstrap_;
  base::Instant begin_, end_, last_, latest_awake_;
};

}  // namespace lab

#endif  // LAB_LOCAL_TIMELINE_H_
