#include "tunnel/session/preamble.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tunnel/session/client_id.h"

namespace session {
namespace {

using Bytes = std::vector<std::uint8_t>;
using State = PreambleReader::State;
using ::testing::ElementsAre;

constexpr ClientId kId = {.bytes = {1, 2, 3, 4, 5, 6, 7, 8}};

Bytes Preamble() {
  Bytes bytes;
  AppendPreamble(kId, bytes);
  return bytes;
}

TEST(PreambleTest, HasTheWiresBytes) {
  EXPECT_THAT(Preamble(), ElementsAre(0x12, 0x93, 0x60, 0x5D, 0x27, 0x81, 0x75,
                                      0xF5, 1, 2, 3, 4, 5, 6, 7, 8));
}

TEST(PreambleTest, IsReadHoweverItIsSplit) {
  Bytes bytes = Preamble();
  bytes.push_back(0x80);
  for (std::size_t split = 0; split <= bytes.size(); ++split) {
    PreambleReader reader;
    absl::Span<const std::uint8_t> first =
        absl::MakeConstSpan(bytes).first(split);
    const State state = reader.Read(first);
    EXPECT_EQ(state, split < 16 ? State::kReading : State::kDone) << split;
    absl::Span<const std::uint8_t> rest =
        absl::MakeConstSpan(bytes).subspan(split - first.size());
    ASSERT_EQ(reader.Read(rest), State::kDone);
    EXPECT_EQ(reader.client_id(), kId);
    EXPECT_THAT(rest, ElementsAre(0x80));
  }
}

TEST(PreambleTest, SaysWhatAForeignStreamBeganWith) {
  PreambleReader reader;
  const Bytes bytes = {0x12, 0x93, 'G', 'E', 'T'};
  absl::Span<const std::uint8_t> input = bytes;
  EXPECT_EQ(reader.Read(input), State::kForeign);
  EXPECT_THAT(reader.bytes(), ElementsAre(0x12, 0x93));
  EXPECT_THAT(input, ElementsAre('G', 'E', 'T'));
}

}  // namespace
}  // namespace session
