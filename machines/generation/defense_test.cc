#include "machines/generation/defense.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

maybenot::Machine NoOp() {
  return maybenot::Machine::Parse("02eNpjYEAHjOgCAAA0AAI=").value();
}

// The hash of nothing, and that of "3e99bf655613b2dba361dee14e3e0ddf" twice.
TEST(DefenseTest, TheIdIsTheHashOfTheNames) {
  EXPECT_EQ(Defense::Create({}, {})->id(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::string twice =
      "1413616b26e78ec2b38bfe8d1189379310c9d5ed923b032d07f9159b01347ff5";
  EXPECT_EQ(Defense::Create({NoOp()}, {NoOp()})->id(), twice);
  EXPECT_EQ(Defense::Create({NoOp(), NoOp()}, {}, "a note")->id(), twice);
}

TEST(DefenseTest, ATextHasALineAMachine) {
  const std::string id = Defense::Create({NoOp()}, {})->id();
  EXPECT_EQ(Defense::Create({NoOp()}, {}, "how it came")->ToText(),
            "id: " + id +
                "\n"
                "note: how it came\n"
                "client machine(s): 1\n"
                "  02eNpjYEAHjOgCAAA0AAI=\n"
                "server machine(s): 0\n");
}

TEST(DefenseTest, ANoteChangesNothingElse) {
  const Defense defense = Defense::Create({NoOp()}, {}, "old").value();
  EXPECT_EQ(defense.WithNote("new").note(), "new");
  EXPECT_EQ(defense.WithNote("new").id(), defense.id());
}

TEST(DefenseTest, SortsByIdAndKeepsTheOrderOfEquals) {
  std::vector<Defense> defenses;
  defenses.push_back(Defense::Create({NoOp()}, {}, "first").value());
  defenses.push_back(Defense::Create({}, {}).value());
  defenses.push_back(Defense::Create({NoOp()}, {}, "second").value());
  SortById(defenses);
  EXPECT_LE(defenses[0].id(), defenses[1].id());
  EXPECT_LE(defenses[1].id(), defenses[2].id());
  std::vector<std::string> notes;
  for (const Defense& defense : defenses) {
    if (defense.note()) notes.push_back(*defense.note());
  }
  EXPECT_EQ(notes, (std::vector<std::string>{"first", "second"}));
}

}  // namespace
}  // namespace generation
