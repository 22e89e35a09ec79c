#include "mgen/client_config.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mgen/model.h"
#include "tunnel/shaper/defense.h"

namespace mgen {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The parameters of MGen's README.
constexpr absl::string_view kExample = R"(user: "Alice"
socks: "127.0.0.1:9050"
message_server: "server.maybe.onion:6397"
web_server: "server.maybe.onion:6398"
bootstrap: 5.0
retry: 5.0
distributions:
  s: 0.5
  r: 0.1
  m: { distribution: "Poisson", lambda: 1.0 }
  i: { distribution: "Normal", mean: 30.0, std_dev: 100.0 }
  w: { distribution: "Uniform", low: 0.0, high: 90.0 }
  a_s: { distribution: "Exp", lambda: 2.0 }
  a_r: { distribution: "Pareto", scale: 1.0, shape: 3.0 }
conversations:
  - group: "group1"
)";

// The reference's machine without actions: noop of tests/golden/named.tsv.
constexpr absl::string_view kNoop = "02eNpjYEAHjOgCAAA0AAI=";

absl::StatusOr<std::string> ReadFile(absl::string_view path) {
  if (path == "noop.txt") return std::string(kNoop);
  return absl::NotFoundError("no such file");
}

absl::StatusOr<ClientConfig> Parse(absl::string_view yaml) {
  return ParseClientConfig(yaml, "alice.yaml", ReadFile);
}

std::string Error(absl::string_view yaml) {
  return std::string(Parse(yaml).status().message());
}

std::string ErrorWith(absl::string_view from, absl::string_view to) {
  return Error(absl::StrReplaceAll(kExample, {{from, to}}));
}

TEST(ClientConfigTest, ReadsTheExampleOfTheReadme) {
  const auto config = Parse(kExample);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->user, "Alice");
  EXPECT_EQ(config->socks, "127.0.0.1:9050");
  EXPECT_EQ(config->wait_mode, WaitMode::kInactivity);
  EXPECT_FALSE(config->seed.has_value());
  ASSERT_EQ(config->conversations.size(), 1u);
  const ClientConfig::Conversation& conversation = config->conversations[0];
  EXPECT_EQ(conversation.group, "group1");
  EXPECT_EQ(conversation.message_server, "server.maybe.onion:6397");
  EXPECT_EQ(conversation.web_server, "server.maybe.onion:6398");
  EXPECT_EQ(conversation.bootstrap, base::Seconds(5));
  EXPECT_EQ(conversation.retry, base::Seconds(5));
  EXPECT_EQ(conversation.distributions->s, 0.5);
}

TEST(ClientConfigTest, AConversationOverridesWholeBlocks) {
  const auto config = Parse(absl::StrCat("w_mode: deadline\nseed: 42\n",
                                         kExample, R"(  - group: group2
    message_server: 10.0.0.1:1
    web_server: https://[::1]:65535
    bootstrap: 0
    retry: 0.5
    distributions:
      s: 0.25
      r: 0
      m: {distribution: Binomial, n: 4, p: 0.5}
      i: {distribution: Exp, lambda: 1}
      w: {distribution: Exp, lambda: 1}
      a_s: {distribution: LogNormal, mean: 1, std_dev: 1}
      a_r: {distribution: Exp, lambda: 1}
)"));
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->wait_mode, WaitMode::kDeadline);
  EXPECT_EQ(config->seed, 42u);
  ASSERT_EQ(config->conversations.size(), 2u);
  EXPECT_EQ(config->conversations[0].distributions->s, 0.5);
  const ClientConfig::Conversation& second = config->conversations[1];
  EXPECT_EQ(second.message_server, "10.0.0.1:1");
  EXPECT_EQ(second.web_server, "[::1]:65535");
  EXPECT_EQ(second.bootstrap, base::Seconds(0));
  EXPECT_EQ(second.retry, base::Milliseconds(500));
  EXPECT_EQ(second.distributions->s, 0.25);
  // A block lacks what it does not say: nothing is taken from above.
  EXPECT_EQ(Error(absl::StrCat(kExample,
                               "  - group: group2\n"
                               "    distributions: {s: 0.25}\n")),
            "alice.yaml:18: distributions: the key \"r\" is missing");
}

