#include "maybenot/capi/framework_handle.h"

#include <array>
#include <cstdint>
#include <string>

#include "gtest/gtest.h"
#include "maybenot/capi/maybenot_ext.h"
#include "maybenot/event.h"
#include "maybenot/machine.h"
#include "maybenot/testing/specs.h"

// RAND_set_rand_method is the one way to make OpenSSL fail.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "openssl/rand.h"

namespace maybenot::capi {
namespace {

// Pads 5 us after each packet sent. A call that reports one draws 32 bits.
std::string PadsAfterEach() {
  return Machine::Create(
             specs::Spec({specs::Pads(5).On(Event::kNormalSent, 0)}))
      ->Serialize()
      .value();
}

MaybenotResult SendOne(MaybenotFramework* framework) {
  const MaybenotEvent event = {MaybenotEventType_NormalSent, 0};
  MaybenotAction action;
  std::uintptr_t actions = 0;
  return maybenot_on_events(framework, &event, 1, &action, &actions);
}

int RefuseBytes(unsigned char*, int) { return 0; }

TEST(FrameworkHandleTest, WithoutRandomnessItStopsForGood) {
  MaybenotFramework* framework = nullptr;
  ASSERT_EQ(maybenot_start(PadsAfterEach().c_str(), 0, 0, &framework),
            MaybenotResult_Ok);
  constexpr RAND_METHOD kNone = {nullptr, RefuseBytes, nullptr,
                                 nullptr, RefuseBytes, nullptr};
  ASSERT_EQ(SendOne(framework), MaybenotResult_Ok);
  RAND_set_rand_method(&kNone);
  MaybenotResult result = MaybenotResult_Ok;
  int calls = 0;
  while (result == MaybenotResult_Ok && calls < 1000) {
    result = SendOne(framework);  // The buffer holds some draws yet.
    ++calls;
  }
  RAND_set_rand_method(nullptr);
  EXPECT_EQ(result, MaybenotResult_NoRandomness);
  EXPECT_EQ(SendOne(framework), MaybenotResult_NoRandomness);
  EXPECT_EQ(framework->statistics.calls, static_cast<std::uint64_t>(calls));
  maybenot_stop(framework);
}

TEST(FrameworkHandleTest, AsksTheClockAtTheStartAndOnceACall) {
  MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
  int asked = 0;
  options.clock = [](void* context) {
    return static_cast<std::uint64_t>(++*static_cast<int*>(context));
  };
  options.clock_context = &asked;
  MaybenotFramework* framework = nullptr;
  ASSERT_EQ(
      MaybenotFramework::Start(PadsAfterEach().c_str(), options, &framework),
      MaybenotResult_Ok);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(SendOne(framework), MaybenotResult_Ok);
  EXPECT_EQ(asked, 2);
  maybenot_stop(framework);
}

TEST(FrameworkHandleTest, AnUnknownEventReportsNothingOfItsCall) {
  MaybenotOptions options = MAYBENOT_OPTIONS_INIT;
  options.seeded = 1;
  MaybenotFramework* framework = nullptr;
  ASSERT_EQ(
      MaybenotFramework::Start(PadsAfterEach().c_str(), options, &framework),
      MaybenotResult_Ok);
  const std::array<MaybenotEvent, 2> events = {
      {{MaybenotEventType_NormalSent, 0}, {10, 0}}};
  MaybenotAction action;
  std::uintptr_t actions = 0;
  EXPECT_EQ(framework->OnEvents(events, &action, actions),
            MaybenotResult_UnknownEvent);
  EXPECT_STREQ(maybenot_error_text(),
               "events[1].event_type is 10: must be in [0, 9]");
  EXPECT_EQ(actions, 0u);
  EXPECT_EQ(framework->statistics.events, 0u);
  EXPECT_EQ(framework->broken, MaybenotResult_Ok);
  maybenot_stop(framework);
}

}  // namespace
}  // namespace maybenot::capi
