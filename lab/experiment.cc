#include "lab/experiment.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "base/time.h"
#include "base/yaml.h"
#include "lab/defense_spec.h"
#include "lab/distributions_text.h"
#include "lab/population.h"
#include "mgen/distributions_yaml.h"
#include "sim/link.h"
#include "tunnel/shaper/cell.h"

namespace lab {
namespace {

using base::Duration;
using base::Milliseconds;
using base::Seconds;
using base::Yaml;
using base::YamlMap;

constexpr Duration kMaxPhase = Seconds(30 * 86400);
constexpr std::uint64_t kMaxUsers = 100000;
constexpr std::uint64_t kMinRate = 1000;               // 1 kbit
constexpr std::uint64_t kMaxRate = 1'000'000'000'000;  // 1000 Gbit
constexpr std::uint64_t kMinQueueBytes = 1500;
constexpr std::uint64_t kMaxQueueBytes = 1 << 30;
constexpr std::size_t kMaxDefenses = 256;

// The keys of the file's top level, before those below them are read.
struct Parts {
  Yaml groups, mgen, defenses;
  std::optional<Yaml> link;
  std::size_t cell_size = shaper::kDefaultCellSize;
};

void ReadPath(YamlMap& map) {
  const std::string path = map.StringOr("path", "direct");
  if (path == "direct") return;
  map.Fail(map.Node("path").Expected(
      path == "tunnel" ? "direct: the tunnel does not exist yet" : "direct"));
}

// Reads the scalars of the top level into `experiment`.
absl::StatusOr<Parts> ReadTop(const Yaml& root, Experiment& experiment) {
  YamlMap map(root);
  experiment.name = map.String("name");
  if (map.ok() && !IsLabel(experiment.name)) {
    map.Fail(map.Node("name").Expected(
        "1 to 64 letters, digits, '.', '_' and '-', the first a letter or "
        "digit"));
  }
  experiment.seed = map.UintOr("seed", experiment.seed);
  experiment.duration = map.DurationOr("duration", experiment.duration,
                                       {.min = Seconds(1), .max = kMaxPhase});
  experiment.warmup =
      map.DurationOr("warmup", experiment.warmup, {.max = kMaxPhase});
  experiment.drain =
      map.DurationOr("drain", experiment.drain, {.max = kMaxPhase});
  experiment.users = map.Uint("users", {.min = 2, .max = kMaxUsers});
  ReadPath(map);
  Parts parts;
  parts.cell_size = map.UintOr("cell_size", shaper::kDefaultCellSize,
                               {shaper::kMinCellSize, shaper::kMaxCellSize});
  parts.groups = map.Node("groups");
  parts.mgen = map.Node("mgen");
  parts.link = map.NodeOr("link");
  parts.defenses = map.Node("defenses");
  RETURN_IF_ERROR(map.Finish());
  return parts;
}

absl::Status ReadGroups(const Yaml& node, Experiment& experiment) {
  YamlMap map(node);
  PopulationSpec spec{.users = experiment.users};
  spec.dyads = map.UintOr("dyads", 0, {.max = kMaxConversations / 2});
  const std::optional<Yaml> sizes = map.NodeOr("sizes");
  RETURN_IF_ERROR(map.Finish());
  if (sizes.has_value()) {
    ASSIGN_OR_RETURN(const std::vector<Yaml> list, sizes->AsList());
    for (const Yaml& element : list) {
      ASSIGN_OR_RETURN(const std::uint64_t size, element.AsUint());
      if (size > kMaxConversations) {
        return element.Expected(
            absl::StrCat("a whole number up to ", kMaxConversations));
      }
      spec.sizes.push_back(size);
    }
  }
  absl::StatusOr<std::vector<Group>> groups = DealGroups(spec);
  if (!groups.ok()) return node.Error(groups.status().message());
  experiment.groups = *std::move(groups);
  return absl::OkStatus();
}

absl::Status ReadMgen(const Yaml& node, const FileReader& read_file,
                      Experiment& experiment) {
  YamlMap map(node);
  const Yaml distributions = map.Node("distributions");
  experiment.wait_mode = mgen::ReadWaitMode(map);
  experiment.bootstrap =
      map.DurationOr("bootstrap", experiment.bootstrap, {.max = kMaxPhase});
  experiment.retry =
      map.DurationOr("retry", experiment.retry,
                     {.min = Milliseconds(100), .max = Seconds(3600)});
  if (map.ok() &&
      experiment.bootstrap >= experiment.warmup + experiment.duration) {
    map.Fail(
        node.Error("bootstrap lasts as long as warmup and duration, so "
                   "that nothing is sent; expected less"));
  }
  RETURN_IF_ERROR(map.Finish());
  ASSIGN_OR_RETURN(experiment.distributions,
                   mgen::ParseDistributions(distributions, read_file));
  ASSIGN_OR_RETURN(experiment.distributions_text,
                   WriteDistributions(distributions, read_file));
  return absl::OkStatus();
}

// 0, which is "unlimited", or a value within the bounds.
absl::Status CheckLimit(YamlMap& map, absl::string_view key,
                        std::uint64_t value, base::UintRange range,
                        absl::string_view expected) {
  if (!map.ok() || value == 0 || (value >= range.min && value <= range.max)) {
    return absl::OkStatus();
  }
  return map.Node(key).Expected(expected);
}

absl::Status ReadLink(const Yaml& node, sim::Link::Options& link) {
  YamlMap map(node);
  link.rate_bits_per_second = map.RateOr("rate", link.rate_bits_per_second);
  link.delay = map.DurationOr("delay", link.delay, {.max = Seconds(60)});
  link.loss = map.DoubleOr("loss", link.loss, {.min = 0, .max = 0.5});
  link.queue_bytes = map.SizeOr("queue", link.queue_bytes);
  map.Fail(CheckLimit(map, "rate", link.rate_bits_per_second,
                      {kMinRate, kMaxRate},
                      "a rate from 1kbit to 1000Gbit, or unlimited"));
  map.Fail(CheckLimit(map, "queue", link.queue_bytes,
                      {kMinQueueBytes, kMaxQueueBytes},
                      "a size from 1500B to 1GiB, or unlimited"));
  return map.Finish();
}

absl::Status ReadDefenses(const Yaml& node, std::size_t cell_size,
                          const FileReader& read_file, Experiment& experiment) {
  ASSIGN_OR_RETURN(const std::vector<Yaml> list, node.AsList());
  if (list.size() > kMaxDefenses) {
    return node.Error(absl::StrCat(list.size(), " defenses, expected at most ",
                                   kMaxDefenses));
  }
  DefenseReader reader(read_file, cell_size);
  absl::flat_hash_set<std::string> names;
  experiment.defenses.push_back(DefenseSpec::None());
  for (const Yaml& element : list) {
    ASSIGN_OR_RETURN(DefenseSpec spec, reader.Read(element));
    if (!names.insert(spec.name).second) {
      return element.Error(
          absl::StrCat("name: \"", spec.name, "\" again, expected another"));
    }
    if (!spec.none) experiment.defenses.push_back(std::move(spec));
  }
  return absl::OkStatus();
}

}  // namespace

std::string Experiment::UserName(std::size_t user) {
  return absl::StrFormat("u%05d", user + 1);
}

absl::StatusOr<Experiment> ParseExperiment(absl::string_view yaml,
                                           absl::string_view file_name,
                                           const FileReader& read_file) {
  ASSIGN_OR_RETURN(const Yaml root, Yaml::Parse(yaml, file_name));
  Experiment experiment;
  ASSIGN_OR_RETURN(const Parts parts, ReadTop(root, experiment));
  RETURN_IF_ERROR(ReadGroups(parts.groups, experiment));
  RETURN_IF_ERROR(ReadMgen(parts.mgen, read_file, experiment));
  if (parts.link.has_value()) {
    RETURN_IF_ERROR(ReadLink(*parts.link, experiment.link));
  }
  RETURN_IF_ERROR(
      ReadDefenses(parts.defenses, parts.cell_size, read_file, experiment));
  return experiment;
}

}  // namespace lab
