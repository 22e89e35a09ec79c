// A sample of each of the eleven distributions, with the parameters that the
// reference's own benchmark has, so that figures and sums can be laid side by
// side. SOURCE: spec/maybenot.md 3.
#include <cstddef>
#include <iterator>

#include "base/random.h"
#include "benchmark/benchmark.h"
#include "maybenot/dist.h"
#include "maybenot/sampler.h"

namespace maybenot {
namespace {

struct Drawn {
  const char* name;
  DistType type;
};

const Drawn kDrawn[] = {
    {"Uniform", Uniform{1442.056, 59901.261999999995}},
    {"Normal", Normal{4089.906, 1033.428}},
    {"SkewNormal", SkewNormal{3901.072, 1007.829, 3.087}},
    {"LogNormal", LogNormal{2.9, 0.762}},
    {"Binomial", Binomial{1252, 0.354}},
    {"Geometric", Geometric{0.741}},
    {"Pareto", Pareto{563.884, 6.988}},
    {"Poisson", Poisson{4124.695}},
    {"Weibull", Weibull{2404.074, 4.376}},
    {"Gamma", Gamma{334.456, 5.362}},
    {"Beta", Beta{0.504, 7.154}},
};

// `sum` after 2,000,000 samples is the reference's.
void BM_Sample(benchmark::State& state) {
  const Drawn& drawn = kDrawn[static_cast<std::size_t>(state.range(0))];
  const Sampler sampler({.type = drawn.type});
  base::Random random = base::Random::FromSeed(1);
  double sum = 0;
  for (auto _ : state) sum += sampler.Sample(random);
  state.SetLabel(drawn.name);
  state.SetItemsProcessed(state.iterations());
  state.counters["sum"] = sum;
}
BENCHMARK(BM_Sample)
    ->DenseRange(0, std::size(kDrawn) - 1)
    ->Iterations(2'000'000);

// What a machine pays once a distribution.
void BM_Compile(benchmark::State& state) {
  const Drawn& drawn = kDrawn[static_cast<std::size_t>(state.range(0))];
  const Dist dist = {.type = drawn.type};
  for (auto _ : state) {
    const Sampler sampler(dist);
    benchmark::DoNotOptimize(&sampler);
  }
  state.SetLabel(drawn.name);
}
BENCHMARK(BM_Compile)->DenseRange(0, std::size(kDrawn) - 1);

}  // namespace
}  // namespace maybenot
