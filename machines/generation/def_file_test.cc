#include "machines/generation/def_file.h"

#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "gtest/gtest.h"
#include "machines/catalogue.h"
#include "machines/generation/defense.h"
#include "machines/generation/testing/read_golden.h"
#include "maybenot/machine.h"

namespace generation {
namespace {

TEST(DefFileTest, WritesWhatItReadByteForByte) {
  const std::string golden = testing::ReadGolden("defenses.def");
  const auto file = ReadDefFile(golden, "defenses.def");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->defenses.size(), 3u);
  EXPECT_EQ(WriteDefFile(*file), golden);
}

// As the reference's `fixed` draws: each defense's client, then its server.
TEST(DefFileTest, TheSameDefensesAreDrawnFromTheSameSeed) {
  base::Random random = base::Random::FromText("7");
  DefFile file;
  file.description =
      "fixed [InterspaceClient, SimpleNetFlow] client and [InterspaceServer] "
      "server machines";
  for (int i = 0; i < 3; ++i) {
    std::vector<maybenot::Machine> client =
        machines::BuildDefense("interspace_client", random).value();
    client.push_back(machines::BuildDefense("netflow", random).value()[0]);
    file.defenses.push_back(
        Defense::Create(
            std::move(client),
            machines::BuildDefense("interspace_server", random).value())
            .value());
  }
  EXPECT_EQ(WriteDefFile(file), testing::ReadGolden("defenses.def"));
}

TEST(DefFileTest, KeepsNotesAndOneLineOfDescription) {
  DefFile file = {.description = "two\nlines", .defenses = {}};
  file.defenses.push_back(Defense::Create({}, {}, "a \"note\"\n").value());
  const std::string text = WriteDefFile(file);
  EXPECT_EQ(text,
            "two lines\n"
            "{\"client\":[],\"server\":[],\"note\":\"a \\\"note\\\"\\n\"}\n");
  EXPECT_EQ(ReadDefFile(text, "x")->defenses[0].note(), "a \"note\"\n");
}

std::string Refusal(const std::string& line) {
  return std::string(
      ReadDefFile("what\n\n" + line, "x.def").status().message());
}

TEST(DefFileTest, SaysWhereAndWhatIsWrong) {
  EXPECT_EQ(Refusal(R"({"client":[],"server":[],"notes":""})"),
            "x.def:3: unknown key \"notes\": must be client, server or note");
  EXPECT_EQ(Refusal(R"({"client":[]})"), "x.def:3: server is missing");
  EXPECT_EQ(Refusal(R"({"client":[],"server":"02"})"),
            "x.def:3: server must be a list of machines");
  EXPECT_EQ(Refusal(R"({"client":["03eN"],"server":[]})"),
            "x.def:3: client[0]: version is \"03\": must be \"02\"");
  EXPECT_EQ(Refusal(R"({"client":[],"server":[],"note":1})"),
            "x.def:3: note must be a text or null");
  EXPECT_EQ(Refusal("[]"), "x.def:3: must be a JSON object");
}

}  // namespace
}  // namespace generation
