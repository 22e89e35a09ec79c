// Properties of the shapers. Receivers: what they make of any bytes does not
// depend on the split, and every whole cell is taken at once. Senders: what
// they write has the cell's size, is accepted, and gives back the payload.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/random.h"
#include "base/time.h"
#include "maybenot/defender.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/testing/specs.h"
#include "tunnel/shaper/cell.h"
#include "tunnel/shaper/cell_record.h"
#include "tunnel/shaper/packets.h"
#include "tunnel/shaper/stream.h"
#include "tunnel/shaper/testing/stream_pair.h"

namespace shaper {
namespace {

using Role = Stream::Role;
using Span = absl::Span<const std::uint8_t>;
using maybenot::Event;

constexpr std::size_t kCellSize = 64;

// The input, a number at a time; zeros once it is used up.
class Choices {
 public:
  explicit Choices(Span bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }
  std::size_t Byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t byte = bytes_.front();
    bytes_.remove_prefix(1);
    return byte;
  }
  std::size_t UpTo(std::size_t max) {
    const std::size_t high = Byte();
    return (high << 8 | Byte()) % (max + 1);
  }

 private:
  Span bytes_;
};

// No machine; padding now and then; blocking that padding may bypass; both.
maybenot::Machines ChooseMachines(std::size_t choice) {
  namespace specs = maybenot::specs;
  static const auto* const lists = new std::array<maybenot::Machines, 4>([] {
    const maybenot::MachineSpec pads =
        specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                     specs::Pads(2000, {.bypass = true, .replace = true})
                         .Limit(5)
                         .On(Event::kPaddingSent, 1)
                         .On(Event::kLimitReached, 0)});
    const maybenot::MachineSpec blocks = specs::Spec(
        {specs::Idle().On(Event::kTunnelSent, 1).On(Event::kTunnelRecv, 1),
         specs::Blocks({.timeout_us = 1000, .duration_us = 4000},
                       {.bypass = true})
             .On(Event::kBlockingEnd, 0)});
    return std::array<maybenot::Machines, 4>{
        specs::Compile({}), specs::Compile({pads}), specs::Compile({blocks}),
        specs::Compile({pads, blocks})};
  }());
  return (*lists)[choice % 4];
}

// All that a receiver shows.
struct Seen {
  absl::Status status;
  std::vector<std::uint8_t> payload;
  std::vector<std::vector<std::uint8_t>> packets;
  std::vector<std::uint8_t> answer;
  std::array<std::uint64_t, 4> counts = {};

  friend bool operator==(const Seen&, const Seen&) = default;
};

std::array<std::uint64_t, 4> CountsOf(const CellCounts& counts) {
  return {counts.normal_cells, counts.padding_cells, counts.payload_bytes,
          counts.fill_bytes + counts.padding_bytes};
}

// Parts of at most `longest`; 0: one part.
template <typename Receiver>
absl::Status Feed(Receiver& receiver, Span bytes, std::size_t longest,
                  base::Random random) {
  absl::Status status;
  while (!bytes.empty()) {
    const std::size_t size =
        longest == 0 ? bytes.size() : 1 + random.NextU32() % longest;
    const Span part = bytes.subspan(0, size);
    bytes.remove_prefix(part.size());
    status = receiver.HandleReceived(part, base::Instant{});
  }
  return status;
}

Seen SeenByStream(const Stream::Options& options, Span bytes,
                  std::size_t longest, base::Random random) {
  Stream stream = CreateStream(options);
  Seen seen;
  seen.status = Feed(stream, bytes, longest, random);
  seen.payload.assign(stream.readable().begin(), stream.readable().end());
  if (stream.mode() == Stream::Mode::kPlain) {
    BASE_CHECK(seen.payload == std::vector(bytes.begin(), bytes.end()));
    return seen;  // A plain stream counts the parts.
  }
  seen.counts = CountsOf(stream.received());
  const CellCounts& counts = stream.received();
  const std::uint64_t cells =
      counts.normal_cells + counts.padding_cells + counts.opening_cells;
  BASE_CHECK(counts.payload_bytes + counts.fill_bytes + counts.padding_bytes ==
             cells * kCellSize);
  if (seen.status.ok()) BASE_CHECK(cells == bytes.size() / kCellSize);
  seen.answer = PollAll(stream);
  return seen;
}

