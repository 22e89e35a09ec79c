// What sessions take from the heap: every operator new is counted.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <optional>
#include <vector>

#include "base/time.h"
#include "gtest/gtest.h"
#include "tunnel/smux/session.h"
#include "tunnel/smux/testing/wire.h"

namespace {

std::size_t g_blocks = 0;  // Taken and not given back.
std::size_t g_bytes = 0;

// Before each block its size, so that giving back is counted too.
constexpr std::size_t kBefore = 16;

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  auto* const block = static_cast<unsigned char*>(std::malloc(size + kBefore));
  if (block == nullptr) throw std::bad_alloc();
  *reinterpret_cast<std::size_t*>(block) = size;
  ++g_blocks;
  g_bytes += size;
  return block + kBefore;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  unsigned char* const block = static_cast<unsigned char*>(memory) - kBefore;
  --g_blocks;
  g_bytes -= *reinterpret_cast<std::size_t*>(block);
  std::free(block);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}

namespace smux {
namespace {

using testing::Bytes;
using testing::Exchange;

// What is held now, with the allocator's own 16 bytes a block at most.
std::size_t Held() { return g_bytes + 16 * g_blocks; }

std::unique_ptr<Session> Create(Role role) {
  return std::make_unique<Session>(
      *Session::Create({.role = role}, base::Instant{}));
}

TEST(SessionMemoryTest, ASessionWithoutStreamsTakesUnder512Bytes) {
  const std::size_t before = Held();
  const std::unique_ptr<Session> session = Create(Role::kClient);
  EXPECT_GE(Held() - before, sizeof(Session));
  EXPECT_LE(Held() - before, 512u);
}

TEST(SessionMemoryTest, AStreamWithoutDataTakesUnder512Bytes) {
  const std::unique_ptr<Session> client = Create(Role::kClient);
  const std::unique_ptr<Session> server = Create(Role::kServer);
  const std::size_t before = Held();
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(client->Open().ok());
  EXPECT_LE(Held() - before, 1000 * 512u);
  Exchange(*client, *server);
  EXPECT_EQ(server->stream_count(), 1000u);
  EXPECT_LE(Held() - before, 2 * 1000 * 512u);
}

TEST(SessionMemoryTest, AStreamThatHasCarriedDataHoldsNoMoreThanBefore) {
  const std::unique_ptr<Session> client = Create(Role::kClient);
  const std::unique_ptr<Session> server = Create(Role::kServer);
  const StreamId stream = *client->Open();
  Exchange(*client, *server);
  ASSERT_EQ(server->PollAccepted(), stream);
  const std::size_t before = Held();
  for (int i = 0; i < 10; ++i) {
    client->Write(stream, Bytes(60000));
    Exchange(*client, *server);
    ASSERT_GE(Held() - before, 60000u);
    server->Consume(stream, server->Readable(stream).size());
    Exchange(*client, *server);
  }
  EXPECT_EQ(Held(), before);
}

TEST(SessionMemoryTest, ASessionWhoseStreamsHaveEndedHoldsNoMoreThanAtFirst) {
  const std::unique_ptr<Session> client = Create(Role::kClient);
  const std::unique_ptr<Session> server = Create(Role::kServer);
  std::vector<StreamId> streams;
  streams.reserve(2000);
  const std::size_t before = Held();
  for (int i = 0; i < 2000; ++i) streams.push_back(*client->Open());
  Exchange(*client, *server);  // Half of them are refused.
  while (const std::optional<StreamId> stream = server->PollAccepted()) {
    server->Close(*stream);
  }
  for (const StreamId stream : streams) client->Close(stream);
  Exchange(*client, *server);
  EXPECT_EQ(Held(), before);
}

}  // namespace
}  // namespace smux
