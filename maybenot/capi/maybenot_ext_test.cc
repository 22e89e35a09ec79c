#include "maybenot/capi/maybenot_ext.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

constexpr char kNoop[] = "02eNpjYEAHjOgCAAA0AAI=";

struct Stop {
  void operator()(MaybenotFramework* framework) const {
    maybenot_stop(framework);
  }
};
using Handle = std::unique_ptr<MaybenotFramework, Stop>;

std::string Text(MachineSpec spec) {
  return Machine::Create(spec)->Serialize().value();
}

// Pads after each packet sent, at some time below 1 s.
MachineSpec PadsSometime() {
  MachineSpec spec = specs::Spec({specs::Pads(5).On(Event::kNormalSent, 0)});
  std::get<SendPadding>(*spec.states[0].action).timeout = {.type =
                                                               Uniform{0, 1e6}};
  return spec;
}

Handle Start(const std::string& machines, const MaybenotOptions& options) {
  MaybenotFramework* framework = nullptr;
  EXPECT_EQ(maybenot_start_with(machines.c_str(), &options, &framework),
            MaybenotResult_Ok)
      << maybenot_error_text();
  return Handle(framework);
}

// How many actions came of it; the first one in `action`.
std::uintptr_t Report(MaybenotFramework* framework, std::uint32_t type,
                      MaybenotAction* action) {
  const MaybenotEvent event = {type, 0};
  std::uintptr_t actions = 0;
  EXPECT_EQ(maybenot_on_events(framework, &event, 1, action, &actions),
            MaybenotResult_Ok);
  return actions;
}

std::vector<std::uint32_t> Timeouts(MaybenotFramework* framework) {
  std::vector<std::uint32_t> nanos;
  for (int i = 0; i < 20; ++i) {
    MaybenotAction action;
    EXPECT_EQ(Report(framework, MaybenotEventType_NormalSent, &action), 1u);
    nanos.push_back(action.send_padding.timeout.nanos);
  }
  return nanos;
}

TEST(MaybenotExtTest, EqualSeedsGiveEqualActions) {
  const std::string machine = Text(PadsSometime());
  MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
  options.seeded = 1;
  options.seed = 7;
  const auto seven = Timeouts(Start(machine, options).get());
  EXPECT_EQ(Timeouts(Start(machine, options).get()), seven);
  options.seed = 8;
  EXPECT_NE(Timeouts(Start(machine, options).get()), seven);
  options.seeded = 0;
  EXPECT_NE(Timeouts(Start(machine, options).get()),
            Timeouts(Start(machine, options).get()));
}

TEST(MaybenotExtTest, TimeIsTheCallersIfItGivesAClock) {
  // Blocks as long as less than half of the time was blocked.
  MachineSpec spec =
      specs::Spec({specs::Blocks({5, 5}).On(Event::kNormalRecv, 0)});
  spec.max_blocking_frac = 0.5;
  std::uint64_t now = 1'000'000;
  MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
  options.clock = [](void* context) {
    return *static_cast<std::uint64_t*>(context);
  };
  options.clock_context = &now;
  const Handle framework = Start(Text(spec), options);
  MaybenotAction action;
  now += 1000;
  EXPECT_EQ(Report(framework.get(), MaybenotEventType_BlockingBegin, &action),
            0u);
  now += 1000;
  EXPECT_EQ(Report(framework.get(), MaybenotEventType_BlockingEnd, &action),
            0u);
  // 1 of 2 us: not below a half.
  EXPECT_EQ(Report(framework.get(), MaybenotEventType_NormalRecv, &action), 0u);
  now += 1;
  EXPECT_EQ(Report(framework.get(), MaybenotEventType_NormalRecv, &action), 1u);
}

TEST(MaybenotExtTest, OptionsAreChecked) {
  MaybenotFramework* framework = nullptr;
  MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
  options.struct_size = 0;
  EXPECT_EQ(maybenot_start_with(kNoop, &options, &framework),
            MaybenotResult_InvalidArgument);
  EXPECT_EQ(maybenot_start_with(kNoop, nullptr, nullptr),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_start_with(nullptr, nullptr, &framework),
            MaybenotResult_NullPointer);
  EXPECT_EQ(framework, nullptr);
  EXPECT_EQ(maybenot_start_with(kNoop, nullptr, &framework), MaybenotResult_Ok);
  maybenot_stop(framework);
}

TEST(MaybenotExtTest, KnowsWhenAllHaveEnded) {
  const Handle framework = Start(
      Text(specs::Spec({specs::Idle().On(Event::kNormalSent, kStateEnd)})),
      MaybenotOptions MAYBENOT_OPTIONS_INIT);
  EXPECT_FALSE(maybenot_all_machines_ended(framework.get()));
  MaybenotAction action;
  Report(framework.get(), MaybenotEventType_NormalSent, &action);
  EXPECT_TRUE(maybenot_all_machines_ended(framework.get()));
  EXPECT_TRUE(maybenot_all_machines_ended(nullptr));
}

