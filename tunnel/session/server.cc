#include "tunnel/session/server.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/check_range.h"
#include "base/earlier.h"
#include "base/status_macros.h"

namespace session {
namespace {

constexpr base::Range kCounts = {.min = 1, .max = 1 << 24};

absl::Status CheckPositive(absl::string_view name, base::Duration value) {
  if (value > base::Duration(0)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, ": ", value.count(), " ns is not over 0"));
}

constexpr std::uint32_t Key(ClientNumber client) {
  return static_cast<std::uint32_t>(client);
}

}  // namespace

absl::StatusOr<Server> Server::Create(const Options& options,
                                      base::Instant now) {
  RETURN_IF_ERROR(
      base::CheckRange("max_waiting", options.max_waiting, kCounts));
  RETURN_IF_ERROR(
      base::CheckRange("max_clients", options.max_clients, kCounts));
  RETURN_IF_ERROR(CheckPositive("preamble_within", options.preamble_within));
  RETURN_IF_ERROR(CheckPositive("open_within", options.open_within));
  RETURN_IF_ERROR(CheckPositive("expiry", options.expiry));
  if (options.session.conv) {
    return absl::InvalidArgumentError("session.conv: is the client's to draw");
  }
  // What each client gets is checked once.
  RETURN_IF_ERROR(Session::Create(options.session, now).status());
  RETURN_IF_ERROR(
      shaper::Packets::Create(options.shaping, base::Random::FromSeed(0), now)
          .status());
  return Server(options);
}

absl::StatusOr<kcp::CarrierId> Server::AddCarrier(base::Random random,
                                                  base::Instant now) {
  if (waiting_.size() >= options_.max_waiting) {
    return absl::ResourceExhaustedError(absl::StrCat(
        options_.max_waiting, " carriers have not yet said whose they are"));
  }
  const kcp::CarrierId id{next_carrier_++};
  waiting_.emplace(id, Waiting{.random = random});
  patience_.push_back({base::SaturatingAdd(now, options_.preamble_within), id});
  return id;
}

void Server::RemoveCarrier(kcp::CarrierId id, base::Instant now) {
  waiting_.erase(id);
  const auto carrier = carriers_.find(id);
  if (carrier == carriers_.end()) return;
  const ClientNumber number = carrier->second;
  carriers_.erase(carrier);
  Client& client = At(number);
  client.session.RemoveCarrier(id, now);
  if (client.session.carrier_count() == 0) client.since = now;
  Settle(number, now);
}

absl::Status Server::HandleReceived(kcp::CarrierId id,
                                    absl::Span<const std::uint8_t> bytes,
                                    base::Instant now) {
  if (waiting_.contains(id)) {
    absl::Status status = HandlePreamble(id, bytes, now);
    if (!status.ok()) {
      waiting_.erase(id);
      return status;
    }
    if (bytes.empty()) return absl::OkStatus();
  }
  const auto carrier = carriers_.find(id);
  if (carrier == carriers_.end()) {
    return absl::NotFoundError(
        absl::StrCat("carrier ", static_cast<std::uint32_t>(id)));
  }
  const ClientNumber number = carrier->second;
  absl::Status status = At(number).session.HandleReceived(id, bytes, now);
  if (status.ok()) {
    Settle(number, now);
  } else {
    RemoveCarrier(id, now);
  }
  return status;
}

absl::Status Server::HandlePreamble(kcp::CarrierId id,
                                    absl::Span<const std::uint8_t>& bytes,
                                    base::Instant now) {
  Waiting& waiting = waiting_.at(id);
  switch (waiting.preamble.Read(bytes)) {
    case PreambleReader::State::kReading:
      return absl::OkStatus();
    case PreambleReader::State::kForeign:
      return absl::UnauthenticatedError(
          "a carrier does not begin with the token");
    case PreambleReader::State::kDone:
      break;
  }
  ASSIGN_OR_RETURN(const ClientNumber number,
                   Take(waiting.preamble.client_id(), now));
  Client& client = At(number);
  MakeRoom(client, now);
  // Checked by Create, and there is room.
  BASE_CHECK(
      client.session
          .AddCarrier(id, {.shaping = options_.shaping}, waiting.random, now)
          .ok());
  waiting_.erase(id);
  carriers_.emplace(id, number);
  Settle(number, now);
  return absl::OkStatus();
}

absl::StatusOr<ClientNumber> Server::Take(const ClientId& id,
                                          base::Instant now) {
  const auto known = by_id_.find(id);
  if (known != by_id_.end()) return known->second;
  if (by_id_.size() >= options_.max_clients) {
    return absl::ResourceExhaustedError(
        absl::StrCat("there are ", options_.max_clients, " clients"));
  }
  ASSIGN_OR_RETURN(Session session, Session::Create(options_.session, now));
  ClientNumber number{static_cast<std::uint32_t>(clients_.size())};
  if (free_.empty()) {
    clients_.emplace_back();
  } else {
    number = free_.back();
    free_.pop_back();
  }
  clients_[Key(number)] = std::make_unique<Client>(
      Client{.id = id, .session = std::move(session), .since = now});
  by_id_.emplace(id, number);
  return number;
}

