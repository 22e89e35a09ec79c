// A UDP echo over loopback whose two ends are defended: whoever watches sees
// datagrams of one size at a constant rate, whatever is said, and when.
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "base/entropy/entropy.h"
#include "loopback.h"
#include "machines/catalogue.h"
#include "maybenot/defender.h"

using std::chrono_literals::operator""ms;
constexpr std::size_t kSize = 512;  // A datagram: 'N' or 'P', text, zeros.

base::Instant Now() {  // Any clock that does not go back.
  return base::Instant(std::chrono::steady_clock::now().time_since_epoch());
}

struct End {  // One side: a connected socket and its Defender.
  int socket;
  maybenot::Defender defender;
  std::queue<std::string> waiting;  // Texts that the Defender holds back.

  void Pump() {  // After every call below: what may go out goes out.
    while (const auto packet = defender.PollPacket(Now())) {
      std::string datagram = "P";
      if (packet->kind == maybenot::PacketKind::kNormal) {
        datagram = "N" + waiting.front();
        waiting.pop();
      }
      datagram.resize(kSize);
      send(socket, datagram.data(), kSize, 0);
    }
  }
  void Send(const std::string& text) {
    if (!defender.Enqueue(kSize, Now())) return;  // Full: read no more for now.
    waiting.push(text);
    Pump();
  }
  std::string Receive() {  // What was said; empty if it was padding.
    std::string datagram(kSize, '\0');
    if (recv(socket, datagram.data(), kSize, 0) <= 0) return "";
    const bool normal = datagram[0] == 'N';
    defender.HandleReceived(
        normal ? maybenot::PacketKind::kNormal : maybenot::PacketKind::kPadding,
        kSize, Now());
    Pump();
    return normal ? datagram.c_str() + 1 : "";
  }
  void HandleTimer() {
    defender.HandleDeadline(Now());
    Pump();
  }
  base::Instant Deadline() const {
    return defender.NextDeadline().value_or(base::Instant::max());
  }
};

// One datagram of padding or text each 5 ms, until 50 ms after the last text.
End Defend(int socket, base::OpenSslEntropy& entropy) {
  base::Random random = base::Random::FromSource(&entropy);
  auto machines = std::make_shared<const std::vector<maybenot::Machine>>(
      machines::BuildDefense("tamaraw 0.005 50000", random).value());
  const maybenot::Defender::Options options = {.padding_bytes = kSize};
  return {socket,
          maybenot::Defender::Create(machines, options, random, Now()).value(),
          {}};
}

int main() {
  base::OpenSslEntropy entropy;
  int sockets[2];
  Connect(sockets);
  End client = Defend(sockets[0], entropy);
  End server = Defend(sockets[1], entropy);
  int heard = 0;
  client.Send("hello 0");
  while (heard < 10) {
    pollfd ready[] = {{sockets[0], POLLIN, 0}, {sockets[1], POLLIN, 0}};
    const auto left = std::min(client.Deadline(), server.Deadline()) - Now();
    poll(ready, 2, static_cast<int>(std::clamp(left / 1ms + 1, 0l, 1000l)));
    client.HandleTimer();
    server.HandleTimer();
    if (ready[1].revents != 0) {
      const std::string text = server.Receive();
      if (!text.empty()) server.Send(text);
    }
    if (ready[0].revents != 0) {
      const std::string text = client.Receive();
      if (text.empty()) continue;
      std::printf("%s\n", text.c_str());
      if (++heard < 10) client.Send("hello " + std::to_string(heard));
    }
  }
  const maybenot::Defender::Statistics& sent = client.defender.statistics();
  std::printf(
      "sent %d texts among %d datagrams\n",
      static_cast<int>(sent.normal_sent.packets),
      static_cast<int>(sent.normal_sent.packets + sent.padding_sent.packets));
}
