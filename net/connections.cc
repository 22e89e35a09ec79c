#include "net/connections.h"

#include <malloc.h>

#include <utility>

#include "base/check.h"
#include "base/time.h"
#include "net/tls_socket.h"

namespace net {

Connections::Connections(IoContext& io_context, Timers* timers,
                         Connection::Options options)
    : shared_{.io_context = io_context,
              .timers = timers,
              .options = options,
              .handle_up = [this] { CountChange(); },
              .remove = [this](Connection& over) { Remove(over); },
              .scratch = {},
              .counts = {}},
      trim_(timers, [] { malloc_trim(0); }) {
  shared_.scratch.resize(TlsSocket::kMaxRecordBytes);
}

Connections::~Connections() = default;

Connection* Connections::Accept(const TlsContext& tls, TcpSocket socket,
                                Connection::Above above) {
  Connection* const connection = Add(std::move(above));
  connection->Accept(tls, std::move(socket));
  return connection;
}

Connection* Connections::Dial(const TlsContext& tls, const Endpoint& to,
                              const std::string& server_name,
                              Connection::Above above) {
  Connection* const connection = Add(std::move(above));
  connection->Dial(tls, to, server_name);
  return connection;
}

Connection* Connections::Add(Connection::Above above) {
  auto made = std::make_shared<Connection>(&shared_, std::move(above));
  Connection* const connection = made.get();
  connections_.emplace(connection, std::move(made));
  return connection;
}

void Connections::Remove(Connection& connection) {
  const auto found = connections_.find(&connection);
  BASE_CHECK(found != connections_.end());
  const std::shared_ptr<Connection> last = std::move(found->second);
  connections_.erase(found);
  CountChange();
  last->TellFinished();
}

void Connections::CountChange() {
  if (++changes_ < kChangesBeforeTrim) return;
  changes_ = 0;
  trim_.Set(base::SaturatingAdd(shared_.timers->Now(), kTrimDelay));
}

}  // namespace net
