#include "machines/generation/synthetic_trace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/random.h"
#include "base/sample/exp.h"
#include "base/sample/fdlibm.h"
#include "base/sample/normal.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "base/time.h"
#include "maybenot/simulator/input_trace.h"

namespace generation {
namespace {

using maybenot::simulator::InputTrace;

constexpr double kThinkS = 0.03;
constexpr int kFlowControlCells = 50;

// One page, loaded in the order in which its objects become known; times are
// seconds from the first cell.
class PageLoad {
 public:
  explicit PageLoad(base::Random random)
      : random_(random),
        round_trip_s_(Draw(0.15, 0.6)),
        cell_s_(1 / Draw(200, 2000)) {}

  InputTrace Run() {
    const double document = Fetch(0);
    std::vector<double> arrived = {document};
    const std::uint32_t objects = Whole(60, 120);
    for (std::uint32_t i = 0; i < objects; ++i) {
      const double known =
          i < objects / 2
              ? document
              : arrived[Whole(0,
                              static_cast<std::uint32_t>(arrived.size()) - 1)];
      arrived.push_back(Fetch(known));
    }
    std::stable_sort(trace_.packets.begin(), trace_.packets.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
    return trace_;
  }

 private:
  struct Connection {
    bool open = false;
    double free_s = 0;
    int received = 0;  // Cells since the last flow control.
  };

  double Draw(double low, double high) {
    return base::UniformReal(random_, base::RealRange{low, high});
  }
  std::uint32_t Whole(std::uint32_t low, std::uint32_t high) {
    return base::UniformInt(random_, base::Range32{low, high});
  }

  void Record(double at_s, bool sent) {
    trace_.packets.push_back(
        {base::Instant(base::Duration(std::llround(at_s * 1e9))), sent});
  }

  // `cells` that the server hands over at `ready_s`: when the last arrives.
  double Receive(Connection& connection, double ready_s, int cells) {
    for (int i = 0; i < cells; ++i) {
      queue_free_s_ = std::max(queue_free_s_, ready_s) + cell_s_;
      const double at_s = queue_free_s_ + round_trip_s_ / 2;
      Record(at_s, false);
      if (++connection.received == kFlowControlCells) {
        connection.received = 0;
        Record(at_s, true);
      }
    }
    return queue_free_s_ + round_trip_s_ / 2;
  }

  // `up` cells sent at `at_s`, answered by `down`: when the last arrives.
  double Exchange(Connection& connection, double at_s, int up, int down,
                  double think_s) {
    for (int i = 0; i < up; ++i) Record(at_s, true);
    return Receive(connection, at_s + round_trip_s_ / 2 + think_s, down);
  }

  // One object that is known from `known_s` on: when it has arrived.
  double Fetch(double known_s) {
    Connection& connection = *std::min_element(
        connections_.begin(), connections_.end(),
        [](const auto& a, const auto& b) { return a.free_s < b.free_s; });
    double at_s = std::max(known_s, connection.free_s);
    if (!connection.open) {
      connection.open = true;
      at_s = Exchange(connection, at_s, 1, 1, 0);
      at_s = Exchange(connection, at_s, 1, 5, 0);
    }
    const double think_s = kThinkS * base::StandardExp(random_);
    const double size = base::FdExp(2.4 + 1.1 * base::StandardNormal(random_));
    const int cells = 1 + static_cast<int>(std::min(size, 1499.0));
    connection.free_s = Exchange(connection, at_s, 1, cells, think_s);
    return connection.free_s;
  }

  base::Random random_;
  double round_trip_s_;
  double cell_s_;  // From one cell of the queue to the next.
  double queue_free_s_ = 0;
  std::array<Connection, 6> connections_ = {};
  InputTrace trace_;
};

}  // namespace

InputTrace MakeSyntheticTrace(std::size_t index) {
  BASE_CHECK(index < kSyntheticTraces);
  return PageLoad(
             base::Random::FromText(absl::StrCat("synthetic page ", index)))
      .Run();
}

}  // namespace generation
