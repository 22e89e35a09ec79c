#include "net/listener.h"

#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/ip/address_v4.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/clock.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/timers.h"

namespace net {
namespace {

using ::testing::HasSubstr;

class ListenerTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Listener>> Listen(const Endpoint& at) {
    return Listener::Create(
        io_context_, &timers_, at,
        [this](TcpSocket socket) {
          accepted_.push_back(std::move(socket));
          if (accepted_.size() == wanted_) io_context_.stop();
        },
        [this](const absl::Status& status) { troubles_.push_back(status); });
  }
  static Endpoint Loopback(std::uint16_t port = 0) {
    return Endpoint(asio::ip::address_v4::loopback(), port);
  }
  void Run(std::size_t wanted) {
    wanted_ = wanted;
    io_context_.restart();
    io_context_.run_for(std::chrono::seconds(60));
    EXPECT_EQ(accepted_.size(), wanted);
  }

  IoContext io_context_;
  Clock clock_;
  Timers timers_{io_context_, clock_};
  std::vector<TcpSocket> accepted_;
  std::vector<absl::Status> troubles_;
  std::size_t wanted_ = 0;
};

TEST_F(ListenerTest, AcceptsOnThePortThatItSays) {
  const auto listener = Listen(Loopback()).value();
  EXPECT_NE(listener->endpoint().port(), 0);
  std::vector<TcpSocket> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(io_context_);
    clients.back().connect(listener->endpoint());
  }
  Run(3);
  EXPECT_EQ(accepted_[0].remote_endpoint(), clients[0].local_endpoint());
  EXPECT_TRUE(troubles_.empty());
}

TEST_F(ListenerTest, APortInUseSaysWhatToDo) {
  const auto first = Listen(Loopback()).value();
  const absl::Status status = Listen(first->endpoint()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("another server running? choose another port"));
}

TEST_F(ListenerTest, APortIsFreeAgainAtOnce) {
  auto first = Listen(Loopback()).value();
  const Endpoint at = first->endpoint();
  TcpSocket client(io_context_);
  client.connect(at);
  Run(1);
  accepted_.clear();  // The server's side closes first, and is in TIME_WAIT.
  first.reset();
  EXPECT_TRUE(Listen(at).ok());
}

TEST_F(ListenerTest, AnAddressOfAnotherMachineSaysWhatToDo) {
  // TEST-NET-1 belongs to nobody.
  const absl::Status status =
      Listen(Endpoint(asio::ip::make_address_v4("192.0.2.1"), 0)).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("0.0.0.0"));
}

TEST_F(ListenerTest, ALowPortSaysWhatToDo) {
  if (geteuid() == 0) GTEST_SKIP() << "root may have any port";
  const absl::Status status = Listen(Loopback(1)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(status.message()), HasSubstr("below 1024"));
}

TEST_F(ListenerTest, WantOfDescriptorsPausesAndIsToldOnce) {
  const auto listener = Listen(Loopback()).value();
  TcpSocket client(io_context_);
  client.connect(listener->endpoint());
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  // No descriptor is left: those in use are the lowest ones.
  const int next = dup(0);
  ASSERT_GE(next, 0);
  close(next);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(next);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  Timer enough(&timers_, [&] {
    // 0, 100, 200 and 300 ms, and not thousands of times.
    EXPECT_GE(listener->failures(), 2u);
    EXPECT_LE(listener->failures(), 4u);
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  });
  enough.Set(clock_.Now() + base::Milliseconds(350));
  Run(1);
  ASSERT_EQ(troubles_.size(), 1u);
  EXPECT_EQ(troubles_[0].code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(troubles_[0].message()), HasSubstr("ulimit -n"));
}

TEST_F(ListenerTest, MayBeDestroyedByItsOwnCallback) {
  std::unique_ptr<Listener> listener;
  int accepted = 0;
  listener = Listener::Create(
                 io_context_, &timers_, Loopback(),
                 [&](TcpSocket) {
                   ++accepted;
                   listener.reset();
                 },
                 [](const absl::Status&) {})
                 .value();
  TcpSocket client(io_context_);
  client.connect(listener->endpoint());
  io_context_.run_for(std::chrono::seconds(60));
  EXPECT_EQ(accepted, 1);
}

}  // namespace
}  // namespace net
