// Whole downloads while carriers die in every way and others come.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "gtest/gtest.h"
#include "tunnel/kcp/carrier.h"
#include "tunnel/session/testing/download.h"
#include "tunnel/session/testing/world.h"
#include "tunnel/smux/options.h"

namespace session {
namespace {

using base::Instant;
using base::Milliseconds;
using base::Seconds;
using testing::Download;
using testing::End;
using testing::World;

// A client that keeps `wanted` carriers: one that is silent it replaces.
class Redialer {
 public:
  Redialer(World* world, base::Random random, std::size_t wanted)
      : world_(world), random_(random), wanted_(wanted) {}

  std::uint64_t UpTo(std::uint64_t most) {
    return random_.NextU64() % (most + 1);
  }

  void Step() {
    for (std::size_t i = 0; i < carriers_.size();) {
      if (world_->at(End::kClient).IsSilent(carriers_[i])) {
        world_->Abandon(End::kClient, carriers_[i]);
        carriers_.erase(carriers_.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    while (carriers_.size() < wanted_) {
      carriers_.push_back(world_->Add(
          {.delay = Milliseconds(static_cast<std::int64_t>(1 + UpTo(150))),
           .bytes_per_second =
               static_cast<std::int64_t>(10'000 + UpTo(100'000)),
           .buffer_bytes = 2000 + UpTo(60'000)}));
    }
    if (world_->now() < next_death_) return;
    next_death_ = world_->now() +
                  Milliseconds(static_cast<std::int64_t>(200 + UpTo(6000)));
    ++deaths_;
    Kill(carriers_[UpTo(carriers_.size() - 1)]);
  }

  int deaths() const { return deaths_; }

 private:
  void Kill(kcp::CarrierId carrier) {
    switch (UpTo(3)) {
      case 0:
        std::erase(carriers_, carrier);
        return world_->Reset(carrier);
      case 1:
        return world_->Silence(carrier);
      case 2:
        return world_->Silence(carrier, End::kClient);
      case 3:
        return world_->Silence(carrier, End::kServer);
    }
  }

  World* world_;
  base::Random random_;
  std::size_t wanted_;
  std::vector<kcp::CarrierId> carriers_;
  Instant next_death_{Milliseconds(200)};
  int deaths_ = 0;
};

TEST(SessionTransferTest, EveryByteArrivesOnceAndInOrder) {
  int deaths = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE(seed);
    World world({.conv = 77, .max_carriers = 16},
                {.smux = {.role = smux::Role::kServer}, .max_carriers = 64});
    Redialer redialer(&world, base::Random::FromSeed(seed), 1 + seed % 4);
    Download small(&world, redialer.UpTo(20'000));
    Download large(&world, 20'000 + redialer.UpTo(180'000));
    EXPECT_TRUE(world.Run(Seconds(600),
                          [&] {
                            redialer.Step();
                            const bool small_done = small.Step();
                            return large.Step() && small_done;
                          }))
        << small.read() << " and " << large.read();
    deaths += redialer.deaths();
  }
  EXPECT_GT(deaths, 100);
}

}  // namespace
}  // namespace session
