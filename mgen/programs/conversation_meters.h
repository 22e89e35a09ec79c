// What each conversation of a program wrote and read, over all its connections,
// for --stats and --metrics.
#ifndef MGEN_PROGRAMS_CONVERSATION_METERS_H_
#define MGEN_PROGRAMS_CONVERSATION_METERS_H_

#include <map>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "mgen/programs/stats.pb.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/meter.h"

namespace mgen {

class ConversationMeters {
 public:
  struct Conversation {
    std::string defense = "none";  // Of its latest connection.
    shaper::Meter meter;
  };
  struct Totals {
    shaper::CellCounts sent, received;
  };

  // Stays where it is. One that comes while others are measured is measured
  // from its beginning.
  Conversation& FindOrAdd(absl::string_view user, absl::string_view group);

  // The measured time begins, ends, for all. Require: once each, in this order.
  void BeginMeasuring();
  void EndMeasuring();
  bool began() const { return phase_ != Phase::kBefore; }
  bool ended() const { return phase_ == Phase::kAfter; }

  Totals Sum() const;
  // Appends all, by user and then group; `measured` once the time has ended.
  void WriteTo(stats::Stats& stats) const;

 private:
  enum class Phase : std::uint8_t { kBefore, kMeasuring, kAfter };

  Phase phase_ = Phase::kBefore;
  std::map<std::pair<std::string, std::string>, Conversation> conversations_;
};

}  // namespace mgen

#endif  // MGEN_PROGRAMS_CONVERSATION_METERS_H_
