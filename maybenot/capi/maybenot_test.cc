#include "maybenot/capi/maybenot.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "maybenot/capi/maybenot_ext.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/testing/specs.h"

namespace maybenot {
namespace {

// SOURCE: spec/maybenot.md section 7.
static_assert(sizeof(MaybenotEvent) == 16);
static_assert(offsetof(MaybenotEvent, machine) == 8);
static_assert(sizeof(MaybenotDuration) == 16);
static_assert(sizeof(MaybenotAction) == 56);
static_assert(offsetof(MaybenotAction, cancel.machine) == 8);
static_assert(offsetof(MaybenotAction, cancel.timer) == 16);
static_assert(offsetof(MaybenotAction, send_padding.timeout) == 16);
static_assert(offsetof(MaybenotAction, send_padding.replace) == 32);
static_assert(offsetof(MaybenotAction, send_padding.bypass) == 33);
static_assert(offsetof(MaybenotAction, block_outgoing.timeout) == 16);
static_assert(offsetof(MaybenotAction, block_outgoing.replace) == 32);
static_assert(offsetof(MaybenotAction, block_outgoing.bypass) == 33);
static_assert(offsetof(MaybenotAction, block_outgoing.duration) == 40);
static_assert(offsetof(MaybenotAction, update_timer.duration) == 16);
static_assert(offsetof(MaybenotAction, update_timer.replace) == 32);

// The no-op machine of spec/maybenot.md 1.2.
constexpr char kNoop[] = "02eNpjYEAHjOgCAAA0AAI=";

std::string Text(MachineSpec spec) {
  return Machine::Create(spec)->Serialize().value();
}

TEST(MaybenotCTest, IsTheVersionThatProgramsLookFor) {
  EXPECT_STREQ(maybenot_version(), "maybenot-ffi/2.0.1");
}

TEST(MaybenotCTest, StartSetsItsFrameworkOnSuccessOnly) {
  MaybenotFramework* const untouched =
      reinterpret_cast<MaybenotFramework*>(std::uintptr_t{64});
  MaybenotFramework* framework = untouched;
  EXPECT_EQ(maybenot_start("x", 0, 0, &framework),
            MaybenotResult_InvalidMachineString);
  EXPECT_EQ(maybenot_start("\xff", 0, 0, &framework),
            MaybenotResult_MachineStringNotUtf8);
  EXPECT_EQ(maybenot_start(kNoop, 1.5, 0, &framework),
            MaybenotResult_StartFramework);
  EXPECT_STREQ(maybenot_error_text(), "max_padding_frac: 1.5 is not in [0, 1]");
  EXPECT_EQ(maybenot_start(kNoop, 0, std::numeric_limits<double>::quiet_NaN(),
                           &framework),
            MaybenotResult_StartFramework);
  EXPECT_EQ(framework, untouched);
  ASSERT_EQ(maybenot_start(absl::StrCat(kNoop, "\n", kNoop).c_str(), 0, 0,
                           &framework),
            MaybenotResult_Ok);
  EXPECT_EQ(maybenot_num_machines(framework), 2u);
  maybenot_stop(framework);
}

TEST(MaybenotCTest, NullIsAnErrorEverywhere) {
  MaybenotFramework* framework = nullptr;
  EXPECT_EQ(maybenot_start(kNoop, 0, 0, nullptr), MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_start(nullptr, 0, 0, &framework),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_num_machines(nullptr), 0u);
  maybenot_stop(nullptr);
  ASSERT_EQ(maybenot_start(kNoop, 0, 0, &framework), MaybenotResult_Ok);
  const MaybenotEvent event = {MaybenotEventType_NormalSent, 0};
  MaybenotAction action;
  std::uintptr_t actions = 7;
  EXPECT_EQ(maybenot_on_events(nullptr, &event, 1, &action, &actions),
            MaybenotResult_NullPointer);
  EXPECT_EQ(actions, 0u);
  actions = 7;
  EXPECT_EQ(maybenot_on_events(framework, nullptr, 0, &action, &actions),
            MaybenotResult_NullPointer);
  EXPECT_EQ(actions, 0u);
  EXPECT_EQ(maybenot_on_events(framework, &event, 0, nullptr, &actions),
            MaybenotResult_NullPointer);
  EXPECT_EQ(maybenot_on_events(framework, &event, 0, &action, nullptr),
            MaybenotResult_NullPointer);
  maybenot_stop(framework);
}

TEST(MaybenotCTest, AnUnknownEventIsAnError) {
  MaybenotFramework* framework = nullptr;
  ASSERT_EQ(maybenot_start(kNoop, 0, 0, &framework), MaybenotResult_Ok);
  const MaybenotEvent event = {10, 0};
  MaybenotAction action;
  std::uintptr_t actions = 7;
  EXPECT_EQ(maybenot_on_events(framework, &event, 1, &action, &actions),
            MaybenotResult_UnknownEvent);
  EXPECT_EQ(actions, 0u);
  maybenot_stop(framework);
}

TEST(MaybenotCTest, EventsOfOneCallAreHandledTogether) {
  // The second packet's padding takes the place of the first one's.
  const std::string machines =
      absl::StrCat(Text(specs::Spec({specs::Idle().On(Event::kNormalSent, 1),
                                     specs::Pads(5).On(Event::kNormalSent, 2),
                                     specs::Pads(6)})),
                   "\n", kNoop);
  MaybenotFramework* framework = nullptr;
  ASSERT_EQ(maybenot_start(machines.c_str(), 0, 0, &framework),
            MaybenotResult_Ok);
  const MaybenotEvent events[] = {{MaybenotEventType_NormalSent, 0},
                                  {MaybenotEventType_NormalSent, 0}};
  MaybenotAction actions[2];
  std::uintptr_t num_actions = 0;
  EXPECT_EQ(maybenot_on_events(framework, events, 2, actions, &num_actions),
            MaybenotResult_Ok);
  ASSERT_EQ(num_actions, 1u);
  EXPECT_EQ(actions[0].tag, std::uint32_t{MaybenotAction_SendPadding});
  EXPECT_EQ(actions[0].send_padding.timeout.nanos, 6000u);
  maybenot_stop(framework);
}

}  // namespace
}  // namespace maybenot
