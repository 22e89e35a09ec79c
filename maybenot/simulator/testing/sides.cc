#include "maybenot/simulator/testing/sides.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/random.h"
#include "maybenot/framework.h"
#include "maybenot/simulator/bottleneck.h"
#include "maybenot/simulator/integration.h"
#include "maybenot/simulator/pending_shifts.h"

namespace maybenot::simulator {

base::Instant At(std::int64_t us) {
  return base::Instant{} + base::Microseconds(us);
}

Side MakeSide(SideName name, SideSetup setup) {
  const base::Random random = base::Random::FromSeed(1);
  Machines machines = setup.machines;
  if (machines == nullptr) {
    machines = std::make_shared<const std::vector<Machine>>();
  }
  return Side(name,
              Framework::Create(machines, {}, random, base::Instant{}).value(),
              EventQueue(std::move(setup.base)),
              IntegrationDelays(std::nullopt, random),
              Bottleneck(setup.packets_per_second), setup.strict_reference);
}

Connection MakeConnection(SideSetup client, SideSetup server) {
  return Connection{MakeSide(SideName::kClient, std::move(client)),
                    MakeSide(SideName::kServer, std::move(server)),
                    PendingShifts(base::Milliseconds(10)), base::Instant{}};
}

}  // namespace maybenot::simulator
