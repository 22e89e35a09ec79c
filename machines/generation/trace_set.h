// The traces that an environment is made of.
#ifndef MACHINES_GENERATION_TRACE_SET_H_
#define MACHINES_GENERATION_TRACE_SET_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "maybenot/simulator/input_trace.h"

namespace generation {

// Which traces a configuration asks for. The recordings are other people's and
// not ours to hand out: whoever has the crate maybenot-gen finds them in its
// folder src/environment. SOURCE: spec/maybenot.md 6.2.
struct TraceSet {
  enum class Kind : std::uint8_t {
    // Mathews et al., "SoK: A Critical Evaluation of Efficient Website
    // Fingerprinting Defenses", S&P 2023.
    kBigEnough,
    // Syverson et al., "Onion-Location Measurements and Fingerprinting", PETS
    // 2025.
    kTorCircuit,
    // Sirinam et al., "Deep Fingerprinting", CCS 2018.
    kDeepFingerprinting,
    // Gong et al., "Surakav", S&P 2022.
    kGongSurakav,
    kSynthetic,  // Ours: synthetic_trace.h.
    kCustom,     // The files of a folder.
  };
  Kind kind = Kind::kSynthetic;
  // Of kCustom: the folder, and how large a file must be and may be.
  std::string root = {};
  std::uint64_t min_bytes = 0;
  std::uint64_t max_bytes = 0;

  friend bool operator==(const TraceSet&, const TraceSet&) = default;
};

// By the number of the Kind: as a configuration names them.
absl::Span<const absl::string_view> TraceSetNames();

// The files of a recorded set, in their order, from src/environment on: 14 of
// kBigEnough, kTorCircuit, kDeepFingerprinting and kGongSurakav, none of
// others.
std::vector<std::string> RecordedFiles(TraceSet::Kind kind);

// A trace that many environments share.
using SharedTrace = std::shared_ptr<const maybenot::simulator::InputTrace>;

// What an environment chooses its traces from. Whoever makes it may read a file
// when a trace is asked for, and says whether several threads may ask.
struct TraceCollection {
  std::size_t size = 0;
  std::function<absl::StatusOr<SharedTrace>(std::size_t)> get;
  // Of kCustom: the choice is drawn even if all are wanted.
  bool always_choose = false;
};

// `amount` distinct traces; all, in their order and without a draw, if there
// are no more. Errors: kInvalidArgument if there are fewer; those of `get`.
absl::StatusOr<std::vector<SharedTrace>> ChooseTraces(
    const TraceCollection& collection, std::size_t amount,
    base::Random& random);

}  // namespace generation

#endif  // MACHINES_GENERATION_TRACE_SET_H_
