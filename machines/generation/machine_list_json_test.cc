#include "machines/generation/machine_list_json.h"

#include <nlohmann/json.hpp>

#include "gtest/gtest.h"

namespace generation {
namespace {

TEST(MachineListJsonTest, ReadsTextsInOrder) {
  const auto machines = MachinesFromJson(
      nlohmann::json::parse(
          R"(["02eNpjYEAHjOgCAAA0AAI=", "02eNpjYEAHjOgCAAA0AAI="])"),
      "client");
  ASSERT_TRUE(machines.ok()) << machines.status();
  EXPECT_EQ(machines->size(), 2u);
}

TEST(MachineListJsonTest, NamesWhatIsNoMachine) {
  EXPECT_EQ(MachinesFromJson(nlohmann::json::parse("[1]"), "client")
                .status()
                .message(),
            "client[0] must be a machine's text");
}

}  // namespace
}  // namespace generation
