#include "machines/generation/release.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include "machines/generation/def_file.h"
#include "machines/generation/testing/read_golden.h"

namespace generation {
namespace {

TEST(ReleaseTest, EqualsTheReferenceByteForByte) {
  const auto file =
      ReadDefFile(testing::ReadGolden("defenses.def"), "defenses.def");
  ASSERT_TRUE(file.ok()) << file.status();
  Release release;
  release.defenses = file->defenses;
  EXPECT_EQ(WriteRelease(release), testing::ReadGolden("release.json"));
}

TEST(ReleaseTest, ReadsWhatItWrote) {
  Release release;
  release.version = "1.2";
  release.platform = "android";
  release.client_limits = {0.1, 0.2, 0.3, 0.4};
  release.defenses.push_back(Defense::Create({}, {}).value());
  const auto read = ReadRelease(WriteRelease(release));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->version, "1.2");
  EXPECT_EQ(read->platform, "android");
  EXPECT_EQ(read->client_limits, release.client_limits);
  EXPECT_EQ(read->server_limits, release.server_limits);
  ASSERT_EQ(read->defenses.size(), 1u);
  EXPECT_EQ(read->defenses[0].id(), release.defenses[0].id());
}

// The message for a release in which `from` was replaced by `to`.
std::string Refusal(const char* from, const char* to) {
  return std::string(
      ReadRelease(absl::StrReplaceAll(WriteRelease({}), {{from, to}}))
          .status()
          .message());
}

TEST(ReleaseTest, SaysWhatIsWrong) {
  EXPECT_EQ(Refusal("\"platform\"", "\"plattform\""),
            "unknown key \"plattform\" in a release: must be one of version, "
            "platform, client_limits, server_limits, defenses");
  EXPECT_EQ(Refusal("\"max_padding_frac\": 0.0", "\"max_padding_frac\": 2"),
            "client_limits.max_padding_frac is 2: must be from 0 to 1");
  EXPECT_EQ(Refusal("\"min_padding_frac\": 0.0", "\"min_padding_frac\": 0.5"),
            "client_limits has a min_ above its max_");
  EXPECT_EQ(Refusal("\"defenses\": []", "\"defenses\": [[[]]]"),
            "defenses[0] must be two lists of machines, a client's and a "
            "server's");
  EXPECT_EQ(Refusal("\"version\": \"version\"", "\"version\": 2"),
            "version must be a text");
}

}  // namespace
}  // namespace generation
