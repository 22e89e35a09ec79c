// The program `dot` of Graphviz: graphs become pictures.
#ifndef MAYBENOT_CLI_GRAPHVIZ_H_
#define MAYBENOT_CLI_GRAPHVIZ_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace maybenot::cli {

// `graph` is in the DOT language; `format` is one that dot knows: "svg", "png".
// Returns the picture's bytes. dot says on our standard error what it dislikes.
// Errors: kUnavailable if dot is not installed or fails.
absl::StatusOr<std::string> RenderGraph(absl::string_view graph,
                                        const std::string& format);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_GRAPHVIZ_H_
