#include "lab/testing/experiments.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/files/files.h"
#include "lab/defense_spec.h"

namespace lab {

std::string SmallYaml(absl::string_view duration, absl::string_view link) {
  return absl::StrCat(R"(
name: small
seed: 1
warmup: 10s
drain: 60s
users: 4
groups: {dyads: 1, sizes: [3]}
mgen:
  bootstrap: 5s
  distributions:
    s: 0.6
    r: 0.6
    m: {distribution: Geometric, p: 0.2}
    i: {distribution: Exp, lambda: 0.1}
    w: {distribution: Uniform, low: 15, high: 45}
    a_s: {distribution: Exp, lambda: 0.2}
    a_r: {distribution: Exp, lambda: 0.3}
cell_size: 512
defenses:
  - name: none
  - name: front
    client: machines/front.txt
    server: machines/front.txt
    restart: when_ended
  - name: tamaraw
    client: machines/tamaraw.txt
    server: machines/tamaraw.txt
  - name: interspace
    client: machines/interspace_client.txt
    server: machines/interspace_server.txt
  - name: break_pad
    client: machines/break_pad_client.txt
    server: machines/break_pad_server.txt
  - name: regulator
    client: machines/regulator_client.txt
    server: machines/regulator_server.txt
)",
                      "duration: ", duration, "\nlink: ", link, "\n");
}

Experiment SmallExperiment(absl::string_view duration, absl::string_view link) {
  absl::StatusOr<Experiment> experiment = ParseExperiment(
      SmallYaml(duration, link), "small.yaml", [](absl::string_view path) {
        return base::ReadFile(absl::StrCat("docs/examples/", path));
      });
  BASE_CHECK(experiment.ok());
  return *std::move(experiment);
}

const DefenseSpec& Named(const Experiment& experiment, absl::string_view name) {
  const auto found = std::find_if(
      experiment.defenses.begin(), experiment.defenses.end(),
      [name](const DefenseSpec& defense) { return defense.name == name; });
  BASE_CHECK(found != experiment.defenses.end());
  return *found;
}

}  // namespace lab
