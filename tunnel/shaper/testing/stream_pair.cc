#include "tunnel/shaper/testing/stream_pair.h"

#include <numeric>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/random.h"

namespace shaper {

std::vector<std::uint8_t> Counting(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
  return bytes;
}

std::vector<std::uint8_t> Bytes(absl::string_view text) {
  return {text.begin(), text.end()};
}

Stream::Options Plain(Stream::Role role) {
  Stream::Options options;
  options.role = role;
  options.record_cells = true;
  return options;
}

Stream::Options Defended(Stream::Role role, maybenot::Machines machines,
                         std::size_t cell_size) {
  Stream::Options options = Plain(role);
  options.defense.emplace();
  options.defense->machines = std::move(machines);
  options.defense->cell_size = cell_size;
  options.defense->defender.record_events = true;
  return options;
}

Stream CreateStream(Stream::Options options, base::Instant now) {
  absl::StatusOr<Stream> stream =
      Stream::Create(std::move(options), base::Random::FromSeed(1), now);
  BASE_CHECK(stream.ok());
  return *std::move(stream);
}

std::vector<std::uint8_t> PollAll(Stream& stream, base::Instant now) {
  std::vector<std::uint8_t> bytes;
  while (true) {
    const std::size_t bound = stream.max_write_bytes();
    const auto write = stream.PollWrite(now);
    if (!write) return bytes;
    BASE_CHECK(write->size() <= bound);
    bytes.insert(bytes.end(), write->begin(), write->end());
  }
}

StreamPair::StreamPair(Stream::Options client, Stream::Options server)
    : client_(CreateStream(std::move(client))),
      server_(CreateStream(std::move(server))) {}

void StreamPair::Run(base::Duration later) {
  const base::Instant end = now_ + later;
  while (true) {
    Carry();
    Stream* first = nullptr;
    base::Instant at = end;
    for (Stream* stream : {&client_, &server_}) {
      const std::optional<base::Instant> deadline = stream->NextDeadline();
      if (!deadline || *deadline > at) continue;
      if (first != nullptr && *deadline == at) continue;
      first = stream;
      at = *deadline;
    }
    if (first == nullptr) break;
    if (at > now_) now_ = at;
    first->HandleDeadline(now_);
  }
  now_ = end;
}

void StreamPair::Carry() {
  while (true) {
    const bool up = CarryOne(client_, server_, up_);
    const bool down = CarryOne(server_, client_, down_);
    if (!up && !down) return;
  }
}

bool StreamPair::CarryOne(Stream& from, Stream& to, Direction& direction) {
  const std::size_t bound = from.max_write_bytes();
  const auto write = from.PollWrite(now_);
  if (!write) return false;
  BASE_CHECK(write->size() <= bound);
  direction.writes.push_back(write->size());
  if (direction.status.ok()) {
    direction.status = to.HandleReceived(*write, now_);
  }
  return true;
}

}  // namespace shaper
