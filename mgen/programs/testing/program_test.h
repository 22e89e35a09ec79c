// A server and clients of one process and thread, over loopback.
//
//   StartServer({});
//   StartClient({User("alice", "g"), User("bob", "g")});
//   RunUntil([&] { return client().Stats().messages().sent() > 3; });
#ifndef MGEN_PROGRAMS_TESTING_PROGRAM_TEST_H_
#define MGEN_PROGRAMS_TESTING_PROGRAM_TEST_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "mgen/client_config.h"
#include "mgen/log_parser.h"
#include "mgen/programs/client_program.h"
#include "mgen/programs/runtime.h"
#include "mgen/programs/server_program.h"
#include "tunnel/shaper/defense.h"

namespace mgen {

// A runtime whose log is kept.
class LoggedRuntime {
 public:
  explicit LoggedRuntime(const std::string& program,
                         net::Connection::Options connection = {});
  ~LoggedRuntime();

  Runtime& operator*() { return *runtime_; }
  Runtime* operator->() { return &*runtime_; }
  Runtime* get() { return &*runtime_; }
  std::string Log();  // So far.

 private:
  int file_;
  std::optional<Runtime> runtime_;
};

class ProgramTest : public ::testing::Test {
 protected:
  ProgramTest();

  // Listens on a free port of loopback; registration takes a tenth of a second
  // unless `options` say otherwise.
  void StartServer(ServerProgram::Options options);
  // Lets the server go without a word, as if it were killed.
  void KillServer();
  // Seeded, if `options` do not say otherwise, and without a stagger.
  void StartClient(std::vector<ClientConfig> users,
                   ClientProgram::Options options = {});

  // A user of one conversation, who writes a message of a block every 200 ms
  // and answers none; whose retry is 200 ms.
  ClientConfig User(const std::string& name, const std::string& group,
                    std::optional<shaper::Defense> defense = std::nullopt);

  // Fails the test if that takes a minute.
  void RunUntil(const std::function<bool()>& done);

  ServerProgram& server() { return *server_; }
  ClientProgram& client() { return *client_; }
  std::vector<UserLine> ClientLog();
  std::vector<ServerLine> ServerLog();

  std::string certificate_, key_;  // Files.
  LoggedRuntime client_runtime_{"client"};
  std::unique_ptr<LoggedRuntime> server_runtime_;
  std::optional<net::Endpoint> at_;  // Where the server listens.

 private:
  std::unique_ptr<ServerProgram> server_;
  std::unique_ptr<ClientProgram> client_;
};

}  // namespace mgen

#endif  // MGEN_PROGRAMS_TESTING_PROGRAM_TEST_H_
