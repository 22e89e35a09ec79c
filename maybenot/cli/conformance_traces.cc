#include "maybenot/cli/conformance_traces.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "maybenot/action.h"
#include "maybenot/event.h"
#include "maybenot/event_code.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"

namespace maybenot::cli {
namespace {

std::int64_t Microseconds(base::Duration duration) {
  return duration.count() / 1000;
}

std::string ToText(const TriggerAction& action) {
  const auto machine = static_cast<std::uint32_t>(action.machine);
  const int bypass = action.bypass ? 1 : 0;
  const int replace = action.replace ? 1 : 0;
  switch (action.kind) {
    case TriggerAction::Kind::kCancel: {
      constexpr absl::string_view kTimers[] = {"action", "internal", "all"};
      return absl::StrCat("cancel:", machine, ":",
                          kTimers[static_cast<std::size_t>(action.timer)]);
    }
    case TriggerAction::Kind::kSendPadding:
      return absl::StrCat("pad:", machine, ":", Microseconds(action.timeout),
                          ":", bypass, ":", replace);
    case TriggerAction::Kind::kBlockOutgoing:
      return absl::StrCat("block:", machine, ":", Microseconds(action.timeout),
                          ":", Microseconds(action.duration), ":", bypass, ":",
                          replace);
    case TriggerAction::Kind::kUpdateTimer:
      return absl::StrCat("timer:", machine, ":", Microseconds(action.duration),
                          ":", replace);
  }
  return "";
}

// One block, read line by line.
class Trace {
 public:
  explicit Trace(absl::string_view name) : name_(name) {}

  // Passes over what follows the first failure.
  void Read(absl::string_view line, Tally& tally) {
    if (failed_) return;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(' ', 1));
    if (parts.first == ">") {
      Compare(line, tally);
      return;
    }
    const absl::Status status = Apply(parts.first, parts.second);
    if (!status.ok()) {
      Fail({where_, std::string(line), std::string(status.message())}, tally);
    } else if (parts.first == "end") {
      Compare(line, tally);
      complete_ = true;
    }
  }

  // To be called once, after the last line.
  void Finish(Tally& tally) {
    if (failed_) return;
    if (!complete_) {
      Fail({where_, "end true|false", "the text ends"}, tally);
      return;
    }
    ++tally.passed;
  }

 private:
  absl::Status Apply(absl::string_view key, absl::string_view value) {
    if (key == "machine") {
      ASSIGN_OR_RETURN(Machine machine, Machine::Parse(value));
      machines_.push_back(std::move(machine));
      return absl::OkStatus();
    }
    if (key == "limits") return ReadLimits(value);
    if (key == "seed") {
      if (absl::SimpleAtoi(value, &seed_)) return absl::OkStatus();
      return absl::InvalidArgumentError("a seed is a 64-bit number");
    }
    if (key == "at") return Trigger(value);
    if (key == "end") {
      RETURN_IF_ERROR(Start());
      RETURN_IF_ERROR(CheckCompared());
      answer_ = framework_->all_machines_ended() ? "end true" : "end false";
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(absl::StrCat("unknown line: ", key));
  }

  absl::Status ReadLimits(absl::string_view value) {
    const std::pair<absl::string_view, absl::string_view> fractions =
        absl::StrSplit(value, absl::MaxSplits(' ', 1));
    if (absl::SimpleAtod(fractions.first, &limits_.max_padding_frac) &&
        absl::SimpleAtod(fractions.second, &limits_.max_blocking_frac)) {
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError("limits are two numbers");
  }

  // The framework starts at time 0, with the first call.
  absl::Status Start() {
    if (framework_.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(
        framework_,
        Framework::Create(
            std::make_shared<const std::vector<Machine>>(std::move(machines_)),
            limits_, base::Random::FromSeed(seed_), base::Instant{}));
    return absl::OkStatus();
  }

  absl::Status Trigger(absl::string_view value) {
    RETURN_IF_ERROR(Start());
    RETURN_IF_ERROR(CheckCompared());
    where_ = absl::StrCat(name_, " at ", value);
    const std::vector<absl::string_view> words = absl::StrSplit(value, ' ');
    constexpr std::int64_t kLatest =
        std::numeric_limits<std::int64_t>::max() / 1000;
    std::int64_t us = 0;
    if (!absl::SimpleAtoi(words[0], &us) || us < 0 || us > kLatest) {
      return absl::InvalidArgumentError(
          absl::StrCat("a time is in [0, ", kLatest, "] microseconds"));
    }
    std::vector<TriggerEvent> events;
    for (std::size_t i = 1; i < words.size(); ++i) {
      ASSIGN_OR_RETURN(const TriggerEvent event, ParseEventCode(words[i]));
      events.push_back(event);
    }
    std::string answer = ">";
    for (const TriggerAction& action : framework_->TriggerEvents(
             events, base::Instant{} + base::Microseconds(us))) {
      absl::StrAppend(&answer, " ", ToText(action));
    }
    answer_ = std::move(answer);
    return absl::OkStatus();
  }

  absl::Status CheckCompared() const {
    if (!answer_.has_value()) return absl::OkStatus();
    return absl::InvalidArgumentError("the call before has no line of actions");
  }

  void Compare(absl::string_view expected, Tally& tally) {
    if (expected != answer_) {
      Fail({where_, std::string(expected), answer_.value_or("no call")}, tally);
    }
    answer_.reset();
  }

  void Fail(Failure failure, Tally& tally) {
    failed_ = true;
    tally.Fail(std::move(failure));
  }

  std::string name_;           // "trace 12".
  std::string where_ = name_;  // With the call, once there is one.
  std::vector<Machine> machines_;
  Framework::Limits limits_;
  std::uint64_t seed_ = 0;
  std::optional<Framework> framework_;
  std::optional<std::string> answer_;  // To the last call, as a line.
  bool failed_ = false;
  bool complete_ = false;  // Its end has been read.
};

}  // namespace

void ReplayTraces(absl::string_view text, Tally& tally) {
  std::optional<Trace> trace;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, "trace ")) {
      if (trace.has_value()) trace->Finish(tally);
      trace.emplace(line);
    } else if (trace.has_value()) {
      if (!line.empty()) trace->Read(line, tally);
    } else if (!line.empty()) {
      tally.Fail({"traces", "trace ID", std::string(line)});
      return;
    }
  }
  if (trace.has_value()) trace->Finish(tally);
}

}  // namespace maybenot::cli
