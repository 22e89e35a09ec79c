#include "maybenot/bincode.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maybenot/dist.h"
#include "maybenot/event.h"
#include "maybenot/machine_spec.h"
#include "maybenot/state.h"

namespace maybenot {
namespace {

using ::testing::HasSubstr;

constexpr double kInf = std::numeric_limits<double>::infinity();

// Every type, every distribution, both pseudo states, wide integers.
MachineSpec Everything() {
  MachineSpec spec;
  spec.allowed_padding_packets = 251;
  spec.max_padding_frac = 0.5;
  spec.allowed_blocked_microsec = std::numeric_limits<std::uint64_t>::max();
  spec.max_blocking_frac = 1;
  spec.states.resize(5);
  spec.states[0].action = Cancel{Timer::kInternal};
  spec.states[1].action =
      SendPadding{true, false, Dist{Uniform{1, 2}, 3, 4}, std::nullopt};
  spec.states[2].action = BlockOutgoing{false, true, Dist{Normal{-1, 2}, 0, 0},
                                        Dist{SkewNormal{1, 2, -3}, 0, kInf},
                                        Dist{Binomial{1000, 0.25}, -1, 0}};
  spec.states[3].action =
      UpdateTimer{true, Dist{LogNormal{1, 2}}, Dist{Geometric{0.5}}};
  spec.states[3].counters[0] =
      Counter{Operation::kDecrement, Dist{Pareto{1, 2}}, true};
  spec.states[3].counters[1] = Counter{Operation::kSet, Dist{Poisson{3}}};
  spec.states[4].counters[0] =
      Counter{Operation::kIncrement, Dist{Weibull{1, 2}}};
  spec.states[4].counters[1] = Counter{Operation::kSet, Dist{Gamma{1, 2}}};
  spec.states[4].action =
      SendPadding{false, true, Dist{Beta{1, 2}}, std::nullopt};
  spec.states[4].transitions[0].emplace({Trans{4, 0.5f}, Trans{0, 0.25f}});
  spec.states[4].transitions[12].emplace(
      {Trans{kStateEnd, 0.5f}, Trans{kStateSignal, 0.5f}});
  return spec;
}

// "Pad 20 ms after the first NormalSent", byte by byte.
// SOURCE: spec/maybenot.md 1.2, the worked example.
std::string PadAfterFirst() {
  const std::string zeros(8, '\0');
  std::string bytes;
  bytes += std::string(1, '\0') + zeros + std::string(1, '\0') + zeros + "\2";
  bytes += std::string(6, '\0');
  bytes += std::string("\1\1\1\0\0\x80\x3f", 7) + std::string(9, '\0');
  bytes += std::string("\1\1\0\0\0", 5) + zeros + zeros;
  bytes += absl::HexStringToBytes("000000000088d340") + zeros;
  bytes += std::string(1 + 2 + 13, '\0');
  return bytes;
}

TEST(BincodeTest, WritesTheWorkedExample) {
  MachineSpec spec;
  spec.states.resize(2);
  spec.states[0].transitions[static_cast<int>(Event::kNormalSent)].emplace(
      {Trans{1, 1}});
  spec.states[1].action =
      SendPadding{false, false, Dist{Uniform{0, 0}, 20000, 0}, std::nullopt};
  EXPECT_EQ(ToBincode(spec), PadAfterFirst());
  EXPECT_EQ(MachineFromBincode(PadAfterFirst()).value(), spec);
}

TEST(BincodeTest, ReadsBackEveryKindOfField) {
  const MachineSpec spec = Everything();
  EXPECT_EQ(MachineFromBincode(ToBincode(spec)).value(), spec);
}

TEST(BincodeTest, StoresTheScaleOfGammaFirst) {
  const std::string bytes = ToBincode(Everything());
  // Tag 9, 1.0, 2.0.
  EXPECT_THAT(bytes,
              HasSubstr("\x09" + absl::HexStringToBytes(
                                     "000000000000f03f0000000000000040")));
}

TEST(BincodeTest, RefusesEveryPrefix) {
  const std::string bytes = ToBincode(Everything());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(MachineFromBincode(bytes.substr(0, size)).ok()) << size;
  }
}

TEST(BincodeTest, SaysWhereAndWhat) {
  const auto error = [](absl::string_view bytes) {
    return std::string(MachineFromBincode(bytes).status().message());
  };
  // State 0 begins at 19: three options, those of three events, and at 25 that
  // of NormalSent, whose list ends at 31. At 35: event 7.
  std::string bytes = PadAfterFirst();
  bytes[35] = '\7';
  EXPECT_EQ(error(bytes),
            "payload: state 0, BlockingEnd: option of a list (byte 35) is 7: "
            "must be 0 or 1");
  EXPECT_EQ(error(PadAfterFirst() + "x"),
            "payload: the end (byte 94) is followed by 1 bytes: must be the "
            "last");
}

TEST(BincodeTest, RefusesAListOfStatesThatCannotBeThere) {
  std::string bytes(18, '\0');
  bytes += absl::HexStringToBytes("fdffffffffffffffff");
  EXPECT_THAT(
      std::string(MachineFromBincode(bytes).status().message()),
      HasSubstr("list of states (byte 18) has length 18446744073709551615"));
}

}  // namespace
}  // namespace maybenot
