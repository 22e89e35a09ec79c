// Property: any text read as a line of a log is either refused with its field,
// or gives a value that is written as the same line (but for commas in an
// error's reason), and reading that gives the same value again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/time.h"
#include "mgen/log_line.h"
#include "mgen/log_parser.h"
#include "mgen/message_server.h"
#include "mgen/user.h"

namespace {

base::Instant At(std::int64_t unix_ns) {
  return base::Instant(base::Duration(unix_ns));
}

std::string Write(const mgen::UserLine& line) {
  const base::Instant at = At(line.unix_ns);
  return std::visit(
      [&](const auto& what) -> std::string {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, mgen::DefenseNamed>) {
          return mgen::UserLogLine({}, at,
                                   {line.user, line.group, what.description});
        } else if constexpr (std::is_same_v<What, mgen::OtherLine>) {
          return mgen::LogLine(
              {}, at,
              absl::StrCat(line.user, ",", line.group, ",", what.fields));
        } else {
          return mgen::UserLogLine({}, line.user, line.group, {at, 0, what});
        }
      },
      line.what);
}

std::string Write(const mgen::ServerLine& line) {
  const base::Instant at = At(line.unix_ns);
  return std::visit(
      [&](const auto& what) -> std::string {
        using What = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<What, mgen::OtherLine>) {
          return mgen::LogLine({}, at, what.fields);
        } else if constexpr (std::is_same_v<What, mgen::Listening> ||
                             std::is_same_v<What, mgen::Accepted> ||
                             std::is_same_v<What, mgen::DefenseInForce>) {
          return mgen::ServerLogLine({}, at, what);
        } else {
          return mgen::ServerLogLine({}, {at, what});
        }
      },
      line.what);
}

bool ReasonHasComma(const mgen::UserLine& line) {
  const auto* failed = std::get_if<mgen::User::Failed>(&line.what);
  return failed != nullptr && absl::StrContains(failed->reason, ',');
}

bool ReasonHasComma(const mgen::ServerLine& line) {
  const auto* failed =
      std::get_if<mgen::MessageServer::FailedConnection>(&line.what);
  return failed != nullptr && absl::StrContains(failed->reason, ',');
}

template <typename Parse>
void Check(absl::string_view text, Parse parse) {
  const auto line = parse(text);
  if (!line.ok()) {
    BASE_CHECK(absl::IsInvalidArgument(line.status()));
    BASE_CHECK(absl::StartsWith(line.status().message(), "field ") ||
               absl::StartsWith(line.status().message(), "byte "));
    return;
  }
  const std::string written = Write(*line);
  const auto again = parse(written);
  BASE_CHECK(again.ok());
  if (ReasonHasComma(*line)) return;
  BASE_CHECK(written == text);
  BASE_CHECK(*again == *line);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string text(data, data + size);
  Check(text, mgen::ParseUserLine);
  Check(text, mgen::ParseServerLine);
  // A log of this one line is read as the line is.
  const std::string log = absl::StrCat(text, "\n");
  const auto lines = mgen::ParseServerLog(log);
  const auto line = mgen::ParseServerLine(text);
  if (!absl::StrContains(text, '\n')) {
    BASE_CHECK(lines.ok() == line.ok());
    BASE_CHECK(!line.ok() || (lines->size() == 1 && lines->front() == *line));
  }
  return 0;
}
