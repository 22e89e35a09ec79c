#include "machines/seal.h"

#include "gtest/gtest.h"
#include "machines/testing/golden_defenses.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"

namespace machines {
namespace {

TEST(SealTest, BlocksOnTheFirstNormalPacketAndEnds) {
  const maybenot::MachineSpec seal = MakeSeal();
  ASSERT_EQ(seal.states.size(), 2u);
  EXPECT_TRUE(seal.Validate().ok());
  // RegulaTor's machines begin with it, on both sides.
  for (const char* name : {"regulator_client", "regulator_server"}) {
    for (const auto& golden : testing::ReadGoldenDefenses(name)) {
      const auto machine = maybenot::Machine::Parse(golden.machines[0]);
      ASSERT_TRUE(machine.ok()) << machine.status();
      EXPECT_TRUE(machine->spec() == seal) << golden.text;
    }
  }
}

}  // namespace
}  // namespace machines
