// A machine as bytes: the payload of its text form.
//
//   machine     allowed_padding_packets:int max_padding_frac:f64
//               allowed_blocked_microsec:int max_blocking_frac:f64
//               length:int state...
//   state       option action, option counter A, option counter B, then for
//               each of 13 events: option (length:int (state:int f32)...)
//   action      0 timer | 1 bypass replace timeout limit?
//               | 2 bypass replace timeout duration limit?
//               | 3 replace duration limit?
//   counter     operation, option dist, copy
//   dist        tag, parameters, start:f64, max:f64
//
// SOURCE: spec/maybenot.md 1.2.
#ifndef MAYBENOT_BINCODE_H_
#define MAYBENOT_BINCODE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maybenot/bincode_reader.h"
#include "maybenot/event.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot {

// Reads a payload part by part, so that who compiles it holds one at a time.
// Does not validate. After an error there are no more parts, and status() says
// what it was: kInvalidArgument naming field, byte, value and bound.
class PayloadReader {
 public:
  // `payload` must outlive this.
  explicit PayloadReader(absl::string_view payload) : in_(payload) {}

  // First: the limits, as a machine without states, and how many states follow.
  MachineSpec ReadLimits();
  std::size_t num_states() const { return num_states_; }
  // The most distributions that these states can have.
  std::size_t max_dists() const { return max_dists_; }

  // Then for each state its action, its counters A and B, its lists. What there
  // is goes into the argument, whose memory is used again: so one is enough for
  // all states. False, or none: there is no action, no counter, no more list.
  void BeginState();
  bool ReadAction(Action& action);
  bool ReadCounter(std::size_t which, Counter& counter);
  std::optional<Event> ReadList(std::vector<Trans>& list);

  // In the end: whether that was all.
  void ReadEnd();

  absl::Status status() const;
  // Whether what was read is as ToBincode writes it.
  bool is_canonical() const { return in_.shortest(); }

 private:
  // What is read, for an error: the limits, or a part of the state begun last.
  enum class Part : std::uint8_t { kLimits, kAction, kCounter, kList, kEnd };

  bool Enter(Part part, std::size_t index);

  BincodeReader in_;
  std::size_t num_states_ = 0;
  std::size_t max_dists_ = 0;
  std::size_t begun_ = 0;       // States.
  std::size_t next_event_ = 0;  // Of the state that was begun last.
  Part part_ = Part::kLimits;
  std::size_t index_ = 0;  // Which counter, or which event's list.
};

// All of it. Holds the result alone: at most 752 bytes for each 16 of
// `payload`. Errors: those of PayloadReader.
absl::StatusOr<MachineSpec> MachineFromBincode(absl::string_view payload);

std::string ToBincode(const MachineSpec& spec);

}  // namespace maybenot

#endif  // MAYBENOT_BINCODE_H_
