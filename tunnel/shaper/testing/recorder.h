// A transport of a StreamEnd that keeps what it is told.
#ifndef TUNNEL_SHAPER_TESTING_RECORDER_H_
#define TUNNEL_SHAPER_TESTING_RECORDER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/time.h"
#include "tunnel/shaper/stream_end.h"

namespace shaper {

class Recorder final : public StreamEnd::Transport {
 public:
  base::Instant now() const override { return at; }
  bool HasRoom(std::size_t) override { return writes.size() < room; }
  void Write(absl::Span<const std::uint8_t> bytes) override {
    writes.emplace_back(bytes.begin(), bytes.end());
  }
  void SetTimer(std::optional<base::Instant> when) override {
    timer = when;
    ++timer_settings;
  }
  void SetReading(bool reading) override { readings.push_back(reading); }
  void Close() override { ++closes; }

  std::size_t room = 100;  // Writes that it takes.
  std::vector<std::vector<std::uint8_t>> writes;
  std::optional<base::Instant> timer;
  int timer_settings = 0;
  std::vector<bool> readings;
  int closes = 0;
  base::Instant at{};  // The present.
};

}  // namespace shaper

#endif  // TUNNEL_SHAPER_TESTING_RECORDER_H_