// The carrier that was heard of longest ago goes.
void Server::MakeRoom(Client& client, base::Instant now) {
  if (client.session.carrier_count() < options_.session.max_carriers) return;
  const absl::Span<const kcp::CarrierId> all = client.session.PollOrder();
  const kcp::CarrierId stalest = *std::min_element(
      all.begin(), all.end(), [&client](kcp::CarrierId a, kcp::CarrierId b) {
        return client.session.LastHeard(a) < client.session.LastHeard(b);
      });
  client.session.RemoveCarrier(stalest, now);
  carriers_.erase(stalest);
  closed_.push_back(stalest);
}

Server::Client& Server::At(ClientNumber client) {
  BASE_CHECK(Key(client) < clients_.size() && clients_[Key(client)]);
  return *clients_[Key(client)];
}

Session& Server::session(ClientNumber client) { return At(client).session; }

std::optional<ClientNumber> Server::ClientOf(kcp::CarrierId id) const {
  const auto carrier = carriers_.find(id);
  if (carrier == carriers_.end()) return std::nullopt;
  return carrier->second;
}

void Server::HandleStreamsChanged(ClientNumber client, base::Instant now) {
  At(client).session.HandleStreamsChanged(now);
  SetDeadline(client, now);
}

std::optional<absl::Span<const std::uint8_t>> Server::PollWrite(
    kcp::CarrierId id, base::Instant now) {
  const std::optional<ClientNumber> number = ClientOf(id);
  if (!number) return std::nullopt;
  const auto write = At(*number).session.PollWrite(id, now);
  SetDeadline(*number, now);
  return write;
}

std::optional<base::Instant> Server::DoneAt(const Client& client,
                                            base::Instant now) const {
  if (!client.session.status().ok()) return now;
  if (client.session.carrier_count() == 0) {
    return base::SaturatingAdd(client.since, options_.expiry);
  }
  if (client.session.conversation()) return std::nullopt;
  return base::SaturatingAdd(client.since, options_.open_within);
}

void Server::SetDeadline(ClientNumber number, base::Instant now) {
  const Client& client = At(number);
  const std::optional<base::Instant> next =
      base::Earlier(client.session.NextDeadline(), DoneAt(client, now));
  if (next) {
    deadlines_.Set(Key(number), *next);
  } else {
    deadlines_.Clear(Key(number));
  }
}

void Server::Settle(ClientNumber number, base::Instant now) {
  Client& client = At(number);
  const std::optional<base::Instant> done_at = DoneAt(client, now);
  if (done_at && *done_at <= now) {
    End(number);
    return;
  }
  SetDeadline(number, now);
  if (!std::exchange(client.changed, true)) changed_.push_back(number);
}

void Server::End(ClientNumber number) {
  Client& client = At(number);
  for (const kcp::CarrierId carrier : client.session.PollOrder()) {
    carriers_.erase(carrier);
    closed_.push_back(carrier);
  }
  deadlines_.Clear(Key(number));
  if (client.changed) std::erase(changed_, number);
  by_id_.erase(client.id);
  clients_[Key(number)].reset();
  ended_.push_back(number);
}

std::optional<ClientNumber> Server::PollChanged() {
  if (changed_.empty()) return std::nullopt;
  const ClientNumber number = changed_.front();
  changed_.pop_front();
  At(number).changed = false;
  return number;
}

std::optional<kcp::CarrierId> Server::PollClosed() {
  if (closed_.empty()) return std::nullopt;
  const kcp::CarrierId carrier = closed_.front();
  closed_.pop_front();
  return carrier;
}

std::optional<ClientNumber> Server::PollEnded() {
  if (ended_.empty()) return std::nullopt;
  const ClientNumber number = ended_.front();
  ended_.pop_front();
  free_.push_back(number);
  return number;
}

std::optional<base::Instant> Server::NextDeadline() const {
  if (patience_.empty()) return deadlines_.Next();
  return base::Earlier(deadlines_.Next(), patience_.front().until);
}

void Server::HandleDeadline(base::Instant now) {
  DropImpatient(now);
  // Each once: what is still due waits until the host has looked.
  std::vector<ClientNumber> due;
  while (const std::optional<std::uint32_t> key = deadlines_.PopDue(now)) {
    due.push_back(ClientNumber{*key});
  }
  for (const ClientNumber number : due) {
    At(number).session.HandleDeadline(now);
    Settle(number, now);
  }
}

void Server::DropImpatient(base::Instant now) {
  while (!patience_.empty() && patience_.front().until <= now) {
    const kcp::CarrierId carrier = patience_.front().carrier;
    patience_.pop_front();
    if (waiting_.erase(carrier) > 0) closed_.push_back(carrier);
  }
}

}  // namespace session
