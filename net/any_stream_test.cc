#include "net/any_stream.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "net/tcp_socket.h"
#include "net/testing/loopback.h"
#include "net/tls_socket.h"

namespace net {
namespace {

using boost::system::error_code;

// Of plain TCP, and of TLS.
class AnyStreamTest : public testing::LoopbackTest,
                      public ::testing::WithParamInterface<bool> {
 protected:
  AnyStreamTest() {
    TcpSocket client(io_context_);
    client.connect(acceptor_.local_endpoint());
    TcpSocket server(io_context_);
    acceptor_.accept(server);
    if (GetParam()) {
      near_.emplace(std::move(client), client_tls(), TlsSocket::Role::kClient);
      far_.emplace(std::move(server), server_tls(), TlsSocket::Role::kServer);
    } else {
      near_.emplace(std::move(client));
      far_.emplace(std::move(server));
    }
    int done = 0;
    for (const AnyStream* stream : {&*near_, &*far_}) {
      stream->Handshake([&done](const absl::Status& status) {
        EXPECT_TRUE(status.ok()) << status;
        ++done;
      });
    }
    if (done < 2) RunUntil([&done] { return done == 2; });
  }

  void Read(AnyStream& stream) {
    stream.async_read_some(asio::buffer(buffer_),
                           [this](const error_code& error, std::size_t bytes) {
                             read_error_ = error;
                             read_.append(buffer_.data(), bytes);
                           });
  }
  void Write(AnyStream& stream, const std::string& text) {
    stream.async_write_some(asio::buffer(text),
                            [this](const error_code& error, std::size_t bytes) {
                              EXPECT_FALSE(error);
                              written_ = bytes;
                            });
  }

  std::optional<AnyStream> near_, far_;
  std::array<char, 100> buffer_;
  std::optional<error_code> read_error_;
  std::string read_;
  std::optional<std::size_t> written_;
};

TEST_P(AnyStreamTest, CarriesBytesThatComeLater) {
  Read(*far_);
  io_context_.restart();
  io_context_.poll();
  EXPECT_FALSE(read_error_);
  Write(*near_, "ping");
  EXPECT_FALSE(written_) << "nothing calls back from the call itself";
  RunUntil([this] { return read_error_ && written_; });
  EXPECT_EQ(read_, "ping");
  EXPECT_EQ(written_, 4u);
}

TEST_P(AnyStreamTest, WhatIsFollowedByMoreLeavesWithIt) {
  near_->SetMoreFollows(true);
  Write(*near_, "one ");
  RunUntil([this] { return written_.has_value(); });
  Read(*far_);
  io_context_.restart();
  io_context_.poll();
  EXPECT_FALSE(read_error_) << "it has left already";
  near_->SetMoreFollows(false);
  Write(*near_, "two");
  RunUntil([this] { return read_error_.has_value(); });
  EXPECT_EQ(read_, "one two");  // In one piece.
}

TEST_P(AnyStreamTest, AWriteTakesWhatItCanGather) {
  Write(*near_, std::string(AnyStream::kMaxGatheredBytes + 1, 'x'));
  RunUntil([this] { return written_.has_value(); });
  EXPECT_EQ(written_, AnyStream::kMaxGatheredBytes);
}

TEST_P(AnyStreamTest, TheEndIsTold) {
  near_->FinishSending();
  Read(*far_);
  RunUntil([this] { return read_error_.has_value(); });
  EXPECT_EQ(*read_error_, asio::error::eof);
}

TEST_P(AnyStreamTest, CloseEndsWhatIsUnderWay) {
  Read(*near_);
  near_->Close();
  EXPECT_FALSE(read_error_);
  RunUntil([this] { return read_error_.has_value(); });
  EXPECT_TRUE(*read_error_);
  EXPECT_FALSE(near_->peer());
}

TEST_P(AnyStreamTest, OutlivesItsLastHandleWhileAReadIsUnderWay) {
  AnyStream copy = *near_;
  near_.reset();
  Read(copy);
  Write(*far_, "x");
  RunUntil([this] { return read_error_.has_value(); });
  EXPECT_EQ(read_, "x");
}

INSTANTIATE_TEST_SUITE_P(, AnyStreamTest, ::testing::Bool(),
                         [](const ::testing::TestParamInfo<bool>& tls) {
                           return tls.param ? "Tls" : "Plain";
                         });

}  // namespace
}  // namespace net
