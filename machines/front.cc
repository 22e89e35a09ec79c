#include "machines/front.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/random.h"
#include "base/sample/uniform.h"
#include "base/sample/uniform_int.h"
#include "base/status_macros.h"
#include "machines/parameter.h"
#include "machines/parts.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/state.h"

namespace machines {
namespace {

using maybenot::Event;
using maybenot::State;

// How much of the distribution is kept.
constexpr double kCoverage = 0.9996645373720975;

// A Rayleigh distribution. Its arithmetic is the reference's to the last bit,
// or else machines have other names.
class Rayleigh {
 public:
  explicit Rayleigh(double scale) : scale_(scale) {}

  // The chance of a time up to `t`, and from `t1` to `t2`.
  double Cdf(double t) const {
    return 1 - std::pow(std::numbers::e, -(t * t) / (2 * (scale_ * scale_)));
  }
  struct Span {
    double from, to;
  };
  double Area(Span span) const { return Cdf(span.to) - Cdf(span.from); }

  // Where kCoverage of it lies below.
  double End() const {
    return std::sqrt(-2 * (scale_ * scale_) *
                     (std::log(1 - kCoverage) / std::log(std::numbers::e)));
  }

  // How far from `start` the area reaches `area`, by bisection from `end`.
  // Errors: kInvalidArgument if there is no such place.
  struct Piece {
    double start, end, area;
  };
  absl::StatusOr<double> Width(Piece piece) const;

 private:
  double scale_;
};

absl::StatusOr<double> Rayleigh::Width(Piece piece) const {
  double to = piece.end;
  double step = (to - piece.start) / 2;
  for (;;) {
    const double missing = piece.area - Area({piece.start, to});
    // Said so that NaN, as in the reference, ends it too.
    if (!(std::fabs(missing) > std::numeric_limits<double>::epsilon())) {
      return to - piece.start;
    }
    const double next = missing < 0 ? to - step : to + step;
    if (next == to) {
      return absl::InvalidArgumentError(
          absl::StrCat("num_states is too large: no interval from ",
                       piece.start, " us on has an area of ", piece.area));
    }
    to = next;
    step /= 2;
  }
}

// A piece of the window and the padding that falls into it.
struct Stretch {
  double start, width, count;
};

State MakePadding(std::uint64_t self, std::uint64_t next, Stretch stretch,
                  double window) {
  const double mean = stretch.width / stretch.count;
  const double middle = stretch.start + stretch.width / 2;
  const double stdev =
      window * window / (stretch.count * middle * std::sqrt(std::numbers::pi));
  return MakeState(
      {{Event::kPaddingSent, self}, {Event::kLimitReached, next}},
      {.action = Pad({.type = maybenot::Normal{mean, stdev}, .max = mean * 2},
                     maybenot::Dist{.type = maybenot::Uniform{
                                        1, std::max(stretch.count, 1.0)}})});
}

absl::StatusOr<std::vector<State>> MakeStates(double window,
                                              std::uint32_t budget,
                                              std::uint32_t count) {
  const Rayleigh rayleigh(window);
  const double area = 1.0 / count;
  const double end = rayleigh.End();
  std::vector<State> states = {
      MakeState({{Event::kNormalSent, 1}, {Event::kNormalRecv, 1}})};
  double start = 0;
  double covered = 0;
  for (std::uint32_t i = 1; i < count; ++i) {
    ASSIGN_OR_RETURN(const double width, rayleigh.Width({start, end, area}));
    states.push_back(
        MakePadding(i, i + 1, {start, width, area * budget}, window));
    start += width;
    covered += area;
  }
  const Stretch rest = {start, end - start, (1 - covered) * budget};
  states.push_back(MakePadding(count, maybenot::kStateEnd, rest, window));
  return states;
}

}  // namespace

absl::StatusOr<std::vector<maybenot::Machine>> BuildFront(
    const FrontOptions& options, base::Random& random) {
  const auto& all = kFrontParameters;
  RETURN_IF_ERROR(Check(all[0], options.padding_budget_max));
  RETURN_IF_ERROR(Check(all[1], options.window_min_us));
  RETURN_IF_ERROR(Check(all[2], options.window_max_us));
  RETURN_IF_ERROR(Check(all[3], options.num_states));
  RETURN_IF_ERROR(CheckOrder(all[1], all[2],
                             {options.window_min_us, options.window_max_us}));
  const std::uint32_t budget = base::UniformInt(
      random, base::Range32{1, options.padding_budget_max - 1});
  const double window = base::UniformReal(
      random, base::RealRange{options.window_min_us, options.window_max_us});
  ASSIGN_OR_RETURN(std::vector<State> states,
                   MakeStates(window, budget, options.num_states));
  return Compile({PaddingUnlimited(std::move(states))});
}

}  // namespace machines
