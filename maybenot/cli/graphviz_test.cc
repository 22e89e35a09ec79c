#include "maybenot/cli/graphviz.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace maybenot::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(GraphvizTest, DrawsAGraph) {
  const std::string svg =
      RenderGraph("digraph g { a -> b [label=\"NormalSent\"]; }", "svg")
          .value();
  EXPECT_THAT(svg, HasSubstr("<svg "));
  EXPECT_THAT(svg, HasSubstr(">NormalSent</text>"));
  EXPECT_THAT(RenderGraph("digraph g { a }", "png").value(),
              StartsWith("\x89PNG"));
}

TEST(GraphvizTest, FailsWhereDotDoes) {
  EXPECT_EQ(RenderGraph("digraph {", "svg").status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(RenderGraph("digraph {}", "no-such-format").status().message(),
            "dot -Tno-such-format: failed, and said why above");
}

}  // namespace
}  // namespace maybenot::cli
