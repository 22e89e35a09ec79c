#include "net/web_socket.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/testing/web_sockets.h"
#include "net/timers.h"
#include "net/web_socket_acceptor.h"

namespace net {
namespace {

using ::testing::HasSubstr;
using testing::MaskedFrame;
using testing::Pattern;
using testing::RawPeer;
using testing::ToBytes;

class WebSocketTest : public testing::WebSocketsTest {
 protected:
  // Runs what is ready, and what that makes ready.
  void Poll() {
    io_context_.restart();
    while (io_context_.poll() > 0) {
    }
  }
  void CarriesBothWays() {
    const std::string up = Pattern(1 << 20, 1);
    const std::string down = Pattern(1 << 20, 2);
    web_client_.Send(up);
    web_server_.Send(down);
    RunUntil([&] {
      return web_server_.received.size() >= up.size() &&
             web_client_.received.size() >= down.size();
    });
    EXPECT_TRUE(web_server_.received == up);
    EXPECT_TRUE(web_client_.received == down);
    EXPECT_GT(web_client_.rooms, 0);
    EXPECT_LE(web_server_.largest_piece, 2048u);
  }
};

TEST_F(WebSocketTest, CarriesAMegabyteBothWays) {
  Open(nullptr, nullptr);
  CarriesBothWays();
}

TEST_F(WebSocketTest, CarriesAMegabyteBothWaysOverTls) {
  Open(&server_tls(), &client_tls());
  CarriesBothWays();
}

TEST_F(WebSocketTest, CarriesMessagesOfAnySize) {
  Open(&server_tls(), &client_tls(), {.queue_bytes = 1 << 20});
  std::string all;
  for (const std::size_t size :
       {1u, 125u, 126u, 4082u, 65535u, 65536u, 300000u}) {
    const std::string message = Pattern(size, 3);
    web_client_.socket->Write(ToBytes(message));
    web_server_.socket->Write(ToBytes(message));
    all += message;
  }
  RunUntil([&] {
    return web_server_.received.size() >= all.size() &&
           web_client_.received.size() >= all.size();
  });
  EXPECT_TRUE(web_server_.received == all);
  EXPECT_TRUE(web_client_.received == all);
}

TEST_F(WebSocketTest, WritesBinaryMessagesThatLeaveTogether) {
  Serve(nullptr);
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  for (const char* const text : {"a", "bc", "def"}) {
    web_server_.socket->Write(ToBytes(text));
  }
  RunUntil([&] { return raw->received.size() >= 12; });
  EXPECT_EQ(raw->received,
            "\x82\x01"
            "a"
            "\x82\x02"
            "bc"
            "\x82\x03"
            "def");
}

TEST_F(WebSocketTest, TakesTextFragmentsAndEmptyMessagesAsOneStream) {
  Serve(nullptr);
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  raw->Send(MaskedFrame(0x81, "text "));
  raw->Send(MaskedFrame(0x82, ""));
  raw->Send(MaskedFrame(0x02, "in "));  // Binary, more fragments follow:
  raw->Send(MaskedFrame(0x00, "three "));
  raw->Send(MaskedFrame(0x89, "ping"));   // a ping may come between,
  raw->Send(MaskedFrame(0x80, "parts"));  // and the last.
  RunUntil([this] { return web_server_.received.size() >= 19; });
  EXPECT_EQ(web_server_.received, "text in three parts");
  RunUntil([&] { return raw->received.size() >= 6; });
  EXPECT_EQ(raw->received, "\x8a\x04ping");
}

TEST_F(WebSocketTest, RefusesTextThatIsNoUtf8) {
  Serve(nullptr);
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  raw->Send(MaskedFrame(0x81, "\xff"));
  RunUntil([this] { return web_server_.closed.has_value(); });
  EXPECT_EQ(web_server_.received, "");
  EXPECT_EQ(raw->received, "\x88\x02\x03\xef");  // 1007
}

TEST_F(WebSocketTest, TakesFramesInAnyPieces) {
  Serve(nullptr);
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  const std::string payload = Pattern(300, 4);
  for (const char c : MaskedFrame(0x82, payload)) {
    raw->Send(std::string(1, c));
    Poll();
  }
  RunUntil([&] { return web_server_.received.size() >= payload.size(); });
  EXPECT_EQ(web_server_.received, payload);
}

TEST_F(WebSocketTest, HoldsNoMoreOfAMessageThanAPiece) {
  Serve(nullptr);
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  // A frame of 2^62 bytes, of which the first arrive.
  raw->Send(absl::string_view("\x82\xff\x40\0\0\0\0\0\0\0\0\0\0\0", 14));
  raw->Send("the beginning");
  RunUntil([this] { return web_server_.received == "the beginning"; });
  EXPECT_FALSE(web_server_.closed);
}

TEST_F(WebSocketTest, ClosesWithAnEmptyFrameAfterWhatIsQueued) {
  Serve(nullptr);
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  web_server_.socket->Write(ToBytes("last"));
  web_server_.socket.reset();
  const std::string expected("\x82\x04last\x88\0", 8);
  RunUntil([&] { return raw->received.size() >= expected.size(); });
  EXPECT_EQ(raw->received, expected);
  EXPECT_FALSE(raw->ended);
  raw->Send(MaskedFrame(0x82, "on its way"));
  raw->Send(MaskedFrame(0x88, ""));
  RunUntil([&] { return raw->ended; });
  EXPECT_EQ(web_server_.received, "");
  EXPECT_FALSE(web_server_.closed);
}

TEST_F(WebSocketTest, CloseWaitsForNobodyForLong) {
  Serve(nullptr, {.web_socket = {.close_limit = base::Milliseconds(50)}});
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  web_server_.socket->Close();
  EXPECT_FALSE(web_server_.socket->HasRoom());
  RunUntil([&] { return raw->ended; });
  EXPECT_FALSE(web_server_.closed);
}

TEST_F(WebSocketTest, TheOtherSideSeesACleanClose) {
  Open(&server_tls(), &client_tls());
  web_client_.socket->Write(ToBytes("bye"));
  web_client_.socket->Close();
  RunUntil([this] { return web_server_.closed.has_value(); });
  EXPECT_TRUE(web_server_.closed->ok()) << *web_server_.closed;
  EXPECT_EQ(web_server_.received, "bye");
  EXPECT_FALSE(web_server_.socket->HasRoom());
  web_server_.socket->Write(ToBytes("too late"));
}

TEST_F(WebSocketTest, TellsACleanCloseFromOthers) {
  Serve(nullptr);
  const auto closed_by = [this](absl::string_view bytes) {
    web_server_ = {};
    const std::unique_ptr<RawPeer> raw = RawWebSocket();
    raw->Send(bytes);
    raw->socket().shutdown(asio::socket_base::shutdown_send);
    RunUntil([this] { return web_server_.closed.has_value(); });
    return *web_server_.closed;
  };
  EXPECT_TRUE(closed_by(MaskedFrame(0x88, "")).ok());
  EXPECT_TRUE(closed_by(MaskedFrame(0x88, "\x03\xe8")).ok());          // 1000
  const absl::Status away = closed_by(MaskedFrame(0x88, "\x03\xe9"));  // 1001
  EXPECT_EQ(away.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(away.message()), HasSubstr("code 1001"));
  EXPECT_EQ(closed_by("").code(), absl::StatusCode::kUnavailable);
  // Frames that are not masked, of a reserved kind, and out of place.
  EXPECT_EQ(closed_by("\x82\x01x").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(closed_by(MaskedFrame(0x83, "x")).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(closed_by(MaskedFrame(0x80, "x")).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(WebSocketTest, NoticesAPeerThatIsSilent) {
  Serve(nullptr, {.web_socket = {.ping_interval = base::Milliseconds(50)}});
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  RunUntil([this] { return web_server_.closed.has_value(); });
  EXPECT_EQ(raw->received, absl::string_view("\x89\0", 2));  // A ping.
  EXPECT_EQ(web_server_.closed->code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(web_server_.closed->message()),
              HasSubstr("the peer is silent"));
  RunUntil([&] { return raw->ended; });
}

TEST_F(WebSocketTest, APongKeepsItOpen) {
  Serve(nullptr, {.web_socket = {.ping_interval = base::Milliseconds(200)}});
  const std::unique_ptr<RawPeer> raw = RawWebSocket();
  for (int i = 0; i < 4; ++i) {  // Two more than it would take to end.
    RunUntil([&] { return raw->received.size() >= 2; });
    raw->received.clear();
    raw->Send(MaskedFrame(0x8a, ""));
  }
  EXPECT_FALSE(web_server_.closed);
}

TEST_F(WebSocketTest, TwoEndsKeepEachOtherOpen) {
  Open(nullptr, nullptr, {.ping_interval = base::Milliseconds(250)});
  const base::Instant end = timers_.Now() + base::Milliseconds(1000);
  Timer timer(&timers_, [] {});
  timer.Set(end);
  RunUntil([&] { return timers_.Now() >= end; });
  EXPECT_FALSE(web_client_.closed);
  EXPECT_FALSE(web_server_.closed);
}

TEST_F(WebSocketTest, APeerThatDoesNotReadCostsNoMoreThanTheQueue) {
  Serve(nullptr, {.web_socket = {.close_limit = base::Milliseconds(50)}});
  // Reads nothing: it is a socket, and no RawPeer.
  TcpSocket silent(io_context_);
  silent.connect(acceptor_.local_endpoint());
  const std::string request = testing::UpgradeRequest("/");
  asio::write(silent, asio::buffer(request));
  RunUntil([this] { return web_server_.socket != nullptr; });
  web_server_.Send(Pattern(16 << 20, 5));
  for (int i = 0; i < 10; ++i) {
    Poll();
    web_server_.Pump();
  }
  EXPECT_FALSE(web_server_.socket->HasRoom());
  EXPECT_GE(web_server_.socket->queued_bytes(), 16384u);
  EXPECT_LT(web_server_.socket->queued_bytes(), 16384u + 1400u);
  EXPECT_LT(web_server_.sent, 12u << 20) << "the kernel's, and the queue";
  // It ends all the same, though nothing can be sent any more.
  web_server_.socket->Close();
  std::string sink(1 << 20, '\0');
  bool ended = false;
  const std::function<void()> drain = [&] {
    silent.async_read_some(
        asio::buffer(sink),
        [&](const boost::system::error_code& error, std::size_t) {
          ended = static_cast<bool>(error);
          if (!ended) drain();
        });
  };
  Timer later(&timers_, drain);
  later.Set(timers_.Now() + base::Milliseconds(100));
  RunUntil([&] { return ended; });
}

TEST_F(WebSocketTest, MayBeDestroyedFromItsHandlers) {
  for (const bool by_bytes : {true, false}) {
    Serve(nullptr);
    bool called = false;
    std::unique_ptr<WebSocket> doomed;
    web_acceptor_.emplace(
        nullptr, WebSocketAcceptor::Options{},
        [&](std::unique_ptr<WebSocket> opened,
            const WebSocketAcceptor::Request&) {
          doomed = std::move(opened);
          doomed->Start({.on_bytes =
                             [&](absl::Span<const std::uint8_t>) {
                               if (by_bytes) doomed.reset();
                               called = by_bytes;
                             },
                         .on_room = nullptr,
                         .on_closed =
                             [&](const absl::Status&) {
                               doomed.reset();
                               called = true;
                             }});
        });
    const std::unique_ptr<RawPeer> raw = RawClient();
    raw->Send(testing::UpgradeRequest("/"));
    RunUntil([&] { return doomed != nullptr; });
    raw->Send(MaskedFrame(by_bytes ? 0x82 : 0x88, by_bytes ? "x" : ""));
    RunUntil([&] { return called; });
    EXPECT_EQ(doomed, nullptr);
    raw->Send(MaskedFrame(0x88, ""));
    RunUntil([&] { return raw->ended; });
  }
}

}  // namespace
}  // namespace net
