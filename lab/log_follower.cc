#include "lab/log_follower.h"

#include <type_traits>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/units.h"
#include "mgen/log_line.h"
#include "mgen/log_parser.h"
#include "mgen/message_server.h"
#include "mgen/user.h"

namespace lab {
namespace {

absl::Status Unexpected(absl::string_view program, absl::string_view line,
                        absl::string_view why) {
  return absl::InternalError(
      absl::StrCat(program, " printed \"", line, "\": ", why));
}

}  // namespace

LogFollower::LogFollower(const Experiment& experiment,
                         const DefenseSpec& defense,
                         const LocalTimeline& timeline)
    : defense_(defense),
      timeline_(timeline),
      messages_(experiment, timeline.begin(), timeline.end()),
      stop_at_(timeline.last()) {
  for (const Seat& seat : Seats(experiment)) {
    seats_.try_emplace(
        {Experiment::UserName(seat.user), experiment.groups[seat.group].name},
        seats_.size());
  }
}

absl::Status LogFollower::HandleClientLine(absl::string_view line) {
  ++lines_;
  const absl::StatusOr<mgen::UserLine> parsed = mgen::ParseUserLine(line);
  if (!parsed.ok()) {
    return Unexpected("mgen-client", line, parsed.status().message());
  }
  const auto seat = seats_.find({parsed->user, parsed->group});
  if (seat == seats_.end()) {
    return Unexpected("mgen-client", line, "is of nobody in the experiment");
  }
  const base::Instant at = timeline_.At(parsed->unix_ns);
  if (at > stop_at_) return absl::OkStatus();
  return std::visit(
      [&](const auto& what) -> absl::Status {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, mgen::DefenseNamed>) {
          if ((what.description == "none") == defense_.none) {
            return absl::OkStatus();
          }
          return Unexpected("mgen-client", line,
                            absl::StrCat("is not ", defense_.name));
        } else if constexpr (!std::is_same_v<What, mgen::OtherLine>) {
          if (std::is_same_v<What, mgen::User::Awake> &&
              at > timeline_.latest_awake()) {
            return absl::DeadlineExceededError(absl::StrCat(
                parsed->user, " in ", parsed->group, " began to send ",
                base::FormatDuration(at - timeline_.latest_awake()),
                " too late to be measured: the machine is overloaded, or the "
                "warm-up too short"));
          }
          messages_.HandleEvent(
              seat->second,
              {.at = at, .conversation = seat->second, .what = what});
        }
        return absl::OkStatus();
      },
      parsed->what);
}

absl::Status LogFollower::HandleServerLine(absl::string_view line) {
  ++lines_;
  const absl::StatusOr<mgen::ServerLine> parsed = mgen::ParseServerLine(line);
  if (!parsed.ok()) {
    return Unexpected("mgen-server", line, parsed.status().message());
  }
  if (const auto* listening = std::get_if<mgen::Listening>(&parsed->what)) {
    listening_ = listening->address;
  } else if (std::holds_alternative<mgen::MessageServer::Register>(
                 parsed->what)) {
    ++registered_;
  } else if (std::holds_alternative<mgen::MessageServer::RegistrationComplete>(
                 parsed->what)) {
    registration_complete_ = true;
    if (registered_ != seats_.size()) {
      return absl::FailedPreconditionError(
          absl::StrCat(registered_, " of ", seats_.size(),
                       " conversations registered with the server within ",
                       timeline_.registration_s(), " s; raise mgen.bootstrap"));
    }
  }
  return absl::OkStatus();
}

}  // namespace lab
