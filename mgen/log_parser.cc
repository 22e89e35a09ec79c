#include "mgen/log_parser.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "mgen/log_line.h"
#include "mgen/message_server.h"
#include "mgen/model.h"
#include "mgen/user.h"
#include "mgen/wire.h"

namespace mgen {
namespace {

constexpr std::uint64_t kNanoseconds = 1'000'000'000;
constexpr std::uint64_t kMaxU32 = std::numeric_limits<std::uint32_t>::max();
// What fits a Duration.
constexpr std::uint64_t kMaxMilliseconds = 9'223'372'036'854;

// Takes a line's fields one by one. The first error is kept, later reads give
// defaults, and Finish() returns it.
class Fields {
 public:
  explicit Fields(absl::string_view line) : rest_(line) {}

  absl::string_view Next() {
    ++number_;
    if (!more_) {
      FailHere("missing");
      return "";
    }
    const std::size_t comma = rest_.find(',');
    more_ = comma != absl::string_view::npos;
    const absl::string_view field = rest_.substr(0, comma);
    rest_.remove_prefix(more_ ? comma + 1 : rest_.size());
    return field;
  }

  // The next field without taking it.
  absl::string_view Peek() const { return rest_.substr(0, rest_.find(',')); }

  // All that is left, commas included.
  std::string Rest() {
    ++number_;
    if (!more_) FailHere("missing");
    more_ = false;
    return std::string(rest_);
  }

  absl::string_view Kind() {
    const absl::string_view kind = Next();
    if (kind.empty()) FailHere("empty, expected a kind of line");
    return kind;
  }

  std::string Name() {
    const absl::string_view name = Next();
    if (const absl::Status status = CheckName(name); !status.ok()) {
      FailHere(status.message());
    }
    return std::string(name);
  }

  // A field of one and more bytes.
  std::string Text() {
    const absl::string_view text = Next();
    if (text.empty()) FailHere("empty, expected text");
    return std::string(text);
  }

  // As it would be written: without sign or leading zeros.
  std::uint64_t Number(std::uint64_t max) {
    const absl::string_view field = Next();
    std::uint64_t value = 0;
    if (!absl::SimpleAtoi(field, &value) || value > max ||
        absl::StrCat(value) != field) {
      FailHere(absl::StrCat(Shown(field),
                            ", expected a whole number from 0 to ", max));
      return 0;
    }
    return value;
  }
  std::uint32_t U32() { return static_cast<std::uint32_t>(Number(kMaxU32)); }

  Conversation::State State() {
    const absl::string_view field = Next();
    if (field == "Active") return Conversation::State::kActive;
    if (field != "Idle") {
      FailHere(absl::StrCat(Shown(field), ", expected Idle or Active"));
    }
    return Conversation::State::kIdle;
  }

  // An error in the field that was taken last.
  void FailHere(absl::string_view message) {
    if (!status_.ok()) return;
    status_ = absl::InvalidArgumentError(
        absl::StrCat("field ", number_, ": ", message));
  }

  static std::string Shown(absl::string_view field) {
    return absl::StrCat("\"", absl::CHexEscape(field.substr(0, 40)), "\"");
  }

  const absl::Status& status() const { return status_; }

  // Errors: the first one, or a field too many.
  absl::Status Finish() {
    if (status_.ok() && more_) {
      ++number_;
      FailHere(absl::StrCat(Shown(Peek()), ", expected the end of the line"));
    }
    return status_;
  }