TEST(ClientConfigTest, WhatEveryConversationSaysMayBeLeftOutAbove) {
  const std::string without =
      absl::StrReplaceAll(kExample, {{"retry: 5.0\n", ""}});
  EXPECT_EQ(Error(without),
            "alice.yaml:15: conversations: the key \"retry\" is missing, here "
            "and above");
  const auto config = Parse(absl::StrCat(without, "    retry: 7\n"));
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->conversations[0].retry, base::Seconds(7));
}

TEST(ClientConfigTest, RefusesNamesThatWouldBreakLogLines) {
  EXPECT_EQ(ErrorWith("Alice", "Al,ice"),
            "alice.yaml:1: user: name \"Al,ice\" has a comma or a line break, "
            "expected none");
  EXPECT_THAT(ErrorWith("group1", "a\\nb"),
              HasSubstr("alice.yaml:16: group: name \"a\\nb\" has a comma or"));
  EXPECT_THAT(ErrorWith("Alice", ""), HasSubstr("of 0 bytes"));
  EXPECT_THAT(ErrorWith("group1", std::string(256, 'x')),
              HasSubstr("of 256 bytes, expected 1 to 255"));
}

TEST(ClientConfigTest, RefusesTheSameGroupTwice) {
  EXPECT_EQ(Error(absl::StrCat(kExample, "  - group: group1\n")),
            "alice.yaml:17: conversations: group: \"group1\" again, expected "
            "another");
}

TEST(ClientConfigTest, RefusesWithFileAndLine) {
  const std::pair<const char*, std::pair<const char*, const char*>> cases[] = {
      {"alice.yaml:2: ", {"127.0.0.1:9050", "127.0.0.1"}},
      {"alice.yaml:2: ", {"127.0.0.1:9050", ":9050"}},
      {"alice.yaml:2: ", {"127.0.0.1:9050", "127.0.0.1:0"}},
      {"alice.yaml:3: ", {"onion:6397", "onion:65536"}},
      {"alice.yaml:3: ", {"onion:6397", "onion:6397x"}},
      {"alice.yaml:4: ", {"\"server.maybe.onion:6398", "\"ftp://a.b:1"}},
      {"alice.yaml:5: ", {"bootstrap: 5.0", "bootstrap: -1"}},
      {"alice.yaml:5: ", {"bootstrap: 5.0", "bootstrap: 5s"}},
      {"alice.yaml:6: ", {"retry: 5.0", "retry: 0"}},
      {"alice.yaml:6: ", {"retry: 5.0", "retry: [5]"}},
      {"alice.yaml:6: ", {"retry", "retyr"}},
      {"alice.yaml:8: ", {"s: 0.5", "s: 1.5"}},
      {"alice.yaml:9: ", {"r: 0.1", "r: .nan"}},
      {"alice.yaml:10: ", {"Poisson", "Normal"}},
      {"alice.yaml:11: ", {"std_dev: 100.0", "std_dev: 1e999"}},
      {"alice.yaml:12: ", {"high: 90.0", "high: 0"}},
      {"alice.yaml:14: ", {"\"Pareto\"", "\"Cauchy\""}},
      {"alice.yaml:14: ", {"shape: 3.0", "shape: three"}},
      {"alice.yaml:16: ", {"  - group: \"group1\"", "  []"}},
      {"alice.yaml:16: ", {"group: \"", "grupo: \""}},
      {"alice.yaml:1: ", {"user: \"Alice\"", "defense: {}"}},
  };
  for (const auto& [place, change] : cases) {
    EXPECT_THAT(ErrorWith(change.first, change.second), StartsWith(place))
        << change.second;
  }
}

