// What a framework takes from the heap: every operator new is counted.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "maybenot/event.h"
#include "maybenot/framework.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace {

std::size_t g_allocations = 0;
std::size_t g_allocated_bytes = 0;

}  // namespace

// Not inlined, or gcc takes malloc and delete, which it then sees, for a
// mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++g_allocations;
  g_allocated_bytes += size;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace maybenot {
namespace {

// Uses everything that could take memory: actions, counters, limits, signals.
MachineSpec BusyMachine() {
  const Counter minus = {.operation = Operation::kDecrement,
                         .dist = std::nullopt};
  const Counter set = {.operation = Operation::kSet, .dist = specs::Exactly(2)};
  return specs::Spec({specs::Pads(1)
                          .Limit(3)
                          .CounterA(set)
                          .On(Event::kNormalSent, 1)
                          .On(Event::kPaddingSent, 0)
                          .On(Event::kLimitReached, 1)
                          .On(Event::kSignal, 1),
                      specs::Blocks({.timeout_us = 2, .duration_us = 3})
                          .CounterA(minus)
                          .On(Event::kNormalSent, 0)
                          .On(Event::kNormalRecv, 1)
                          .On(Event::kCounterZero, 2),
                      specs::SetsTimer(4)
                          .On(Event::kTimerBegin, kStateSignal)
                          .On(Event::kNormalRecv, 0)});
}

Framework CreateWith(Machines machines) {
  return *Framework::Create(std::move(machines), {}, base::Random::FromSeed(1),
                            base::Instant{});
}

TEST(FrameworkMemoryTest, AllocatesAtConstructionOnly) {
  Framework framework =
      CreateWith(specs::Compile({BusyMachine(), BusyMachine()}));
  const std::vector<TriggerEvent> events = {
      {Event::kNormalSent},
      {Event::kTunnelSent},
      {Event::kNormalRecv},
      {Event::kPaddingSent, MachineId{1}},
      {Event::kBlockingBegin, MachineId{0}},
      {Event::kTimerBegin, MachineId{0}},
      {Event::kBlockingEnd},
      {Event::kPaddingSent, MachineId{9}}};
  const std::size_t before = g_allocations;
  std::size_t actions = 0;
  base::Instant now{};
  for (int i = 0; i < 1000; ++i) {
    for (std::size_t size = 0; size <= events.size(); ++size) {
      now += base::Microseconds(10);
      actions += framework.TriggerEvents({events.data(), size}, now).size();
    }
  }
  EXPECT_EQ(g_allocations, before);
  EXPECT_GT(actions, 1000u);
}

// What `create` takes from the heap, each allocation with the allocator's own
// 16 bytes at most.
template <typename Create>
std::size_t Taken(const Create& create) {
  constexpr std::size_t kOfAllocator = 16;
  const std::size_t bytes = g_allocated_bytes;
  const std::size_t allocations = g_allocations;
  const auto created = create();
  return g_allocated_bytes - bytes +
         kOfAllocator * (g_allocations - allocations);
}

TEST(FrameworkMemoryTest, OneMachineTakes256BytesBesideItsProgram) {
  const Machines machines = specs::Compile({BusyMachine()});
  EXPECT_EQ(Taken([&] { return CreateWith(machines); }), 0u);
  EXPECT_LE(sizeof(Framework), 256u);
  // On the heap, as a C program has it.
  const std::size_t on_heap =
      Taken([&] { return std::make_unique<Framework>(CreateWith(machines)); });
  EXPECT_GE(on_heap, sizeof(Framework));
  EXPECT_LE(on_heap, 512u);
}

TEST(FrameworkMemoryTest, EachMoreMachineTakes80Bytes) {
  const Machines machines =
      specs::Compile(std::vector<MachineSpec>(100, BusyMachine()));
  const std::size_t before = g_allocations;
  const Framework framework = CreateWith(machines);
  EXPECT_EQ(g_allocations - before, 2u);  // Their progress, their actions.
  EXPECT_LE(Taken([&] { return CreateWith(machines); }), 100 * 80 + 32);
}

}  // namespace
}  // namespace maybenot
