#include "lab/sim_server.h"

#include <variant>

namespace lab {

void SimServer::HandleEvent(const mgen::MessageServer::Event& event) {
  if (std::holds_alternative<mgen::MessageServer::Register>(event.what)) {
    ++registered_;
  }
}

}  // namespace lab