Seen SeenByPackets(std::size_t peer_cell_size, Span bytes, std::size_t longest,
                   base::Random random) {
  absl::StatusOr<Packets> packets =
      Packets::Create({.peer_cell_size = peer_cell_size,
                       .max_packet_bytes = 100,
                       .max_received_packets = 20},
                      random, base::Instant{});
  BASE_CHECK(packets.ok());
  Seen seen;
  seen.status = Feed(*packets, bytes, longest, random);
  seen.counts = CountsOf(packets->received());
  if (seen.status.ok() && peer_cell_size != 0) {
    BASE_CHECK(seen.counts[0] + seen.counts[1] ==
               bytes.size() / peer_cell_size);
  }
  while (std::optional<std::vector<std::uint8_t>> packet =
             packets->PollReceived()) {
    BASE_CHECK(packet->size() <= 100);
    seen.packets.push_back(*std::move(packet));
  }
  BASE_CHECK(seen.packets.size() <= 20);
  return seen;
}

template <typename SeenBy>
void CheckSplits(const SeenBy& seen_by, Span bytes, base::Random random) {
  const Seen whole = seen_by(bytes, 0, random);
  for (const std::size_t longest : {1u, 5u, 100u}) {
    BASE_CHECK(seen_by(bytes, longest, random) == whole);
  }
}

void CheckStreamReceiver(const Stream::Options& options, Span bytes,
                         base::Random random) {
  CheckSplits(
      [&options](Span input, std::size_t longest, base::Random seed) {
        return SeenByStream(options, input, longest, seed);
      },
      bytes, random);
}

// With a good opening before the bytes, so that they are cells.
void CheckCells(Role role, Span bytes, base::Random random) {
  Stream client = CreateStream(Defended(Role::kClient, {}, kCellSize));
  std::vector<std::uint8_t> input = PollAll(client);
  if (role == Role::kClient) {
    Stream server = CreateStream(Defended(Role::kServer, {}, kCellSize));
    BASE_CHECK(server.HandleReceived(input, base::Instant{}).ok());
    input = PollAll(server);
  }
  input.insert(input.end(), bytes.begin(), bytes.end());
  CheckStreamReceiver(Defended(role, {}, kCellSize), input, random);
}

void CheckPacketsReceiver(std::size_t peer_cell_size, Span bytes,
                          base::Random random) {
  CheckSplits(
      [peer_cell_size](Span input, std::size_t longest, base::Random seed) {
        return SeenByPackets(peer_cell_size, input, longest, seed);
      },
      bytes, random);
}

Stream::Options ChooseDefended(Role role, std::size_t cell_size,
                               Choices& choices) {
  Stream::Options options =
      Defended(role, ChooseMachines(choices.Byte()), cell_size);
  options.defense->defender.queue_packets = 1 + choices.UpTo(20);
  options.defense->defender.record_events = false;
  return options;
}

// The input chooses cell size, machines, writes and times.
void CheckStreamRoundTrip(Choices choices) {
  const std::size_t cell_size =
      kMinCellSize + choices.UpTo(kMaxCellSize - kMinCellSize);
  Stream::Options client = ChooseDefended(Role::kClient, cell_size, choices);
  Stream::Options server = ChooseDefended(Role::kServer, cell_size, choices);
  StreamPair pair(std::move(client), std::move(server));
  std::array<std::vector<std::uint8_t>, 2> taken;  // By client and by server.
  for (int step = 0; step < 200 && !choices.empty(); ++step) {
    const std::size_t side = choices.Byte() % 2;
    Stream& writer = side == 0 ? pair.client() : pair.server();
    const std::vector<std::uint8_t> bytes = Counting(choices.UpTo(3000));
    const std::size_t size = writer.Write(bytes, pair.now());
    BASE_CHECK(size <= bytes.size());
    taken[side].insert(taken[side].end(), bytes.begin(),
                       bytes.begin() + static_cast<std::ptrdiff_t>(size));
    pair.Run(base::Microseconds(
        static_cast<std::int64_t>(choices.Byte() * choices.Byte())));
  }
  pair.client().Close(pair.now());
  pair.server().Close(pair.now());
  pair.Run(base::Seconds(5));  // Blocking lasts 4 ms of it at a time.
  BASE_CHECK(pair.up().status.ok() && pair.down().status.ok());
  BASE_CHECK(pair.client().closed() && pair.server().closed());
  BASE_CHECK(pair.server().readable() == absl::MakeConstSpan(taken[0]));
  BASE_CHECK(pair.client().readable() == absl::MakeConstSpan(taken[1]));
  for (const StreamPair::Direction* way : {&pair.up(), &pair.down()}) {
    BASE_CHECK(std::all_of(
        way->writes.begin(), way->writes.end(),
        [cell_size](std::size_t size) { return size == cell_size; }));
  }
}