TEST(ClientConfigTest, NamesTheKnownKeysBesideAnUnknownOne) {
  EXPECT_EQ(Error(absl::StrCat(kExample, "defence: none\n")),
            "alice.yaml:17: \"defence\": unknown key, expected one of: "
            "bootstrap, conversations, defense, distributions, message_server, "
            "retry, seed, socks, user, w_mode, web_server");
}

TEST(ClientConfigTest, ADefenseIsTheUsersUntilAConversationSaysOtherwise) {
  const auto config =
      Parse(absl::StrCat("defense: {machines: noop.txt, queue: 7}\n", kExample,
                         "  - group: group2\n"
                         "    defense: {machines: [",
                         kNoop,
                         "], cell_size: 600}\n"
                         "  - {group: group3, defense: none}\n"));
  ASSERT_TRUE(config.ok()) << config.status();
  ASSERT_EQ(config->conversations.size(), 3u);
  const std::optional<shaper::Defense>& first =
      config->conversations[0].defense;
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->machines->size(), 1u);
  EXPECT_EQ(first->defender.queue_packets, 7u);
  EXPECT_EQ(first->cell_size, 512u);
  // The whole block is another: nothing is taken from above.
  const std::optional<shaper::Defense>& second =
      config->conversations[1].defense;
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->defender.queue_packets, 1024u);
  EXPECT_EQ(second->cell_size, 600u);
  EXPECT_FALSE(config->conversations[2].defense.has_value());
}

TEST(ClientConfigTest, WithoutADefenseAConversationIsPlain) {
  EXPECT_FALSE(Parse(kExample).value().conversations[0].defense.has_value());
  const auto config =
      Parse(absl::StrCat("defense: none\n", kExample, "    defense: {}\n"));
  ASSERT_TRUE(config.ok()) << config.status();
  ASSERT_TRUE(config->conversations[0].defense.has_value());
  EXPECT_TRUE(config->conversations[0].defense->machines->empty());
}

TEST(ClientConfigTest, RefusesABadDefenseWithItsPlace) {
  const auto error_of = [](absl::string_view defense) {
    return Error(absl::StrCat(kExample, "    defense: ", defense, "\n"));
  };
  EXPECT_EQ(error_of("front"),
            "alice.yaml:17: defense: \"front\", expected a map, or none");
  EXPECT_EQ(error_of("[]"), "alice.yaml:17: defense: a list, expected a map");
  EXPECT_EQ(error_of(""), "alice.yaml:17: defense: nothing, expected a map");
  EXPECT_EQ(error_of("{machines: gone.txt}"),
            "alice.yaml:17: machines: gone.txt: no such file");
  EXPECT_EQ(error_of("{cell_size: 17000}"),
            "alice.yaml:17: cell_size: \"17000\", expected a whole number "
            "from 64 to 16384");
}

TEST(ClientConfigTest, UsersOfOneReaderShareWhatTheyNameAlike) {
  ClientConfigReader reader(ReadFile);
  const std::string alice =
      absl::StrCat("defense: {machines: noop.txt}\n", kExample);
  const std::string bob = absl::StrCat(
      "# Another user.\n",
      absl::StrReplaceAll(alice, {{"Alice", "Bob"}, {"s: 0.5", "s: 0.5 "}}));
  const auto first = reader.Parse(alice, "alice.yaml");
  const auto second = reader.Parse(bob, "bob.yaml");
  ASSERT_TRUE(first.ok() && second.ok()) << first.status() << second.status();
  const ClientConfig::Conversation& of_alice = first->conversations[0];
  const ClientConfig::Conversation& of_bob = second->conversations[0];
  EXPECT_EQ(second->user, "Bob");
  EXPECT_EQ(of_alice.distributions, of_bob.distributions);
  EXPECT_EQ(of_alice.defense->machines, of_bob.defense->machines);
}

}  // namespace
}  // namespace mgen