TEST(MaybenotExtTest, TheRateLimitHoldsBackAndIsCounted) {
  std::uint64_t now = 0;
  MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
  options.clock = [](void* context) {
    return *static_cast<std::uint64_t*>(context);
  };
  options.clock_context = &now;
  const Handle framework = Start(Text(PadsSometime()), options);
  EXPECT_EQ(maybenot_set_rate_limit(framework.get(), 2), MaybenotResult_Ok);
  MaybenotAction action;
  std::uintptr_t actions = 0;
  for (int i = 0; i < 5; ++i) {
    actions += Report(framework.get(), MaybenotEventType_NormalSent, &action);
  }
  EXPECT_EQ(actions, 2u);
  EXPECT_EQ(maybenot_set_rate_limit(framework.get(), INFINITY),
            MaybenotResult_Ok);
  EXPECT_EQ(Report(framework.get(), MaybenotEventType_NormalSent, &action), 1u);

  MaybenotStatistics statistics;
  ASSERT_EQ(
      maybenot_statistics(framework.get(), &statistics, sizeof(statistics)),
      MaybenotResult_Ok);
  EXPECT_EQ(statistics.calls, 6u);
  EXPECT_EQ(statistics.events, 6u);
  EXPECT_EQ(statistics.paddings, 3u);
  EXPECT_EQ(statistics.dropped, 3u);
  EXPECT_EQ(statistics.cancels + statistics.blockings + statistics.timers, 0u);
}

TEST(MaybenotExtTest, ARateLimitIsANumberFromZeroOn) {
  const Handle framework = Start(kNoop, MaybenotOptions MAYBENOT_OPTIONS_INIT);
  EXPECT_EQ(maybenot_set_rate_limit(framework.get(), -1),
            MaybenotResult_InvalidArgument);
  EXPECT_EQ(maybenot_set_rate_limit(framework.get(), NAN),
            MaybenotResult_InvalidArgument);
  EXPECT_EQ(maybenot_set_rate_limit(framework.get(), 0), MaybenotResult_Ok);
  EXPECT_EQ(maybenot_set_rate_limit(nullptr, 1), MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_statistics(nullptr, nullptr, 0),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_statistics(framework.get(), nullptr, 0),
            MaybenotResult_NullPointer);
}

TEST(MaybenotExtTest, CountsActionsByTheirKinds) {
  const Handle framework =
      Start(Text(specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                              specs::Blocks({1, 2}).On(Event::kNormalSent, 2),
                              specs::SetsTimer(3).On(Event::kNormalSent, 3),
                              specs::Cancels(Timer::kAll)})),
            [] {
              MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
              options.seeded = 1;
              return options;
            }());
  MaybenotAction action;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Report(framework.get(), MaybenotEventType_NormalSent, &action),
              1u);
  }
  MaybenotStatistics statistics;
  maybenot_statistics(framework.get(), &statistics, sizeof(statistics));
  EXPECT_EQ(statistics.blockings, 1u);
  EXPECT_EQ(statistics.timers, 1u);
  EXPECT_EQ(statistics.cancels, 1u);
  EXPECT_EQ(statistics.paddings, 0u);
}

TEST(MaybenotExtTest, NamesOneMachine) {
  char name[MAYBENOT_NAME_SIZE] = {};
  EXPECT_EQ(maybenot_machine_name(kNoop, name), MaybenotResult_Ok);
  EXPECT_STREQ(name, "3e99bf655613b2dba361dee14e3e0ddf");
  EXPECT_EQ(maybenot_machine_name("", name),
            MaybenotResult_InvalidMachineString);
  EXPECT_STREQ(maybenot_error_text(),
               "machine_str holds 0 machines: must be 1");
  EXPECT_EQ(maybenot_machine_name("x", name),
            MaybenotResult_InvalidMachineString);
  EXPECT_EQ(maybenot_machine_name(nullptr, name), MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_machine_name(kNoop, nullptr), MaybenotResult_NullPointer);
}

TEST(MaybenotExtTest, ItsOwnVersionIsAnother) {
  EXPECT_EQ(std::string(maybenot_ext_version()).find("maybenot-cpp/"), 0u);
}

TEST(MaybenotExtTest, TheClockDoesNotGoBack) {
  const std::uint64_t before = maybenot_monotonic_ns();
  EXPECT_GT(before, 0u);
  EXPECT_GE(maybenot_monotonic_ns(), before);
}

}  // namespace
}  // namespace maybenot
