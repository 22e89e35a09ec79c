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
#include <utility>
#include <vector>

#include "base/entropy/entropy.h"
#include "loopback.h"
#include "machines/catalogue.h"
#include "maybenot/defender.h"

using enum maybenot::PacketKind;
using std::chrono_literals::operator""ms;
constexpr std::size_t kSize = 512;  // A datagram: 'N' or 'P', text, zeros.

struct End {  // One side: a connected socket and its Defender.
  int socket;
  maybenot::Defender defender;
  std::queue<std::string> waiting = {};  // Texts that the Defender holds back.

  base::Instant Pump() {  // After every other call, and when it says: again.
    defender.HandleDeadline(Now());
    while (const auto packet = defender.PollPacket(Now())) {
      std::string datagram = "P";
      if (packet->kind == kNormal) {
        datagram = "N" + waiting.front();
        waiting.pop();
      }
      datagram.resize(kSize);
      send(socket, datagram.data(), kSize, 0);
    }
    return defender.NextDeadline().value_or(Now() + 1000ms);
  }
  void Send(const std::string& text) {  // If refused: read no more for now.
    if (defender.Enqueue(kSize, Now())) waiting.push(text);
  }
  std::string Receive() {  // What was said; empty if nothing, or padding.
    std::string datagram(kSize, '\0');
    if (recv(socket, datagram.data(), kSize, MSG_DONTWAIT) <= 0) return "";
    const auto kind = datagram[0] == 'N' ? kNormal : kPadding;
    defender.HandleReceived(kind, kSize, Now());
    return kind == kNormal ? datagram.c_str() + 1 : "";
  }
};

// One datagram of padding or text each 5 ms, until 50 ms after the last text.
End Defend(int socket, base::OpenSslEntropy& entropy) {
  auto random = base::Random::FromSource(&entropy);
  auto machines = std::make_shared<const std::vector<maybenot::Machine>>(
      machines::BuildDefense("tamaraw 0.005 50000", random).value());
  auto defender = maybenot::Defender::Create(machines, {.padding_bytes = kSize},
                                             random, Now());
  return {socket, std::move(defender).value()};
}

int main() {
  base::OpenSslEntropy entropy;
  const auto [near, far] = Connected();
  End client = Defend(near, entropy), server = Defend(far, entropy);
  client.Send("hello 0");
  for (int heard = 0; heard < 10;) {
    const base::Instant next = std::min(client.Pump(), server.Pump());
    pollfd ready[] = {{near, POLLIN, 0}, {far, POLLIN, 0}};
    poll(ready, 2, static_cast<int>(std::max(0l, (next - Now()) / 1ms + 1)));
    const std::string asked = server.Receive(), answered = client.Receive();
    if (!asked.empty()) server.Send(asked);
    if (answered.empty()) continue;
    std::printf("%s\n", answered.c_str());
    client.Send("hello " + std::to_string(++heard));
  }
  const maybenot::Defender::Statistics& sent = client.defender.statistics();
  std::printf(
      "sent %d texts among %d datagrams\n",
      static_cast<int>(sent.normal_sent.packets),
      static_cast<int>(sent.normal_sent.packets + sent.padding_sent.packets));
}
