#include "maybenot/cli/conformance_defenders.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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
#include "base/random.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "maybenot/cli/golden_block.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/event_code.h"
#include "maybenot/exact_host.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"
#include "maybenot/packet_queue.h"

namespace maybenot::cli {
namespace {

using Recorded = Defender::Recorded;

struct Case {
  std::string name;  // "defender 12".
  std::vector<Machine> machines;
  Framework::Limits limits;
  std::uint64_t seed = 0;
  std::vector<Recorded> events;
};

// An `ev` line without its first word.
absl::StatusOr<Recorded> ParseRecorded(absl::string_view text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
  std::int64_t ns = 0;
  if (words.size() < 2 || !absl::SimpleAtoi(words[0], &ns) || ns < 0) {
    return absl::InvalidArgumentError("must be NANOSECONDS EVENT");
  }
  ASSIGN_OR_RETURN(const TriggerEvent event, ParseEventCode(words[1]));
  const bool has_kind =
      event.event == Event::kTunnelSent || event.event == Event::kTunnelRecv;
  std::optional<PacketKind> kind;
  if (has_kind && words.size() == 3 && words[2] == "normal") {
    kind = PacketKind::kNormal;
  } else if (has_kind && words.size() == 3 && words[2] == "padding") {
    kind = PacketKind::kPadding;
  }
  if (words.size() != (has_kind ? 3 : 2) || has_kind != kind.has_value()) {
    return absl::InvalidArgumentError("TS and TR alone are normal or padding");
  }
  return Recorded{base::Instant{} + base::Duration(ns), event, kind};
}

absl::Status ReadLine(absl::string_view line, Case& replay) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(line, absl::MaxSplits(' ', 1));
  if (parts.first == "machine") {
    return AddMachine(parts.second, replay.machines);
  }
  if (parts.first == "limits") {
    if (ReadLimits(parts.second, replay.limits)) return absl::OkStatus();
    return absl::InvalidArgumentError("limits are two numbers");
  }
  if (parts.first == "seed") {
    if (absl::SimpleAtoi(parts.second, &replay.seed)) return absl::OkStatus();
    return absl::InvalidArgumentError("a seed is a 64-bit number");
  }
  if (parts.first != "ev") return absl::InvalidArgumentError("unknown line");
  ASSIGN_OR_RETURN(const Recorded event, ParseRecorded(parts.second));
  if (!replay.events.empty() && event.at < replay.events.back().at) {
    return absl::InvalidArgumentError("earlier than the line before");
  }
  replay.events.push_back(event);
  return absl::OkStatus();
}

// Whether blocking that was in force gave way to other blocking, and what it
// held went out at that instant. The simulator keeps with each packet whether
// it may bypass; by spec/maybenot.md section 4 a queued packet waits for the
// end of blocking, or for padding that bypasses it.
bool IsReleasedByOtherBlocking(const std::vector<Recorded>& events) {
  bool blocked = false;
  for (auto first = events.begin(); first != events.end();) {
    const auto end = std::find_if(first, events.end(), [&](const Recorded& e) {
      return e.at != first->at;
    });
    const auto has = [&](Event event) {
      return std::any_of(first, end, [&](const Recorded& e) {
        return e.event.event == event;
      });
    };
    const bool begins = has(Event::kBlockingBegin);
    const bool ends = has(Event::kBlockingEnd);
    if (blocked && begins && !ends && has(Event::kTunnelSent) &&
        !has(Event::kPaddingSent)) {
      return true;
    }
    blocked = begins || (blocked && !ends);
    first = end;
  }
  return false;
}

// What a Defender reports when it is given the packets of `replay`.
absl::StatusOr<std::vector<Recorded>> Replay(const Case& replay) {
  Defender::Options options;
  options.limits = replay.limits;
  options.queue_packets = replay.events.size() + 1'000'000;
  options.record_events = true;
  ASSIGN_OR_RETURN(
      Defender defender,
      Defender::Create(
          std::make_shared<const std::vector<Machine>>(replay.machines),
          options, base::Random::FromSeed(replay.seed), base::Instant{}));
  ExactHost host(&defender);
  for (const Recorded& recorded : replay.events) {
    if (recorded.event.event == Event::kNormalSent) {
      if (!host.Enqueue(1, recorded.at)) {
        return absl::ResourceExhaustedError("the queue is full");
      }
    } else if (recorded.event.event == Event::kTunnelRecv) {
      host.HandleReceived(*recorded.kind, 1, recorded.at);
    }
  }
  if (!replay.events.empty()) host.Run(replay.events.back().at);
  return defender.TakeEvents();
}

std::string ToLine(const Recorded& recorded) {
  absl::string_view kind = "";
  if (recorded.kind) {
    kind = *recorded.kind == PacketKind::kNormal ? " normal" : " padding";
  }
  return absl::StrCat("ev ", recorded.at.time_since_epoch().count(), " ",
                      EventCode(recorded.event), kind);
}

std::vector<std::string> LinesBefore(base::Instant end,
                                     const std::vector<Recorded>& events) {
  std::vector<std::string> lines;
  for (const Recorded& recorded : events) {
    if (recorded.at < end) lines.push_back(ToLine(recorded));
  }
  return lines;
}

void Compare(const Case& replay, Tally& tally) {
  if (IsReleasedByOtherBlocking(replay.events)) {
    tally.Skip(absl::StrCat(
        replay.name,
        ": other blocking released a packet (docs/deviations.md)"));
    return;
  }
  const absl::StatusOr<std::vector<Recorded>> reported = Replay(replay);
  if (!reported.ok()) {
    tally.Fail({replay.name, "a defender", reported.status().ToString()});
    return;
  }
  if (replay.events.empty()) {
    ++tally.passed;
    return;
  }
  const base::Instant last = replay.events.back().at;
  const std::vector<std::string> expected = LinesBefore(last, replay.events);
  const std::vector<std::string> actual = LinesBefore(last, *reported);
  const auto [e, a] = std::mismatch(expected.begin(), expected.end(),
                                    actual.begin(), actual.end());
  if (e == expected.end() && a == actual.end()) {
    ++tally.passed;
    return;
  }
  tally.Fail({absl::StrCat(replay.name, ", event ", e - expected.begin() + 1),
              e == expected.end() ? "no more" : *e,
              a == actual.end() ? "no more" : *a});
}

// One block: its title and its lines.
void ReplayBlock(const std::vector<absl::string_view>& lines, Tally& tally) {
  Case replay;
  replay.name = std::string(lines[0]);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const absl::Status read = ReadLine(lines[i], replay);
    if (!read.ok()) {
      tally.Fail({absl::StrCat(replay.name, ", line ", i + 1),
                  std::string(lines[i]), std::string(read.message())});
      return;
    }
  }
  Compare(replay, tally);
}

}  // namespace

void ReplayDefenders(absl::string_view text, Tally& tally) {
  std::vector<absl::string_view> block;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line.empty()) continue;
    const bool opens = absl::StartsWith(line, "defender ");
    if (block.empty() && !opens) {
      tally.Fail({"defenders", "defender ID", std::string(line)});
      return;
    }
    if (opens && !block.empty()) {
      ReplayBlock(block, tally);
      block.clear();
    }
    block.push_back(line);
  }
  if (!block.empty()) ReplayBlock(block, tally);
}

}  // namespace maybenot::cli
