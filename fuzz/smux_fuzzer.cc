// Properties of smux sessions. Two of them joined by pipes, whatever their
// hosts do and however the bytes are split: what is written on a stream arrives
// once and in order, the host hears of all that it waits for and of nothing
// else, and the buffers stay within their bounds. One that is given any bytes,
// or frames that break the rules: it takes them the same at any split, stays
// within its bounds, and writes good frames only.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/time.h"
#include "fuzz/input.h"
#include "fuzz/smux_host.h"
#include "tunnel/smux/frame.h"
#include "tunnel/smux/options.h"
#include "tunnel/smux/session.h"
#include "tunnel/smux/stream.h"
#include "tunnel/smux/testing/wire.h"

namespace smux {
namespace {

using testing::Bytes;
using testing::Pipe;
using Span = absl::Span<const std::uint8_t>;

class Input : public fuzz::Input {
 public:
  using fuzz::Input::Input;

  std::size_t Size() {
    constexpr std::size_t kSizes[] = {0, 1, 7, 100, 1000, 5000, 70000, 300000};
    return kSizes[Below(8)];
  }
  std::uint32_t Number() {
    constexpr std::uint32_t kNumbers[] = {
        0, 1, 100, 262144, 0x7fffffff, 0x80000000, 0xffffffff, 1048576};
    return kNumbers[Below(8)];
  }
};

Options MakeOptions(Input& in, std::size_t least_session_buffer) {
  Options options;
  options.keepalive_timeout = base::Seconds(in.Flag() ? 20 : 1000000);
  options.max_frame_bytes = std::max<std::size_t>(1, in.Size() % 65536);
  options.max_session_buffer = least_session_buffer + in.Size();
  options.max_stream_buffer =
      std::min(options.max_session_buffer, 1 + in.Size());
  options.max_send_buffer = 1 + in.Size();
  options.max_streams = in.Below(5);
  options.accept_backlog = 1 + in.Below(4);
  return options;
}

class Pair {
 public:
  explicit Pair(Input& in) {
    for (const Role role : {Role::kClient, Role::kServer}) {
      hosts_.push_back(Make(role, in));
    }
  }

  // Whether both sessions are still alive.
  bool Step(Input& in) {
    const std::size_t side = in.Below(2);
    Host& host = hosts_[side];
    switch (in.Below(10)) {
      case 0:
        if (host.streams().size() < 8) host.Open();
        break;
      case 1:
      case 2:
        if (const auto stream = Choose(host, in))
          host.Write(*stream, in.Size());
        break;
      case 3:
        if (const auto stream = Choose(host, in)) {
          host.Consume(*stream, in.Size());
        }
        break;
      case 4:
        if (const auto stream = Choose(host, in)) host.CloseWrite(*stream);
        break;
      case 5:
        if (const auto stream = Choose(host, in)) host.Close(*stream);
        break;
      case 6:
        pipes_[side].Pull(host.session(), in.Size());
        break;
      case 7:
        pipes_[side].Push(hosts_[1 - side].session(), in.Size());
        break;
      case 8:
        host.Listen();
        break;
      default:
        return Pass(base::Seconds(static_cast<std::int64_t>(in.Byte())));
    }
    for (const Host& each : hosts_) each.CheckBounds();
    return true;
  }

  // Everybody ends and reads all; then nothing may be missing.
  void Finish() {
    for (Host& host : hosts_) {
      for (const auto& [stream, seen] : host.streams()) {
        if (!seen.gone) host.CloseWrite(stream);
      }
    }
    for (bool moves = true; moves;) {
      moves = false;
      for (const std::size_t side : {0u, 1u}) {
        Host& host = hosts_[side];
        const std::size_t before = pipes_[side].size();
        pipes_[side].Pull(host.session(), 1 << 20);
        moves = pipes_[side].size() > before || moves;
        moves = pipes_[side].Push(hosts_[1 - side].session(), 100000) || moves;
        host.Listen();
        for (const auto& [stream, seen] : host.streams()) {
          moves = host.Consume(stream, std::size_t{1} << 30) || moves;
          if (seen.gone || seen.write_closed) continue;
          host.CloseWrite(stream);
          moves = true;
        }
        host.Listen();
      }
    }
    for (const std::size_t side : {0u, 1u}) CheckDelivered(side);
  }

 private:
  static Host Make(Role role, Input& in) {
    // The hosts read in parts of the buffer: few enough to be fast.
    Options options = MakeOptions(in, 1000);
    options.role = role;
    return Host(options, base::Instant{});
  }

  static std::optional<StreamId> Choose(const Host& host, Input& in) {
    if (host.streams().empty()) return std::nullopt;
    return std::next(
               host.streams().begin(),
               static_cast<std::ptrdiff_t>(in.Below(host.streams().size())))
        ->first;
  }

  bool Pass(base::Duration time) {
    now_ += time;
    for (Host& host : hosts_) {
      host.session().HandleDeadline(now_);
      if (!host.session().status().ok()) {
        BASE_CHECK(absl::IsDeadlineExceeded(host.session().status()));
        return false;
      }
      BASE_CHECK(*host.session().NextDeadline() > now_);
      BASE_CHECK(*host.session().NextDeadline() <= now_ + base::Seconds(10));
    }
    return true;
  }

