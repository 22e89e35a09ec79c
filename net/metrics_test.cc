#include "net/metrics.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "net/clock.h"
#include "net/executor.h"
#include "net/tcp_socket.h"
#include "net/timers.h"

namespace net {
namespace {

using ::testing::HasSubstr;

class MetricsTest : public ::testing::Test {
 protected:
  static Endpoint Loopback(std::uint16_t port = 0) {
    return Endpoint(asio::ip::address_v4::loopback(), port);
  }

  // What a scraper reads, headers too.
  std::string Scrape(const Metrics& metrics) {
    TcpSocket socket(io_context_);
    socket.connect(Loopback(metrics.port()));
    const std::string request = "GET /metrics HTTP/1.0\r\n\r\n";
    asio::write(socket, asio::buffer(request));
    std::string page;
    std::string part(4096, '\0');
    boost::system::error_code error;
    while (!error) {
      page.append(part, 0, socket.read_some(asio::buffer(part), error));
    }
    return page;
  }

  IoContext io_context_;
  Clock clock_;
  Timers timers_{io_context_, clock_};
};

TEST_F(MetricsTest, ServesWhatWasGathered) {
  const auto metrics = Metrics::Create(&timers_, Loopback(), [] {
                         return std::vector<Metric>{
                             {.name = "cells_total",
                              .help = "Cells written.",
                              .value = 12345678,
                              .labels = {{"kind", "normal"}}},
                             {.kind = Metric::Kind::kGauge,
                              .name = "connections",
                              .help = "Open now.",
                              .value = 2.5,
                              .labels = {}},
                             {.name = "cells_total",
                              .help = "Cells written.",
                              .value = 7,
                              .labels = {{"kind", "padding"}}},
                         };
                       }).value();
  const std::string page = Scrape(*metrics);
  EXPECT_THAT(page, HasSubstr("200 OK"));
  EXPECT_THAT(page, HasSubstr("# HELP cells_total Cells written.\n"
                              "# TYPE cells_total counter\n"
                              "cells_total{kind=\"normal\"} 12345678\n"
                              "cells_total{kind=\"padding\"} 7\n"));
  EXPECT_THAT(page, HasSubstr("# HELP connections Open now.\n"
                              "# TYPE connections gauge\n"
                              "connections 2.5\n"));
}

TEST_F(MetricsTest, GathersAgainEachSecondFromTheLoop) {
  int gathered = 0;
  const auto metrics =
      Metrics::Create(&timers_, Loopback(), [&] {
        if (++gathered == 2) io_context_.stop();
        return std::vector<Metric>{{.name = "gathered_total",
                                    .help = "Times.",
                                    .value = static_cast<double>(gathered),
                                    .labels = {}}};
      }).value();
  EXPECT_THAT(Scrape(*metrics), HasSubstr("\ngathered_total 1\n"));
  EXPECT_THAT(Scrape(*metrics), HasSubstr("\ngathered_total 1\n"));
  io_context_.run_for(std::chrono::seconds(20));
  EXPECT_THAT(Scrape(*metrics), HasSubstr("\ngathered_total 2\n"));
}

TEST_F(MetricsTest, APortInUseSaysWhatToDo) {
  const auto none = [] { return std::vector<Metric>(); };
  const auto first = Metrics::Create(&timers_, Loopback(), none).value();
  const absl::Status status =
      Metrics::Create(&timers_, Loopback(first->port()), none).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("choose another port"));
}

}  // namespace
}  // namespace net
