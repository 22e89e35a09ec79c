#include "maybenot/cli/generation_inputs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/files/files.h"
#include "base/status_macros.h"
#include "machines/generation/config.h"
#include "machines/generation/environment.h"
#include "machines/generation/environment_config.h"
#include "machines/generation/synthetic_trace.h"
#include "machines/generation/trace_set.h"
#include "maybenot/cli/read_file.h"
#include "maybenot/simulator/input_trace.h"
#include "maybenot/simulator/integration.h"

namespace maybenot::cli {
namespace {

namespace fs = std::filesystem;
using generation::SharedTrace;
using generation::TraceCollection;
using generation::TraceSet;

absl::StatusOr<SharedTrace> ReadTrace(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string content, base::ReadFile(path));
  auto trace = simulator::ParseInputTrace(content);
  if (!trace.ok()) return InFile(path, trace.status());
  return std::make_shared<const simulator::InputTrace>(*std::move(trace));
}

absl::StatusOr<std::vector<SharedTrace>> ReadRecorded(
    TraceSet::Kind kind, const std::string& traces_root) {
  if (traces_root.empty()) {
    const absl::string_view name =
        generation::TraceSetNames()[static_cast<std::size_t>(kind)];
    return absl::InvalidArgumentError(absl::StrCat(
        "traces: ", name,
        " is a recording of other people's, which we do not hand out: "
        "--traces-root must name a folder that has it, as the crate "
        "maybenot-gen's src/environment does; \"Synthetic\" is built in"));
  }
  std::vector<SharedTrace> traces;
  for (const std::string& file : generation::RecordedFiles(kind)) {
    ASSIGN_OR_RETURN(SharedTrace trace,
                     ReadTrace((fs::path(traces_root) / file).string()));
    traces.push_back(std::move(trace));
  }
  return traces;
}

// By path, for the order of a folder is the file system's own.
absl::StatusOr<std::vector<std::string>> CustomFiles(const TraceSet& set) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator it(set.root, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    if (!it->is_regular_file(error)) continue;
    const std::uintmax_t size = it->file_size(error);
    if (error) break;
    if (size >= set.min_bytes && size <= set.max_bytes) {
      files.push_back(it->path().string());
    }
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat(set.root, ": cannot be read: ", error.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

TraceCollection InMemory(std::vector<SharedTrace> traces) {
  return {.size = traces.size(),
          .get = [traces = std::move(traces)](std::size_t index)
              -> absl::StatusOr<SharedTrace> { return traces[index]; }};
}

TraceCollection OnDisk(std::vector<std::string> files) {
  return {.size = files.size(),
          .get = [files = std::move(files)](
                     std::size_t index) { return ReadTrace(files[index]); },
          .always_choose = true};
}

std::vector<SharedTrace> AllSynthetic() {
  std::vector<SharedTrace> traces;
  for (std::size_t i = 0; i < generation::kSyntheticTraces; ++i) {
    traces.push_back(std::make_shared<const simulator::InputTrace>(
        generation::MakeSyntheticTrace(i)));
  }
  return traces;
}

absl::StatusOr<TraceCollection> FindTraces(const std::vector<TraceSet>& sets,
                                           const std::string& traces_root) {
  std::vector<SharedTrace> all;
  for (const TraceSet& set : sets) {
    std::vector<SharedTrace> traces;
    switch (set.kind) {
      case TraceSet::Kind::kCustom: {
        ASSIGN_OR_RETURN(std::vector<std::string> files, CustomFiles(set));
        return OnDisk(std::move(files));
      }
      case TraceSet::Kind::kSynthetic:
        traces = AllSynthetic();
        break;
      default: {
        ASSIGN_OR_RETURN(traces, ReadRecorded(set.kind, traces_root));
      }
    }
    all.insert(all.end(), traces.begin(), traces.end());
  }
  return InMemory(std::move(all));
}

}  // namespace

absl::StatusOr<generation::Config> ReadConfig(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string content, base::ReadFile(path));
  return generation::ParseConfig(content, path);
}

absl::StatusOr<generation::EnvironmentInputs> FindInputs(
    const generation::EnvironmentConfig& config,
    const std::string& traces_root) {
  generation::EnvironmentInputs inputs;
  ASSIGN_OR_RETURN(inputs.traces, FindTraces(config.traces, traces_root));
  if (!config.integration) return inputs;
  if (config.integration->file.empty()) {
    inputs.integration = generation::ExampleIntegration();
    return inputs;
  }
  ASSIGN_OR_RETURN(const std::string content,
                   base::ReadFile(config.integration->file));
  auto integration = simulator::ParseIntegrationFile(content);
  if (!integration.ok()) {
    return InFile(config.integration->file, integration.status());
  }
  inputs.integration = *std::move(integration);
  return inputs;
}

absl::StatusOr<Derivation> ReadDerivation(const std::string& path,
                                          const std::string& traces_root) {
  Derivation derivation;
  ASSIGN_OR_RETURN(derivation.config, ReadConfig(path));
  if (!derivation.config.derive) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": [derive] is missing"));
  }
  ASSIGN_OR_RETURN(derivation.inputs,
                   FindInputs(derivation.config.derive->env, traces_root));
  return derivation;
}

}  // namespace maybenot::cli
