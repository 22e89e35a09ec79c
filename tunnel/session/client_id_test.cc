#include "tunnel/session/client_id.h"

#include "absl/container/flat_hash_map.h"
#include "base/random.h"
#include "gtest/gtest.h"

namespace session {
namespace {

TEST(ClientIdTest, IsSixteenHexDigits) {
  EXPECT_EQ(ToHex({.bytes = {0, 1, 2, 0x0f, 0x10, 0xab, 0xfe, 0xff}}),
            "0001020f10abfeff");
}

TEST(ClientIdTest, IsDrawn) {
  base::Random random = base::Random::FromSeed(1);
  base::Random same = base::Random::FromSeed(1);
  const ClientId first = DrawClientId(random);
  EXPECT_EQ(first, DrawClientId(same));
  EXPECT_NE(first, DrawClientId(random));
}

TEST(ClientIdTest, IsAKey) {
  const absl::flat_hash_map<ClientId, int> map = {{{.bytes = {1}}, 1},
                                                  {{.bytes = {2}}, 2}};
  EXPECT_EQ(map.at({.bytes = {2}}), 2);
  EXPECT_FALSE(map.contains({.bytes = {3}}));
}

}  // namespace
}  // namespace session
