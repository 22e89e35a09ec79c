// Sockets for the examples.
#ifndef DOCS_EXAMPLES_EMBEDDING_LOOPBACK_H_
#define DOCS_EXAMPLES_EMBEDDING_LOOPBACK_H_

#include <netinet/in.h>
#include <sys/socket.h>

// Two UDP sockets on loopback, each connected to the other.
inline void Connect(int sockets[2]) {
  sockaddr_in addresses[2] = {};
  for (int i = 0; i < 2; ++i) {
    sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
    addresses[i].sin_family = AF_INET;
    addresses[i].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(addresses[i]);
    auto* address = reinterpret_cast<sockaddr*>(&addresses[i]);
    bind(sockets[i], address, size);
    getsockname(sockets[i], address, &size);
  }
  for (int i = 0; i < 2; ++i) {
    auto* other = reinterpret_cast<sockaddr*>(&addresses[1 - i]);
    connect(sockets[i], other, sizeof(addresses[0]));
  }
}

#endif  // DOCS_EXAMPLES_EMBEDDING_LOOPBACK_H_
