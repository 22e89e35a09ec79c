#include "base/random.h"

#include <cstdint>

#include "absl/strings/string_view.h"
#include "base/sip_stream.h"

namespace base {
namespace {

// SOURCE: Steele, Lea, Flood, "Fast splittable pseudorandom number generators".
std::uint64_t NextSplitMix64(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ull;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

std::uint64_t Fnv1a64(absl::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : text) {
    hash ^= static_cast<std::uint8_t>(c);
    hash *= 0x100000001b3ull;
  }
  return hash;
}

}  // namespace

Random Random::FromSeed(std::uint64_t seed) {
  Random random;
  for (std::uint64_t& word : random.state_) word = NextSplitMix64(seed);
  return random;
}

Random Random::FromText(absl::string_view seed) {
  SipStream words(seed);
  Random random;
  for (std::uint64_t& word : random.state_) word = words.Next();
  return random;
}

Random Random::FromStream(std::uint64_t seed, absl::string_view name) {
  // The run's seed is mixed before the name enters, so that neighbouring seeds
  // and names do not cancel.
  return FromSeed(NextSplitMix64(seed) ^ Fnv1a64(name));
}

Random Random::FromSource(EntropySource* source) {
  Random random;
  random.source_ = source;
  return random;
}

}  // namespace base
