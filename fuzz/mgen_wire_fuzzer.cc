// Property: what a Reader makes of bytes does not depend on how they are split,
// and what the encoder writes of the items that were read is read as the same.
// The first byte chooses where the Reader starts and how the rest is split.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/types/span.h"
#include "base/check.h"
#include "mgen/wire.h"

namespace {

using mgen::Reader;

struct Outcome {
  std::vector<Reader::Item> items;
  std::string error;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// Feeds `bytes` in pieces of `piece`, `piece` + `growth`, ... bytes.
Outcome Read(Reader::Expect expect, absl::Span<const std::uint8_t> bytes,
             std::size_t piece, std::size_t growth) {
  Reader reader(expect);
  Outcome outcome;
  while (!bytes.empty()) {
    absl::Span<const std::uint8_t> input =
        bytes.first(std::min(piece, bytes.size()));
    bytes.remove_prefix(input.size());
    piece += growth;
    for (;;) {
      const auto item = reader.Next(input);
      if (!item.ok()) {
        outcome.error = std::string(item.status().message());
        BASE_CHECK(!outcome.error.empty());
        BASE_CHECK(reader.Next(input).status() == item.status());
        return outcome;
      }
      if (!item->has_value()) break;
      outcome.items.push_back(**item);
    }
    BASE_CHECK(input.empty());
  }
  return outcome;
}

void CheckWrittenAgain(const std::vector<Reader::Item>& items,
                       Reader::Expect expect) {
  std::vector<std::uint8_t> bytes;
  for (const Reader::Item& item : items) {
    if (const auto* handshake = std::get_if<mgen::Handshake>(&item)) {
      mgen::AppendHandshake(*handshake, bytes);
    } else {
      mgen::AppendMessage(std::get<mgen::Header>(item), bytes);
    }
  }
  const Outcome again = Read(expect, bytes, bytes.size() + 1, 0);
  BASE_CHECK(again.error.empty());
  BASE_CHECK(again.items == items);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const auto expect =
      data[0] % 2 == 0 ? Reader::Expect::kHandshake : Reader::Expect::kMessages;
  const std::size_t growth = data[0] / 2 % 8;
  const std::size_t piece = 1 + data[0] / 16;
  const absl::Span<const std::uint8_t> bytes(data + 1, size - 1);
  const Outcome whole = Read(expect, bytes, size, 0);
  BASE_CHECK(Read(expect, bytes, 1, 0) == whole);
  BASE_CHECK(Read(expect, bytes, piece, growth) == whole);
  CheckWrittenAgain(whole.items, expect);
  return 0;
}
