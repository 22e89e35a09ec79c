#include "maybenot/cli/sim_case.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "maybenot/cli/golden_block.h"
#include "maybenot/event_code.h"

namespace maybenot::cli {
namespace {

using simulator::SimEvent;
using Words = std::pair<absl::string_view, absl::string_view>;

absl::Status MustBe(absl::string_view bound) {
  return absl::InvalidArgumentError(absl::StrCat("must be ", bound));
}

template <typename Integer>
absl::Status ReadNumber(absl::string_view text, Integer& number) {
  if (absl::SimpleAtoi(text, &number)) return absl::OkStatus();
  return MustBe("a number");
}

absl::Status ReadFlag(absl::string_view text, bool& flag) {
  flag = text == "true";
  return flag || text == "false" ? absl::OkStatus() : MustBe("true or false");
}

absl::Status ReadFractions(absl::string_view text, Framework::Limits& limits) {
  return ReadLimits(text, limits) ? absl::OkStatus() : MustBe("two fractions");
}

// Collects a block line by line.
class Parser {
 public:
  Parser() { sim_.arguments.only_network_activity = true; }

  absl::Status Read(absl::string_view line) {
    const Words words = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    const auto [key, value] = words;
    if (key == "sim") {
      sim_.name = std::string(line);
      return absl::OkStatus();
    }
    if (key == "client") return AddMachine(value, client_);
    if (key == "server") return AddMachine(value, server_);
    if (key == "in") {
      absl::StrAppend(&trace_, value, "\n");
      return absl::OkStatus();
    }
    if (key == "out") {
      ASSIGN_OR_RETURN(const SimEvent event, ParseSimEvent(value));
      sim_.events.push_back(event);
      return absl::OkStatus();
    }
    return ReadArgument(key, value);
  }

  absl::StatusOr<SimCase> Finish() {
    ASSIGN_OR_RETURN(sim_.trace, simulator::ParseInputTrace(trace_));
    using Shared = const std::vector<Machine>;
    sim_.client = std::make_shared<Shared>(std::move(client_));
    sim_.server = std::make_shared<Shared>(std::move(server_));
    return std::move(sim_);
  }

 private:
  absl::Status ReadArgument(absl::string_view key, absl::string_view value) {
    simulator::Arguments& arguments = sim_.arguments;
    if (key == "seed") return ReadNumber(value, arguments.seed);
    if (key == "max_trace_length") {
      return ReadNumber(value, arguments.max_trace_length);
    }
    if (key == "max_sim_iterations") {
      return ReadNumber(value, arguments.max_sim_iterations);
    }
    if (key == "continue_after_normal") {
      return ReadFlag(value,
                      arguments.continue_after_all_normal_packets_processed);
    }
    if (key == "only_client_events") {
      return ReadFlag(value, arguments.only_client_events);
    }
    if (key == "only_network_activity") {
      return ReadFlag(value, arguments.only_network_activity);
    }
    if (key == "limits_client") {
      return ReadFractions(value, arguments.client_limits);
    }
    if (key == "limits_server") {
      return ReadFractions(value, arguments.server_limits);
    }
    if (key == "delay_us") {
      std::uint32_t us = 0;
      RETURN_IF_ERROR(ReadNumber(value, us));
      arguments.network.delay = base::Microseconds(us);
      return absl::OkStatus();
    }
    if (key == "pps") {
      if (value == "none") return absl::OkStatus();
      return ReadNumber(value, arguments.network.packets_per_second.emplace());
    }
    return MustBe("a line of a sim");
  }

  SimCase sim_;
  std::vector<Machine> client_;
  std::vector<Machine> server_;
  std::string trace_;
};

}  // namespace

std::vector<absl::string_view> SplitSims(absl::string_view text) {
  return SplitBlocks(text, "sim");
}

absl::StatusOr<SimCase> ParseSimCase(absl::string_view block) {
  Parser parser;
  RETURN_IF_ERROR(ReadLines(
      block, [&](absl::string_view line) { return parser.Read(line); }));
  return parser.Finish();
}

base::Instant FirstQueued(const SimCase& sim) {
  base::Instant first = base::Instant::max();
  for (const simulator::InputTrace::Packet& packet : sim.trace.packets) {
    const base::Duration earlier =
        packet.sent ? base::Duration(0) : sim.arguments.network.delay;
    first = std::min(first, packet.at - earlier);
  }
  return first;
}

absl::StatusOr<SimEvent> ParseSimEvent(absl::string_view text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
  std::int64_t ns = 0;
  if (words.size() != 4 || !absl::SimpleAtoi(words[0], &ns) || ns < 0 ||
      (words[1] != "c" && words[1] != "s") ||
      (words[3] != "0" && words[3] != "1")) {
    return MustBe("NANOSECONDS c|s EVENT 0|1");
  }
  ASSIGN_OR_RETURN(const TriggerEvent event, ParseEventCode(words[2]));
  return SimEvent{base::Instant{} + base::Duration(ns), event.machine,
                  event.event, words[1] == "c", words[3] == "1"};
}

std::string SimEventLine(const SimEvent& event) {
  return absl::StrCat(
      "out ", event.at.time_since_epoch().count(), event.client ? " c " : " s ",
      EventCode({event.event, event.machine}), event.padding ? " 1" : " 0");
}

}  // namespace maybenot::cli
