#include "maybenot/simulator/integration.h"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace maybenot::simulator {

absl::StatusOr<IntegrationPair> ParseIntegrationFile(absl::string_view text) {
  constexpr std::array<absl::string_view, 6> kNames = {
      "the client's action delay",    "the client's reporting delay",
      "the client's trigger delay",   "the server's action delay",
      "the server's reporting delay", "the server's trigger delay"};
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  std::vector<BinDist> delays;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    absl::StatusOr<BinDist> delay =
        BinDist::Parse(i < lines.size() ? lines[i] : "");
    if (!delay.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", i + 1, " of 6, ",
                                                     kNames[i], ": ",
                                                     delay.status().message()));
    }
    delays.push_back(*std::move(delay));
  }
  return IntegrationPair{.client = {delays[0], delays[1], delays[2]},
                         .server = {delays[3], delays[4], delays[5]}};
}

IntegrationDelays::IntegrationDelays(std::optional<Integration> integration,
                                     base::Random random)
    : integration_(std::move(integration)), random_(random) {}

}  // namespace maybenot::simulator
