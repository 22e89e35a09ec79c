#include "machines/generation/trace_set.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/random.h"
#include "base/sample/shuffle.h"
#include "base/status_macros.h"

namespace generation {
namespace {

constexpr std::array<absl::string_view, 6> kNames = {
    "BigEnough",   "TorCircuit", "DeepFingerprinting",
    "GongSurakav", "Synthetic",  "Custom"};

std::vector<std::string> InFolder(absl::string_view folder,
                                  absl::Span<const absl::string_view> names) {
  std::vector<std::string> files;
  for (const absl::string_view name : names) {
    files.push_back(absl::StrCat(folder, "/", name, ".log"));
  }
  return files;
}

// Of general and rend circuits in turn.
std::vector<std::string> TorCircuitFiles() {
  std::vector<std::string> files;
  for (int i = 0; i < 7; ++i) {
    for (const char* kind : {"general", "rend"}) {
      files.push_back(
          absl::StrCat("data-tor-circuit-fp/", kind, "/", i, ".log"));
    }
  }
  return files;
}

}  // namespace

absl::Span<const absl::string_view> TraceSetNames() { return kNames; }

std::vector<std::string> RecordedFiles(TraceSet::Kind kind) {
  switch (kind) {
    case TraceSet::Kind::kBigEnough:
      return InFolder("data-bigenough-standard",
                      {"0000-0000-0000", "0001-0000-0000", "0002-0000-0000",
                       "0003-0001-0001", "0010-0000-0000", "0020-0000-0000",
                       "0030-0000-0005", "0040-0000-0000", "0050-0000-0000",
                       "0060-0000-0000", "0071-0000-0000", "0080-0000-0000",
                       "0090-0000-0000", "0091-0000-0000"});
    case TraceSet::Kind::kTorCircuit:
      return TorCircuitFiles();
    case TraceSet::Kind::kDeepFingerprinting:
      return InFolder("data-df-wflib",
                      {"1", "2", "3", "6", "10", "20", "30", "41", "50", "60",
                       "70", "80", "89", "91"});
    case TraceSet::Kind::kGongSurakav:
      return InFolder(
          "data-gong-surakav",
          {"2-2", "3-3", "4-4", "10-10", "20-20", "21-21", "32-32", "33-33",
           "42-42", "43-43", "51-51", "66-66", "77-77", "99-99"});
    case TraceSet::Kind::kSynthetic:
    case TraceSet::Kind::kCustom:
      return {};
  }
  return {};
}

absl::StatusOr<std::vector<SharedTrace>> ChooseTraces(
    const TraceCollection& collection, std::size_t amount,
    base::Random& random) {
  if (amount > collection.size) {
    return absl::InvalidArgumentError(
        absl::StrCat("num_traces is ", amount, ": must be at most ",
                     collection.size, ", as many as there are"));
  }
  std::vector<std::uint32_t> chosen(collection.size);
  std::iota(chosen.begin(), chosen.end(), 0);
  if (amount < collection.size || collection.always_choose) {
    chosen = base::Choose(random, {.amount = amount, .of = collection.size});
  }
  std::vector<SharedTrace> traces;
  for (const std::uint32_t index : chosen) {
    ASSIGN_OR_RETURN(SharedTrace trace, collection.get(index));
    traces.push_back(std::move(trace));
  }
  return traces;
}

}  // namespace generation
