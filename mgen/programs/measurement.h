// The meters of a program's conversations, and the time within which they
// measure.
#ifndef MGEN_PROGRAMS_MEASUREMENT_H_
#define MGEN_PROGRAMS_MEASUREMENT_H_

#include <cstdint>
#include <functional>
#include <optional>

#include "mgen/programs/conversation_meters.h"
#include "mgen/programs/runtime.h"
#include "mgen/programs/stats.pb.h"
#include "mgen/programs/unix_time.h"
#include "net/timers.h"

namespace mgen {

class Measurement {
 public:
  // `settle` brings what is metered up to the present; it is called before the
  // time begins and ends. No window: nothing is measured. `runtime` outlives
  // this.
  Measurement(Runtime* runtime, std::optional<UnixWindow> window,
              std::function<void()> settle);

  ConversationMeters& meters() { return meters_; }
  const ConversationMeters& meters() const { return meters_; }

  // The program ends, and with it a measured time that began.
  void Finish();
  // Of the runtime's connections; `open` and `defended` are the program's.
  stats::Connections Connections(std::uint64_t open,
                                 std::uint64_t defended) const;
  // Fills in times and conversations.
  void WriteTo(stats::Stats& stats) const;

 private:
  void Begin();
  void End();

  Runtime* runtime_;
  std::function<void()> settle_;
  ConversationMeters meters_;
  net::Timer begin_, end_;
};

}  // namespace mgen

#endif  // MGEN_PROGRAMS_MEASUREMENT_H_
