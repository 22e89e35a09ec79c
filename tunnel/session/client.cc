#include "tunnel/session/client.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/check_range.h"
#include "base/earlier.h"
#include "base/status_macros.h"

namespace session {

absl::StatusOr<Client> Client::Create(const Options& options,
                                      base::Random& random, base::Instant now) {
  // Half of the places are for replacements.
  RETURN_IF_ERROR(
      base::CheckRange("carriers", options.carriers,
                       {.min = 1, .max = options.session.max_carriers / 2}));
  RETURN_IF_ERROR(
      shaper::Packets::Create(options.shaping, base::Random::FromSeed(0), now)
          .status());
  Options completed = options;
  completed.session.conv = random.NextU32();
  const ClientId id = DrawClientId(random);
  ASSIGN_OR_RETURN(Session session, Session::Create(completed.session, now));
  return Client(completed, id, std::move(session));
}

std::size_t Client::live_count() const {
  return static_cast<std::size_t>(std::count_if(
      carriers_.begin(), carriers_.end(),
      [](const Carrier& carrier) { return !carrier.silent_since; }));
}

std::optional<kcp::CarrierId> Client::PollDial(base::Instant now) {
  UpdateSilent(now);
  if (now < next_dial_ || live_count() + dials_.size() >= options_.carriers) {
    return std::nullopt;
  }
  const kcp::CarrierId id{next_carrier_++};
  dials_.push_back({id, base::SaturatingAdd(now, options_.dial_within)});
  return id;
}

bool Client::HandleDialed(kcp::CarrierId id, base::Random random,
                          base::Instant now) {
  if (!EndDial(id)) return false;
  if (session_.carrier_count() >= options_.session.max_carriers) {
    // There is a silent one: more than half of them are not wanted.
    const auto silent = std::find_if(
        carriers_.begin(), carriers_.end(),
        [](const Carrier& carrier) { return carrier.silent_since; });
    BASE_CHECK(silent != carriers_.end());
    Leave(silent->id, now);
  }
  // Checked by Create, and there is room.
  BASE_CHECK(session_
                 .AddCarrier(id,
                             {.kcp = options_.carrier,
                              .shaping = options_.shaping,
                              .client_id = id_},
                             random, now)
                 .ok());
  carriers_.push_back({.id = id});
  return true;
}

void Client::HandleDialFailed(kcp::CarrierId id, base::Instant now) {
  if (EndDial(id)) CountFailure(now);
}

bool Client::EndDial(kcp::CarrierId id) {
  return std::erase_if(dials_,
                       [id](const Dial& dial) { return dial.id == id; }) > 0;
}

std::vector<Client::Carrier>::iterator Client::Find(kcp::CarrierId id) {
  return std::find_if(carriers_.begin(), carriers_.end(),
                      [id](const Carrier& other) { return other.id == id; });
}

void Client::CountFailure(base::Instant now) {
  pause_ = pause_ == base::Duration(0)
               ? options_.first_pause
               : std::min(2 * pause_, options_.longest_pause);
  next_dial_ = base::SaturatingAdd(now, pause_);
}

absl::Status Client::HandleReceived(kcp::CarrierId id,
                                    absl::Span<const std::uint8_t> bytes,
                                    base::Instant now) {
  const auto carrier = Find(id);
  if (carrier == carriers_.end()) {
    return absl::NotFoundError(
        absl::StrCat("carrier ", static_cast<std::uint32_t>(id)));
  }
  carrier->proven = true;
  pause_ = base::Duration(0);
  absl::Status status = session_.HandleReceived(id, bytes, now);
  if (!status.ok()) HandleClosed(id, now);
  UpdateSilent(now);
  return status;
}

void Client::HandleClosed(kcp::CarrierId id, base::Instant now) {
  const auto carrier = Find(id);
  if (carrier == carriers_.end()) return;
  // One that never gave anything is as good as a failed dial.
  if (!carrier->proven) CountFailure(now);
  carriers_.erase(carrier);
  session_.RemoveCarrier(id, now);
}

void Client::Leave(kcp::CarrierId id, base::Instant now) {
  HandleClosed(id, now);
  closed_.push_back(id);
}

void Client::UpdateSilent(base::Instant now) {
  std::vector<kcp::CarrierId> left;
  for (Carrier& carrier : carriers_) {
    if (!session_.IsSilent(carrier.id)) {
      carrier.silent_since.reset();
      continue;
    }
    if (!carrier.silent_since) carrier.silent_since = now;
    if (session_.IsGivenUp(carrier.id) ||
        now >=
            base::SaturatingAdd(*carrier.silent_since, options_.leave_after)) {
      left.push_back(carrier.id);
    }
  }
  for (const kcp::CarrierId id : left) Leave(id, now);
}

std::optional<kcp::CarrierId> Client::PollClosed() {
  if (closed_.empty()) return std::nullopt;
  const kcp::CarrierId id = closed_.front();
  closed_.pop_front();
  return id;
}

std::optional<base::Instant> Client::NextDeadline() const {
  std::optional<base::Instant> next = session_.NextDeadline();
  for (const Dial& dial : dials_) next = base::Earlier(next, dial.until);
  if (live_count() + dials_.size() < options_.carriers) {
    next = base::Earlier(next, next_dial_);
  }
  for (const Carrier& carrier : carriers_) {
    if (!carrier.silent_since) continue;
    next = base::Earlier(
        next, base::SaturatingAdd(*carrier.silent_since, options_.leave_after));
  }
  return next;
}

void Client::HandleDeadline(base::Instant now) {
  session_.HandleDeadline(now);
  const std::size_t late = std::erase_if(
      dials_, [now](const Dial& dial) { return dial.until <= now; });
  if (late > 0) CountFailure(now);
  UpdateSilent(now);
}

}  // namespace session
