#include "maybenot/testing/plain_decoder.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/state.h"
#include "maybenot/testing/plain_inflate.h"

namespace maybenot {
namespace {

constexpr std::size_t kReadBytes = 32768;
constexpr std::size_t kMaxPayload = 1 << 20;

struct Bad {};

std::uint32_t ByteAt(absl::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// RFC 4648 section 4, canonical. Throws Bad.
std::string Base64(absl::string_view text) {
  const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) throw Bad();
  std::string bits;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '=') {
      ++padding;
      continue;
    }
    const std::size_t value = alphabet.find(c);
    if (padding > 0 || value == std::string::npos) throw Bad();
    for (unsigned bit = 32; bit > 0; bit /= 2) {
      bits.push_back((value & bit) != 0 ? '1' : '0');
    }
  }
  if (padding > 2) throw Bad();
  std::string bytes;
  std::size_t at = 0;
  for (; at + 8 <= bits.size(); at += 8) {
    bytes.push_back(
        static_cast<char>(std::stoi(bits.substr(at, 8), nullptr, 2)));
  }
  // What is left over is zeros, as many as the padding stands for.
  if (bits.substr(at) != std::string(2 * padding, '0')) throw Bad();
  return bytes;
}

// RFC 1950, as one read of the reference takes it in. Throws Bad.
std::string Zlib(absl::string_view stream) {
  if (stream.size() < 2) throw Bad();
  const std::uint32_t head = ByteAt(stream, 0) * 256 + ByteAt(stream, 1);
  if (head % 31 != 0 || (head >> 8 & 15) != 8 || head >> 12 > 7 ||
      (head & 0x20) != 0) {
    throw Bad();
  }
  // More is read only as long as nothing has come out.
  for (std::size_t end = kReadBytes;; end += kReadBytes) {
    const absl::string_view read = stream.substr(0, end);
    std::optional<PlainInflated> inflated =
        PlainInflate(read.substr(2), kMaxPayload);
    if (!inflated) throw Bad();
    const bool again = inflated->output.empty() && !inflated->unread;
    if (again && end < stream.size()) continue;
    if (inflated->output.empty()) throw Bad();
    if (inflated->unread && *inflated->unread >= 4) {
      const std::size_t at = read.size() - *inflated->unread;
      std::uint32_t stored = 0;
      for (std::size_t i = 0; i < 4; ++i) {
        stored = stored * 256 + ByteAt(read, at + i);
      }
      if (stored != PlainAdler32(inflated->output)) throw Bad();
    }
    return std::move(inflated->output);
  }
}

// bincode, a field after the other. Throws Bad.
class Fields {
 public:
  explicit Fields(absl::string_view bytes) : bytes_(bytes) {}

  bool at_end() const { return bytes_.empty(); }

  std::uint64_t Fixed(std::size_t size) {
    if (bytes_.size() < size) throw Bad();
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) {
      value = value << 8 | ByteAt(bytes_, i - 1);
    }
    bytes_.remove_prefix(size);
    return value;
  }
  std::uint64_t Integer() {
    const std::uint64_t first = Fixed(1);
    if (first <= 250) return first;
    if (first > 253) throw Bad();
    return Fixed(first == 251 ? 2 : first == 252 ? 4 : 8);
  }
  std::uint64_t Tag(std::uint64_t count) {
    const std::uint64_t tag = Integer();
    if (tag >= count) throw Bad();
    return tag;
  }
  bool Flag() {
    const std::uint64_t flag = Fixed(1);
    if (flag > 1) throw Bad();
    return flag == 1;
  }
  double Double() { return std::bit_cast<double>(Fixed(8)); }
  float Float() {
    return std::bit_cast<float>(static_cast<std::uint32_t>(Fixed(4)));
  }

 private:
  absl::string_view bytes_;
};

DistType ReadType(Fields& in) {
  const std::uint64_t tag = in.Tag(11);
  if (tag == 4) {
    const std::uint64_t trials = in.Integer();
    return Binomial{trials, in.Double()};
  }
  const double a = in.Double();
  if (tag == 5) return Geometric{a};
  if (tag == 7) return Poisson{a};
  const double b = in.Double();
  switch (tag) {
    case 0:
      return Uniform{a, b};
    case 1:
      return Normal{a, b};
    case 2:
      return SkewNormal{a, b, in.Double()};
    case 3:
      return LogNormal{a, b};
    case 6:
      return Pareto{a, b};
    case 8:
      return Weibull{a, b};
    case 9:
      return Gamma{a, b};
    default:
      return Beta{a, b};
  }
}

Dist ReadDist(Fields& in) {
  Dist dist;
  dist.type = ReadType(in);
  dist.start = in.Double();
  dist.max = in.Double();
  return dist;
}

void ReadLimit(Fields& in, std::optional<Dist>& limit) {
  if (in.Flag()) limit = ReadDist(in);
}

void ReadAction(Fields& in, Action& action) {
  switch (in.Tag(4)) {
    case 0:
      action = Cancel{static_cast<Timer>(in.Tag(3))};
      return;
    case 1: {
      auto& padding = action.emplace<SendPadding>();
      padding.bypass = in.Flag();
      padding.replace = in.Flag();
      padding.timeout = ReadDist(in);
      return ReadLimit(in, padding.limit);
    }
    case 2: {
      auto& blocking = action.emplace<BlockOutgoing>();
      blocking.bypass = in.Flag();
      blocking.replace = in.Flag();
      blocking.timeout = ReadDist(in);
      blocking.duration = ReadDist(in);
      return ReadLimit(in, blocking.limit);
    }
    default: {
      auto& timer = action.emplace<UpdateTimer>();
      timer.replace = in.Flag();
      timer.duration = ReadDist(in);
      return ReadLimit(in, timer.limit);
    }
  }
}

void ReadState(Fields& in, State& state) {
  if (in.Flag()) ReadAction(in, state.action.emplace());
  for (std::optional<Counter>& counter : state.counters) {
    if (!in.Flag()) continue;
    counter.emplace();
    counter->operation = static_cast<Operation>(in.Tag(3));
    if (in.Flag()) counter->dist = ReadDist(in);
    counter->copy = in.Flag();
  }
  for (auto& list : state.transitions) {
    if (!in.Flag()) continue;
    list.emplace();
    for (std::uint64_t left = in.Integer(); left > 0; --left) {
      const std::uint64_t target = in.Integer();
      list->push_back({target, in.Float()});
    }
  }
}

MachineSpec ReadMachine(absl::string_view payload) {
  Fields in(payload);
  MachineSpec spec;
  spec.allowed_padding_packets = in.Integer();
  spec.max_padding_frac = in.Double();
  spec.allowed_blocked_microsec = in.Integer();
  spec.max_blocking_frac = in.Double();
  for (std::uint64_t left = in.Integer(); left > 0; --left) {
    ReadState(in, spec.states.emplace_back());
  }
  if (!in.at_end()) throw Bad();
  return spec;
}

}  // namespace

std::optional<MachineSpec> PlainDecode(absl::string_view text) {
  if (text.size() < 3 || text.substr(0, 2) != "02") return std::nullopt;
  try {
    return ReadMachine(Zlib(Base64(text.substr(2))));
  } catch (const Bad&) {
    return std::nullopt;
  }
}

}  // namespace maybenot
