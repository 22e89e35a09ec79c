// The subcommand `show`: machines as people, or programs, read them.
#ifndef MAYBENOT_CLI_SHOW_H_
#define MAYBENOT_CLI_SHOW_H_

#include <iosfwd>
#include <string>
#include <vector>

namespace maybenot::cli {

enum class ShowAs { kWords, kJson, kText };

// Writes the machines of all `arguments` to `out`. Returns the exit code: 0, or
// 1 if something is not a machine, which `err` is told; nothing of that
// argument is shown then.
int RunShow(const std::vector<std::string>& arguments, ShowAs as,
            std::ostream& out, std::ostream& err);

}  // namespace maybenot::cli

#endif  // MAYBENOT_CLI_SHOW_H_
