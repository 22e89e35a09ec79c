#include "net/tls_socket.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/socket_base.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/executor.h"
#include "net/self_signed.h"
#include "net/tcp_socket.h"
#include "net/tls_context.h"
#include "openssl/ssl.h"
#include "openssl/tls1.h"

namespace net {
namespace {

using ::testing::HasSubstr;
using Kind = TlsSocket::ReadResult::Kind;
using Want = TlsSocket::Want;

// Of the latest handshake.
std::string& ServerName() {
  static std::string* const name = new std::string;
  return *name;
}

int KeepServerName(SSL* ssl, int*, void*) {
  const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  ServerName() = name == nullptr ? "" : name;
  return SSL_TLSEXT_ERR_OK;
}

const TlsContext& ServerContext() {
  static const TlsContext* const context = [] {
    IgnoreSigpipe();
    const std::string path = ::testing::TempDir() + "/tls_socket";
    EXPECT_TRUE(WriteSelfSigned(path + ".crt", path + ".key").ok());
    auto* const made = new TlsContext(
        TlsContext::ForServer(path + ".crt", path + ".key").value());
    SSL_CTX_set_tlsext_servername_callback(made->get(), KeepServerName);
    return made;
  }();
  return *context;
}

const TlsContext& ClientContext() {
  static const TlsContext* const context =
      new TlsContext(TlsContext::ForClient().value());
  return *context;
}

absl::Span<const std::uint8_t> Bytes(absl::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Two ends over loopback. Each wait is for a state that the other end has
// brought about already, so that nothing waits for long.
class TlsSocketTest : public ::testing::Test {
 protected:
  TlsSocketTest() { Connect(); }

  void Connect(const TlsContext& client_context = ClientContext()) {
    asio::ip::tcp::acceptor acceptor(
        io_context_, Endpoint(asio::ip::address_v4::loopback(), 0));
    TcpSocket client(io_context_);
    client.connect(acceptor.local_endpoint());
    TcpSocket server(io_context_);
    acceptor.accept(server);
    client_.emplace(std::move(client), client_context, TlsSocket::Role::kClient,
                    "example.org");
    server_.emplace(std::move(server), ServerContext(),
                    TlsSocket::Role::kServer);
  }

  static void WaitReadable(TlsSocket& socket) {
    socket.socket().wait(asio::socket_base::wait_read);
  }

  void Shake() {
    Want client = Want::kRead;
    Want server = Want::kRead;
    while (client != Want::kNothing || server != Want::kNothing) {
      if (client != Want::kNothing) {
        client = client_->ContinueHandshake().value();
      }
      if (server != Want::kNothing) {
        WaitReadable(*server_);
        server = server_->ContinueHandshake().value();
      }
      if (client != Want::kNothing) WaitReadable(*client_);
    }
  }

  // What there is to read now, up to `limit` bytes.
  static std::string ReadAll(TlsSocket& socket, std::size_t limit = 1 << 26) {
    std::string text;
    std::vector<std::uint8_t> buffer(16384);
    while (text.size() < limit) {
      const TlsSocket::ReadResult result =
          socket.Read(absl::MakeSpan(buffer)).value();
      if (result.kind != Kind::kBytes) break;
      text.append(buffer.begin(),
                  buffer.begin() + static_cast<std::ptrdiff_t>(result.bytes));
    }
    return text;
  }

  absl::StatusOr<TlsSocket::ReadResult> ReadOne(TlsSocket& socket) {
    return socket.Read(absl::MakeSpan(buffer_));
  }

  IoContext io_context_;
  std::optional<TlsSocket> client_, server_;
  std::array<std::uint8_t, 64> buffer_ = {};
};

TEST_F(TlsSocketTest, CarriesBytesBothWaysAndTheName) {
  Shake();
  ASSERT_TRUE(client_->Write(Bytes("ping")).ok());
  WaitReadable(*server_);
  EXPECT_EQ(ReadAll(*server_), "ping");
  ASSERT_TRUE(server_->Write(Bytes("pong")).ok());
  WaitReadable(*client_);
  EXPECT_EQ(ReadAll(*client_), "pong");
  EXPECT_EQ(ServerName(), "example.org");
}

TEST_F(TlsSocketTest, WouldBlockSaysWhatToWaitFor) {
  EXPECT_EQ(server_->ContinueHandshake().value(), Want::kRead);
  Shake();
  const TlsSocket::ReadResult result = ReadOne(*server_).value();
  EXPECT_EQ(result.kind, Kind::kWouldBlock);
  EXPECT_EQ(result.want, Want::kRead);
}

// A record's bytes come out as they were written: a read never joins two.
TEST_F(TlsSocketTest, OneWriteIsOneRecord) {
  Shake();
  for (const absl::string_view text : {"one", "three", "seventeen"}) {
    ASSERT_TRUE(client_->Write(Bytes(text)).ok());
  }
  bool more = false;
  for (const std::size_t size : {3u, 5u, 9u}) {
    if (!more) WaitReadable(*server_);
    const TlsSocket::ReadResult result = ReadOne(*server_).value();
    EXPECT_EQ(result.bytes, size);
    more = result.more;
  }
  EXPECT_FALSE(more);
}

TEST_F(TlsSocketTest, AWriteThatTheKernelDoesNotTakeIsFinishedLater) {
  Shake();
  std::string sent;
  std::string record(TlsSocket::kMaxRecordBytes, '\0');
  char next = 'a';
  while (client_->HasRoom()) {
    std::fill(record.begin(), record.end(), next);
    next = next == 'z' ? 'a' : static_cast<char>(next + 1);
    sent += record;
    ASSERT_TRUE(client_->Write(Bytes(record)).ok());
  }
  std::fill(record.begin(), record.end(), '!');  // The socket has its own copy.
  std::string received;
  while (received.size() < sent.size()) {
    ASSERT_TRUE(client_->FinishWrite().ok());
    WaitReadable(*server_);
    received += ReadAll(*server_);
  }
  EXPECT_TRUE(client_->HasRoom());
  EXPECT_TRUE(received == sent);
}

TEST_F(TlsSocketTest, AnOrderlyCloseIsToldFromABrokenOne) {
  Shake();
  ASSERT_TRUE(client_->Write(Bytes("last")).ok());
  client_->FinishSending();
  WaitReadable(*server_);
  EXPECT_EQ(ReadOne(*server_).value().bytes, 4u);
  EXPECT_EQ(ReadOne(*server_).value().kind, Kind::kClosed);
  EXPECT_EQ(client_->Write(Bytes("more")).code(),
            absl::StatusCode::kUnavailable);
}

TEST_F(TlsSocketTest, AnEndWithoutCloseNotifyIsAnError) {
  Shake();
  client_->Close();
  WaitReadable(*server_);
  const absl::Status status = ReadOne(*server_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("close_notify"));
}

TEST_F(TlsSocketTest, AnAbortIsAReset) {
  Shake();
  client_->Abort();
  WaitReadable(*server_);
  const absl::Status status = ReadOne(*server_).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "Connection reset by peer");
}

TEST_F(TlsSocketTest, DiscardDropsWhatComesUntilItEnds) {
  Shake();
  ASSERT_TRUE(client_->Write(Bytes("unread")).ok());
  server_->FinishSending();
  WaitReadable(*server_);
  EXPECT_TRUE(server_->Discard());
  EXPECT_TRUE(server_->Discard());  // Nothing there is no end.
  client_->socket().shutdown(asio::socket_base::shutdown_send);
  WaitReadable(*server_);
  EXPECT_FALSE(server_->Discard());
  server_->Close();
  // No reset took back what the server said last.
  EXPECT_EQ(ReadOne(*client_).value().kind, Kind::kClosed);
}

TEST_F(TlsSocketTest, SecretsGoToTheKeyLogThatTheEnvironmentNames) {
  const std::string path = ::testing::TempDir() + "/tls_socket_keys";
  std::remove(path.c_str());
  ASSERT_EQ(setenv("SSLKEYLOGFILE", path.c_str(), 1), 0);
  std::optional<TlsContext> logging = TlsContext::ForClient().value();
  unsetenv("SSLKEYLOGFILE");
  Connect(*logging);
  logging.reset();  // The connection goes on without it.
  Shake();
  std::string text(65536, '\0');
  std::FILE* const file = std::fopen(path.c_str(), "r");
  ASSERT_NE(file, nullptr);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  EXPECT_THAT(text, HasSubstr("CLIENT_TRAFFIC_SECRET_0 "));
  EXPECT_THAT(text, HasSubstr("SERVER_TRAFFIC_SECRET_0 "));
  EXPECT_EQ(text.back(), '\n');
}

TEST_F(TlsSocketTest, PlainHttpIsNamed) {
  TcpSocket& plain = client_->socket();
  plain.write_some(asio::buffer(std::string("GET / HTTP/1.1\r\n\r\n")));
  WaitReadable(*server_);
  const absl::Status status = server_->ContinueHandshake().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "TLS: http request");
}

TEST_F(TlsSocketTest, GarbageIsAnErrorAndNotTheNextConnections) {
  TcpSocket& plain = client_->socket();
  plain.write_some(asio::buffer(std::string(100, '\x80')));
  WaitReadable(*server_);
  EXPECT_THAT(std::string(server_->ContinueHandshake().status().message()),
              HasSubstr("TLS: "));
  Connect();
  Shake();
}

}  // namespace
}  // namespace net
