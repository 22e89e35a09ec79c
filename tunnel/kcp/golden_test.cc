// The receiving half against what kcp-go recorded.
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/kcp/conversation.h"
#include "tunnel/kcp/testing/network.h"

namespace kcp {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr CarrierId kCarrier{1};

Bytes FromHex(absl::string_view hex) {
  const std::string bytes = absl::HexStringToBytes(hex);
  return Bytes(bytes.begin(), bytes.end());
}

// One step: what came in, what was read then, what went out 10 ms later.
struct Step {
  std::vector<Bytes> in;
  Bytes read;
  std::vector<Bytes> out;
};

std::vector<Step> ReadSteps() {
  std::ifstream file("tests/golden/kcp_receive.txt");
  std::vector<Step> steps;
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    if (words[0] == "step") {
      steps.emplace_back();
    } else if (words[0] == "in") {
      steps.back().in.push_back(FromHex(words[1]));
    } else if (words[0] == "read") {
      const Bytes bytes = FromHex(words[1]);
      steps.back().read.insert(steps.back().read.end(), bytes.begin(),
                               bytes.end());
    } else if (words[0] == "out") {
      steps.back().out.push_back(FromHex(words[1]));
    }
  }
  return steps;
}

TEST(GoldenTest, AnswersByteForByteAsKcpGo) {
  Conversation conversation = Conversation::Create({.conv = 7}).value();
  ASSERT_TRUE(conversation.AddCarrier(kCarrier, {}).ok());
  const std::vector<Step> steps = ReadSteps();
  ASSERT_EQ(steps.size(), 120u);
  base::Instant now{};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    SCOPED_TRACE(i);
    for (const Bytes& packet : steps[i].in) {
      ASSERT_TRUE(conversation.HandlePacket(packet, now).ok());
    }
    Bytes read;
    testing::Network::ReadAll(conversation, read);
    EXPECT_EQ(read, steps[i].read);
    now += base::Milliseconds(10);
    conversation.HandleDeadline(now);
    std::vector<Bytes> out;
    while (const std::optional<Conversation::Packet> packet =
               conversation.PollPacket(kCarrier, now)) {
      out.emplace_back(packet->bytes.begin(), packet->bytes.end());
    }
    EXPECT_EQ(out, steps[i].out);
  }
}

}  // namespace
}  // namespace kcp
