// The command line of mgen-server.
#ifndef MGEN_PROGRAMS_SERVER_COMMAND_H_
#define MGEN_PROGRAMS_SERVER_COMMAND_H_

#include <ostream>
#include <string>
#include <vector>

namespace mgen {

// Runs until SIGTERM or SIGINT. `arguments` without the program's name; log
// lines go to the descriptor `log`, help to `out`, errors to `err`. Returns the
// exit code: 0; 1 if what it was given is wrong or could not be had; 2 if the
// call is wrong.
int RunServer(const std::vector<std::string>& arguments, int log,
              std::ostream& out, std::ostream& err);

}  // namespace mgen

#endif  // MGEN_PROGRAMS_SERVER_COMMAND_H_
