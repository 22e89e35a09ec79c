#include "mgen/programs/testing/program_test.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/ip/address_v4.hpp>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/time.h"
#include "mgen/distribution.h"
#include "mgen/model.h"
#include "net/self_signed.h"
#include "net/tls_context.h"
#include "net/tls_socket.h"

namespace mgen {
namespace {

constexpr std::chrono::seconds kPatience(60);

TimeDistribution Constant(double seconds) {
  return TimeDistribution::Create(Normal{.mean = seconds, .std_dev = 0})
      .value();
}

}  // namespace

LoggedRuntime::LoggedRuntime(const std::string& program,
                             net::Connection::Options connection)
    : file_(memfd_create(program.c_str(), MFD_CLOEXEC)) {
  BASE_CHECK(file_ >= 0);
  runtime_.emplace(Runtime::Options{
      .program = program, .log = file_, .connection = connection});
}

LoggedRuntime::~LoggedRuntime() {
  runtime_.reset();
  close(file_);
}

std::string LoggedRuntime::Log() {
  runtime_->log.Flush();
  struct stat status{};
  BASE_CHECK(fstat(file_, &status) == 0);
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  BASE_CHECK(pread(file_, text.data(), text.size(), 0) == status.st_size);
  return text;
}

ProgramTest::ProgramTest()
    : certificate_(absl::StrCat(::testing::TempDir(), "/server.crt")),
      key_(absl::StrCat(::testing::TempDir(), "/server.key")) {
  net::IgnoreSigpipe();
  BASE_CHECK(net::WriteSelfSigned(certificate_, key_).ok());
}

void ProgramTest::StartServer(ServerProgram::Options options) {
  server_.reset();
  server_runtime_ = std::make_unique<LoggedRuntime>("server");
  options.listen =
      at_.value_or(net::Endpoint(boost::asio::ip::address_v4::loopback(), 0));
  // Long enough for every member's handshake on a busy machine, under tsan.
  if (options.core.registration == MessageServer::Options().registration) {
    options.core.registration = base::Milliseconds(400);
  }
  server_ = ServerProgram::Create(
                server_runtime_->get(),
                net::TlsContext::ForServer(certificate_, key_).value(),
                std::move(options))
                .value();
  at_ = server_->endpoint();
}

void ProgramTest::KillServer() {
  server_.reset();
  server_runtime_.reset();
}

void ProgramTest::StartClient(std::vector<ClientConfig> users,
                              ClientProgram::Options options) {
  options.stagger = base::Duration(0);
  if (!options.seed) options.seed = 1;
  client_ = ClientProgram::Create(client_runtime_.get(),
                                  net::TlsContext::ForClient().value(),
                                  std::move(users), options)
                .value();
}

ClientConfig ProgramTest::User(const std::string& name,
                               const std::string& group,
                               std::optional<shaper::Defense> defense) {
  ClientConfig config;
  config.user = name;
  ClientConfig::Conversation& conversation =
      config.conversations.emplace_back();
  conversation.group = group;
  conversation.message_server =
      absl::StrCat(at_->address().to_string(), ":", at_->port());
  conversation.web_server = "localhost:1";
  conversation.bootstrap = base::Milliseconds(200);
  conversation.retry = base::Milliseconds(200);
  conversation.distributions =
      std::make_shared<const Distributions>(Distributions{
          .s = 0,
          .r = 0,
          .m = SizeDistribution::Create(Binomial{.n = 1, .p = 1}).value(),
          .i = Constant(0.2),
          .w = Constant(1),
          .a_s = Constant(1),
          .a_r = Constant(1)});
  conversation.defense = std::move(defense);
  return config;
}

void ProgramTest::RunUntil(const std::function<bool()>& done) {
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (!done()) {
    ASSERT_LT(std::chrono::steady_clock::now(), give_up)
        << client_runtime_.Log();
    if (server_runtime_) server_runtime_->get()->io_context.poll();
    client_runtime_->io_context.run_for(std::chrono::milliseconds(1));
  }
}

std::vector<UserLine> ProgramTest::ClientLog() {
  return ParseUserLog(client_runtime_.Log()).value();
}

std::vector<ServerLine> ProgramTest::ServerLog() {
  return ParseServerLog(server_runtime_->Log()).value();
}

}  // namespace mgen
