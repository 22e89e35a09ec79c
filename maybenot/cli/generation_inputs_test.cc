#include "maybenot/cli/generation_inputs.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "machines/generation/environment.h"
#include "machines/generation/environment_config.h"
#include "machines/generation/trace_set.h"
#include "maybenot/cli/testing/scratch_files.h"

namespace maybenot::cli {
namespace {

using generation::TraceSet;
using ::testing::HasSubstr;

using GenerationInputsTest = ScratchFiles;

generation::EnvironmentConfig Of(std::vector<TraceSet> traces) {
  generation::EnvironmentConfig config;
  config.traces = std::move(traces);
  return config;
}

TEST_F(GenerationInputsTest, RecordedSetsAreReadFromTheRootInOrder) {
  for (const std::string& file :
       generation::RecordedFiles(TraceSet::Kind::kTorCircuit)) {
    // Rend circuits have two packets here, general ones have one.
    Write(file,
          file.find("rend") == std::string::npos ? "0,s\n" : "0,s\n1,r\n");
  }
  const auto inputs = FindInputs(Of({{.kind = TraceSet::Kind::kSynthetic},
                                     {.kind = TraceSet::Kind::kTorCircuit}}),
                                 Path(""));
  ASSERT_TRUE(inputs.ok()) << inputs.status();
  EXPECT_FALSE(inputs->traces.always_choose);
  ASSERT_EQ(inputs->traces.size, 28u);
  EXPECT_EQ((*inputs->traces.get(14))->packets.size(), 1u);
  EXPECT_EQ((*inputs->traces.get(15))->packets.size(), 2u);
  EXPECT_FALSE(inputs->integration.has_value());
}

TEST_F(GenerationInputsTest, RecordedSetsWantARoot) {
  EXPECT_THAT(
      std::string(FindInputs(Of({{.kind = TraceSet::Kind::kBigEnough}}), "")
                      .status()
                      .message()),
      HasSubstr("BigEnough is a recording"));
  EXPECT_FALSE(
      FindInputs(Of({{.kind = TraceSet::Kind::kBigEnough}}), Path("none"))
          .ok());
}

TEST_F(GenerationInputsTest, ACustomSetIsFilesOfASizeByPathAndReplacesOthers) {
  Write("t/b/1.log", "0,s\n1,r\n");
  Write("t/a.log", "0,s\n1,r\n2,r\n");
  Write("t/c.log", "0,s\n");
  const auto inputs = FindInputs(Of({{.kind = TraceSet::Kind::kSynthetic},
                                     {.kind = TraceSet::Kind::kCustom,
                                      .root = Path("t"),
                                      .min_bytes = 5,
                                      .max_bytes = 12}}),
                                 "");
  ASSERT_TRUE(inputs.ok()) << inputs.status();
  EXPECT_TRUE(inputs->traces.always_choose);
  ASSERT_EQ(inputs->traces.size, 2u);
  EXPECT_EQ((*inputs->traces.get(0))->packets.size(), 3u);
  EXPECT_EQ((*inputs->traces.get(1))->packets.size(), 2u);
}

TEST_F(GenerationInputsTest, ATracesErrorHasItsPath) {
  Write("t/a.log", "0,up\n");
  const auto inputs = FindInputs(Of({{.kind = TraceSet::Kind::kCustom,
                                      .root = Path("t"),
                                      .min_bytes = 0,
                                      .max_bytes = 100}}),
                                 "");
  ASSERT_TRUE(inputs.ok()) << inputs.status();
  EXPECT_THAT(std::string(inputs->traces.get(0).status().message()),
              HasSubstr(Path("t/a.log") + ": "));
}

TEST_F(GenerationInputsTest, DelaysAreAnExampleOrAFiles) {
  generation::EnvironmentConfig config =
      Of({{.kind = TraceSet::Kind::kSynthetic}});
  config.integration.emplace();
  EXPECT_TRUE(FindInputs(config, "")->integration.has_value());
  const std::string line = "{\"(1.0, 1.0)\": 1.0}\n";
  config.integration->file =
      Write("delays", line + line + line + line + line + line);
  EXPECT_TRUE(FindInputs(config, "")->integration.has_value());
  config.integration->file = Write("short", line);
  EXPECT_THAT(std::string(FindInputs(config, "").status().message()),
              HasSubstr(Path("short") + ": "));
}

TEST_F(GenerationInputsTest, AConfigurationsErrorHasItsPathAndLine) {
  const std::string path = Write("x.toml", "\nserch = 1\n");
  EXPECT_EQ(ReadConfig(path).status().message(),
            path + ":2: unknown key serch");
}

}  // namespace
}  // namespace maybenot::cli