void CheckPacketsRoundTrip(Choices choices) {
  Packets::Options options;
  options.machines = ChooseMachines(choices.Byte());
  options.max_packet_bytes = 1 + choices.UpTo(1399);
  const bool fills = choices.Byte() % 2 == 1;
  if (fills) {
    options.cell_size =
        std::max(kMinCellSize, options.max_packet_bytes + 2) + choices.Byte();
  }
  options.padding_size = 1 + choices.UpTo(1999);
  const base::Random random = base::Random::FromSeed(choices.Byte());
  absl::StatusOr<Packets> sender =
      Packets::Create(options, random, base::Instant{});
  absl::StatusOr<Packets> receiver =
      Packets::Create({.peer_cell_size = options.cell_size,
                       .max_packet_bytes = options.max_packet_bytes},
                      random, base::Instant{});
  BASE_CHECK(sender.ok() && receiver.ok());
  std::vector<std::vector<std::uint8_t>> pushed;
  base::Instant now{};
  const int kSteps = 200;
  for (int step = 0; step < 2 * kSteps; ++step) {
    now += step < kSteps
               ? base::Microseconds(static_cast<std::int64_t>(choices.Byte()))
               : base::Milliseconds(3);
    if (step < kSteps && !choices.empty()) {
      pushed.push_back(
          Counting(1 + choices.UpTo(options.max_packet_bytes - 1)));
      BASE_CHECK(sender->Push(pushed.back(), pushed.size(), now).ok());
    }
    for (int deadline = 0; deadline < 20; ++deadline) {
      while (const std::optional<Packets::Write> write =
                 sender->PollWrite(now)) {
        BASE_CHECK(!fills || write->bytes.size() == options.cell_size);
        BASE_CHECK(receiver->HandleReceived(write->bytes, now).ok());
      }
      sender->HandleDeadline(now);
    }
  }
  for (const std::vector<std::uint8_t>& packet : pushed) {
    BASE_CHECK(receiver->PollReceived() == packet);
  }
  BASE_CHECK(!receiver->PollReceived().has_value());
  if (fills) {
    BASE_CHECK(sender->sent().padding_cells ==
               receiver->received().padding_cells);
  }
}

void Run(std::size_t property, base::Random random, Span bytes) {
  switch (property % 8) {
    case 0:
      return CheckStreamReceiver(Defended(Role::kServer, {}, kCellSize), bytes,
                                 random);
    case 1:
      return CheckStreamReceiver(Plain(Role::kServer), bytes, random);
    case 2:
      return CheckStreamReceiver(Defended(Role::kClient, {}, kCellSize), bytes,
                                 random);
    case 3:
      return CheckCells(Role::kServer, bytes, random);
    case 4:
      return CheckCells(Role::kClient, bytes, random);
    case 5:
      return CheckPacketsReceiver(random.NextU32() % 2 == 0 ? 0 : kCellSize,
                                  bytes, random);
    case 6:
      return CheckStreamRoundTrip(Choices(bytes));
    default:
      return CheckPacketsRoundTrip(Choices(bytes));
  }
}

}  // namespace
}  // namespace shaper

// The first byte chooses the property, the second seeds the split.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2) return 0;
  shaper::Run(data[0], base::Random::FromSeed(data[1]),
              absl::MakeConstSpan(data + 2, size - 2));
  return 0;
}