  // What this side wrote.
  void CheckDelivered(std::size_t side) const {
    const std::map<StreamId, Seen>& theirs = hosts_[1 - side].streams();
    // Else a closed stream may have given the rest up between two checks.
    const bool patient =
        *hosts_[side].options().keepalive_timeout > base::Seconds(20);
    for (const auto& [stream, seen] : hosts_[side].streams()) {
      const auto found = theirs.find(stream);
      if (found == theirs.end()) {  // Refused.
        BASE_CHECK(seen.gone || seen.peer_closed);
        continue;
      }
      const Seen& their = found->second;
      BASE_CHECK(their.read <= seen.written);
      if (their.closed || (seen.closed && !patient)) continue;
      BASE_CHECK(their.read == seen.written && their.peer_closed);
      // Our bytes may still wait for a window of theirs, were we closed.
      BASE_CHECK(seen.closed || (their.gone && seen.gone));
    }
  }

  std::vector<Host> hosts_;
  Pipe pipes_[2];  // From the client, from the server.
  base::Instant now_{};
};

void CheckPair(Input in) {
  Pair pair(in);
  for (int step = 0; step < 300 && !in.empty(); ++step) {
    if (!pair.Step(in)) return;
  }
  pair.Finish();
}

// Any bytes, at any split: the same streams, bytes and answers.
void CheckSplits(Input in) {
  Options options = MakeOptions(in, 1);
  options.role = in.Flag() ? Role::kClient : Role::kServer;
  const Span bytes = in.Take(std::size_t{1} << 20);
  const auto outcome = [&](std::size_t longest) {
    Session session = *Session::Create(options, base::Instant{});
    Span rest = bytes;
    bool taken = true;
    while (taken && !rest.empty()) {
      Span part = rest.subspan(0, longest);
      const std::size_t offered = part.size();
      const absl::Status status = session.HandleBytes(part);
      BASE_CHECK(status == session.status());
      BASE_CHECK(status.ok() || absl::IsInvalidArgument(status));
      taken = status.ok() && part.size() < offered;
      rest.remove_prefix(offered - part.size());
    }
    BASE_CHECK(rest.empty() || !session.HasRoom());
    BASE_CHECK(session.buffered_bytes() <= options.max_session_buffer);
    BASE_CHECK(session.stream_count() <= options.max_streams);
    return std::tuple(session.status(), session.stream_count(),
                      session.buffered_bytes(), testing::PollBytes(session));
  };
  const auto whole = outcome(bytes.size());
  BASE_CHECK(outcome(1) == whole);
  BASE_CHECK(outcome(13) == whole);
}

Bytes MakeFrame(Input& in) {
  constexpr std::uint32_t kIds[] = {0, 2, 3, 4, 5, 7, 9, 0xffffffff};
  const StreamId stream{kIds[in.Below(8)]};
  Bytes frame;
  switch (in.Below(16)) {
    case 0: {
      const Span raw = in.Take(in.Below(20));
      frame.assign(raw.begin(), raw.end());
      break;
    }
    case 1:
    case 2:
      AppendBare(Command::kFin, stream, frame);
      break;
    case 3:
    case 4:
    case 5:
      AppendUpd(stream, {.consumed = in.Number(), .window = in.Number()},
                frame);
      break;
    case 6:
    case 7:
    case 8:
    case 9:
      AppendPsh(stream, Bytes(in.Size() % 65536), frame);
      break;
    default:
      AppendBare(Command::kSyn, stream, frame);
  }
  return frame;
}

// Frames that fit nothing, while the host does what it may.
void CheckHostile(Input in) {
  Options options = MakeOptions(in, 1);
  options.role = in.Flag() ? Role::kClient : Role::kServer;
  Session session = *Session::Create(options, base::Instant{});
  std::set<StreamId> known;
  std::size_t opened = 0;
  Decoder decoder;
  Bytes left;  // Not taken yet.
  for (int step = 0; step < 300 && !in.empty(); ++step) {
    if (left.empty()) left = MakeFrame(in);
    Span rest = left;
    if (!session.HandleBytes(rest).ok()) return;
    left = testing::Copy(rest);
    while (const auto stream = session.PollAccepted()) known.insert(*stream);
    while (const auto event = session.PollEvent()) {
      BASE_CHECK(known.count(event->stream) == 1);
      if (event->kind >= EventKind::kFinished) known.erase(event->stream);
    }
    if (in.Flag() && opened < 5) {
      known.insert(*session.Open());
      ++opened;
    }
    for (const StreamId stream : std::set<StreamId>(known)) {
      const std::size_t choice = in.Below(8);
      if (choice < 3) session.Write(stream, Bytes(in.Size()));
      if (choice == 3) {
        session.Consume(stream, session.Readable(stream).size());
      }
      if (choice == 4) session.CloseWrite(stream);
      if (choice == 5) {
        session.Close(stream);
        known.erase(stream);
      }
    }
    if (in.Flag()) {
      const Bytes out = testing::PollBytes(session);
      BASE_CHECK(testing::Decode(out, 1 << 20, decoder).ok());
      BASE_CHECK(decoder.at_boundary());
    }
    BASE_CHECK(session.buffered_bytes() <= options.max_session_buffer);
    BASE_CHECK(session.stream_count() <= options.max_streams + opened);
  }
}

}  // namespace
}  // namespace smux

// The first byte chooses the property.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const smux::Input input(absl::MakeConstSpan(data + 1, size - 1));
  switch (data[0] % 3) {
    case 0:
      smux::CheckPair(input);
      break;
    case 1:
      smux::CheckSplits(input);
      break;
    default:
      smux::CheckHostile(input);
  }
  return 0;
}