 private:
  absl::string_view rest_;
  bool more_ = true;  // rest_ is at least one field.
  int number_ = 0;
  absl::Status status_;
};

// The two time fields, which must agree.
std::int64_t ReadTime(Fields& fields) {
  const absl::string_view civil = fields.Next();
  const absl::string_view stamp = fields.Next();
  const auto refuse = [&] {
    fields.FailHere(
        absl::StrCat(Fields::Shown(stamp),
                     ", expected SECONDS.NANOSECONDS of the time in field 1"));
    return std::int64_t{0};
  };
  const std::size_t dot = stamp.find('.');
  std::uint64_t seconds = 0;
  std::uint64_t ns = 0;
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  if (dot == absl::string_view::npos ||
      !absl::SimpleAtoi(stamp.substr(0, dot), &seconds) ||
      !absl::SimpleAtoi(stamp.substr(dot + 1), &ns) || ns >= kNanoseconds ||
      seconds > (kMax - ns) / kNanoseconds) {
    return refuse();
  }
  const auto unix_ns = static_cast<std::int64_t>(seconds * kNanoseconds + ns);
  const base::Instant at{base::Duration(unix_ns)};
  if (absl::StrCat(civil, ",", stamp, ",") != LogLine({}, at, "")) {
    return refuse();
  }
  return unix_ns;
}

// In the functions below the fields are taken in the order of the braces.
decltype(UserLine::what) ReadReceive(Fields& fields) {
  User::Receive receive{fields.State(), fields.State(), fields.Name(), 0, 0};
  if (fields.Peek() != "receipt") {
    receive.body_bytes = fields.U32();
    receive.id = fields.U32();
    return receive;
  }
  fields.Next();
  if (receive.from != receive.to) {
    fields.FailHere("a receipt, expected no change of state");
  }
  return User::ReceiveReceipt{receive.to, std::move(receive.sender),
                              fields.U32()};
}

decltype(UserLine::what) ReadUserKind(Fields& fields) {
  const Fields whole = fields;
  const absl::string_view kind = fields.Kind();
  if (kind == "send") {
    return User::Send{fields.State(), fields.State(), fields.U32(),
                      fields.U32()};
  }
  if (kind == "receive") return ReadReceive(fields);
  if (kind == "Idle") return User::Idle{};
  if (kind == "waiting") {
    return User::Waiting{base::Milliseconds(
        static_cast<std::int64_t>(fields.Number(kMaxMilliseconds)))};
  }
  if (kind == "handshake") return User::Handshaked{};
  if (kind == "awake") return User::Awake{};
  if (kind == "error") return User::Failed{fields.Rest()};
  if (kind == "dropped") return User::Dropped{fields.U32()};
  if (kind == "defense") return DefenseNamed{fields.Text()};
  if (fields.status().ok()) fields = whole;
  return OtherLine{fields.Rest()};
}

decltype(ServerLine::what) ReadDropped(Fields& fields) {
  MessageServer::DroppedMessage dropped{fields.Name(), fields.Name(), 0};
  dropped.is_receipt = fields.Peek() == "receipt";
  if (dropped.is_receipt) fields.Next();
  dropped.id = fields.U32();
  return dropped;
}

decltype(ServerLine::what) ReadServerKind(Fields& fields) {
  constexpr absl::string_view kAccepted = "accepted ";
  const Fields whole = fields;
  const absl::string_view kind = fields.Kind();
  if (kind == "received") {
    return MessageServer::Received{fields.Name(), fields.Name(), fields.U32()};
  }
  if (kind == "receipt") {
    return MessageServer::Receipt{fields.Name(), fields.Name(), fields.Name(),
                                  fields.U32()};
  }
  if (kind == "sent") {
    return MessageServer::SentTo{fields.Name(), fields.Name()};
  }
  if (kind == "accept") {
    return MessageServer::Accept{fields.Name(), fields.Name()};
  }
  if (kind == "register") {
    return MessageServer::Register{fields.Name(), fields.Name()};
  }
  if (kind == "registration phase complete") {
    return MessageServer::RegistrationComplete{};
  }
  if (kind == "failed") {
    return MessageServer::FailedConnection{fields.Text(), fields.Rest()};
  }
  if (kind == "dropped") return ReadDropped(fields);
  if (kind == "listening") return Listening{fields.Text()};
  if (kind == "defense") {
    return DefenseInForce{fields.Name(), fields.Name(), fields.Text()};
  }
  if (absl::StartsWith(kind, kAccepted) && kind != kAccepted) {
    return Accepted{std::string(absl::StripPrefix(kind, kAccepted))};
  }
  if (fields.status().ok()) fields = whole;
  return OtherLine{fields.Rest()};
}

absl::Status CheckOneLine(absl::string_view line) {
  const std::size_t at = line.find_first_of("\r\n");
  if (at == absl::string_view::npos) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("byte ", at + 1, ": a line break, expected one line"));
}

template <typename Line>
absl::StatusOr<std::vector<Line>> ParseLog(
    absl::string_view text, absl::StatusOr<Line> (*parse)(absl::string_view)) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const auto refuse = [&](absl::string_view message) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", lines.size() + 1, ": ", message));
    };
    const std::size_t end = text.find('\n');
    if (end == absl::string_view::npos) {
      return refuse("torn, expected a line break at its end");
    }
    absl::StatusOr<Line> line = parse(text.substr(0, end));
    if (!line.ok()) return refuse(line.status().message());
    lines.push_back(*std::move(line));
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace

absl::StatusOr<UserLine> ParseUserLine(absl::string_view line) {
  RETURN_IF_ERROR(CheckOneLine(line));
  Fields fields(line);
  UserLine result{ReadTime(fields), fields.Name(), fields.Name(),
                  ReadUserKind(fields)};
  RETURN_IF_ERROR(fields.Finish());
  return result;
}

absl::StatusOr<ServerLine> ParseServerLine(absl::string_view line) {
  RETURN_IF_ERROR(CheckOneLine(line));
  Fields fields(line);
  ServerLine result{ReadTime(fields), ReadServerKind(fields)};
  RETURN_IF_ERROR(fields.Finish());
  return result;
}

absl::StatusOr<std::vector<UserLine>> ParseUserLog(absl::string_view text) {
  return ParseLog(text, ParseUserLine);
}

absl::StatusOr<std::vector<ServerLine>> ParseServerLog(absl::string_view text) {
  return ParseLog(text, ParseServerLine);
}

}  // namespace mgen
