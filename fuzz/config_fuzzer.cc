// Property: any text read as an experiment and as a client's configuration is
// either refused with its file and line, or gives a configuration that keeps
// what the headers promise. A configuration read twice shares what it can.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "base/check.h"
#include "base/time.h"
#include "lab/defense_spec.h"
#include "lab/experiment.h"
#include "lab/population.h"
#include "mgen/client_config.h"
#include "mgen/wire.h"
#include "tunnel/shaper/defense.h"

namespace {

constexpr absl::string_view kName = "f.yaml";

// "f.yaml:LINE: something".
void CheckRefusal(const absl::Status& status) {
  BASE_CHECK(absl::IsInvalidArgument(status));
  absl::string_view rest = status.message();
  BASE_CHECK(absl::ConsumePrefix(&rest, "f.yaml:"));
  BASE_CHECK(!rest.empty() && rest.front() >= '1' && rest.front() <= '9');
  while (!rest.empty() &&
         absl::ascii_isdigit(static_cast<unsigned char>(rest.front()))) {
    rest.remove_prefix(1);
  }
  BASE_CHECK(absl::ConsumePrefix(&rest, ": ") && !rest.empty());
}

void CheckExperiment(const lab::Experiment& experiment) {
  BASE_CHECK(lab::IsLabel(experiment.name));
  BASE_CHECK(experiment.users >= 2 && experiment.distributions != nullptr);
  BASE_CHECK(!experiment.defenses.empty() && experiment.defenses[0].none);
  for (const lab::DefenseSpec& defense : experiment.defenses) {
    BASE_CHECK(defense.client != nullptr && defense.server != nullptr);
  }
  std::vector<const lab::Group*> last(experiment.users, nullptr);
  for (const lab::Group& group : experiment.groups) {
    BASE_CHECK(group.members.size() >= 2);
    for (const std::size_t user : group.members) {
      BASE_CHECK(user < experiment.users && last[user] != &group);
      last[user] = &group;
    }
  }
  for (const lab::Group* group : last) BASE_CHECK(group != nullptr);
}

void CheckClient(const mgen::ClientConfig& config) {
  BASE_CHECK(mgen::CheckName(config.user).ok());
  BASE_CHECK(!config.conversations.empty());
  for (const mgen::ClientConfig::Conversation& each : config.conversations) {
    BASE_CHECK(mgen::CheckName(each.group).ok());
    BASE_CHECK(absl::StrContains(each.message_server, ':'));
    BASE_CHECK(each.distributions != nullptr);
    BASE_CHECK(each.retry > base::Duration(0));
    if (!each.defense.has_value()) continue;
    BASE_CHECK(each.defense->machines != nullptr);
    shaper::Defense complete = *each.defense;
    BASE_CHECK(shaper::CompleteDefense(complete).ok());
  }
}

// Of one user, read twice by one reader: the second shares what the first has.
void CheckShared(const mgen::ClientConfig& first,
                 const mgen::ClientConfig& second) {
  BASE_CHECK(first.conversations.size() == second.conversations.size());
  for (std::size_t i = 0; i < first.conversations.size(); ++i) {
    const auto& one = first.conversations[i];
    const auto& other = second.conversations[i];
    BASE_CHECK(one.distributions == other.distributions);
    BASE_CHECK(one.defense.has_value() == other.defense.has_value());
    BASE_CHECK(!one.defense.has_value() || one.defense->machines->empty() ||
               one.defense->machines == other.defense->machines);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string text(data, data + size);
  const auto read_file =
      [&](absl::string_view path) -> absl::StatusOr<std::string> {
    if (path == "w.csv") return std::string("1,2\n0,3\n");
    if (path == "m.txt") return std::string("# noop\n02eNpjYEAHjOgCAAA0AAI=");
    if (path == "self") return text;
    return absl::NotFoundError("no such file");
  };
  const auto experiment = lab::ParseExperiment(text, kName, read_file);
  if (experiment.ok()) {
    CheckExperiment(*experiment);
  } else {
    CheckRefusal(experiment.status());
  }
  mgen::ClientConfigReader reader(read_file);
  const auto client = reader.Parse(text, kName);
  if (client.ok()) {
    CheckClient(*client);
    CheckShared(*client, reader.Parse(text, kName).value());
  } else {
    CheckRefusal(client.status());
  }
  return 0;
}
