// Sockets and a clock for the examples.
#ifndef DOCS_EXAMPLES_EMBEDDING_LOOPBACK_H_
#define DOCS_EXAMPLES_EMBEDDING_LOOPBACK_H_

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <chrono>

#include "base/time.h"

// Any clock that does not go back.
inline base::Instant Now() {
  return base::Instant(std::chrono::steady_clock::now().time_since_epoch());
}

// Two UDP sockets on loopback, each connected to the other.
inline std::array<int, 2> Connected() {
  std::array<int, 2> sockets = {};
  std::array<sockaddr_in, 2> addresses = {};
  for (std::size_t i = 0; i < 2; ++i) {
    sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
    addresses[i].sin_family = AF_INET;
    addresses[i].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(sockaddr_in);
    auto* address = reinterpret_cast<sockaddr*>(&addresses[i]);
    bind(sockets[i], address, size);
    getsockname(sockets[i], address, &size);
  }
  for (std::size_t i = 0; i < 2; ++i) {
    auto* other = reinterpret_cast<sockaddr*>(&addresses[1 - i]);
    connect(sockets[i], other, sizeof(sockaddr_in));
  }
  return sockets;
}

#endif  // DOCS_EXAMPLES_EMBEDDING_LOOPBACK_H_
