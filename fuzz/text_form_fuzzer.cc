// Property: a text is a machine just if a slow, plain reader of the
// specification says so, and then it is the same machine.
//
// Input: a byte that says what follows: 0 the text; 1 the zlib stream; 2 its
// blocks, to which header and checksum are added; 3 the payload, to be stored.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "fuzz/input.h"
#include "maybenot/base64.h"
#include "maybenot/bincode.h"
#include "maybenot/machine.h"
#include "maybenot/machine_spec.h"
#include "maybenot/testing/plain_decoder.h"
#include "maybenot/testing/plain_inflate.h"

namespace {

constexpr std::size_t kMaxPlain = 1 << 20;

std::string BigEndian(std::uint32_t value) {
  std::string bytes;
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value >> (shift - 8)));
  }
  return bytes;
}

std::string WithHeaderAndChecksum(absl::string_view blocks) {
  const std::optional<maybenot::PlainInflated> plain =
      maybenot::PlainInflate(blocks, kMaxPlain);
  if (!plain) return absl::StrCat("\x78\xda", blocks);
  const std::size_t end = blocks.size() - plain->unread.value_or(0);
  return absl::StrCat("\x78\xda", blocks.substr(0, end),
                      BigEndian(maybenot::PlainAdler32(plain->output)));
}

// One stored block; longer payloads than it can hold are cut.
std::string Stored(absl::string_view payload) {
  payload = payload.substr(0, 0xffff);
  const auto size = static_cast<unsigned>(payload.size());
  const std::string head = {
      1, static_cast<char>(size & 0xff), static_cast<char>(size >> 8),
      static_cast<char>(~size & 0xff), static_cast<char>(~size >> 8 & 0xff)};
  return absl::StrCat(head, payload);
}

std::string MakeText(fuzz::Input& in, std::size_t size) {
  const std::size_t kind = in.Below(4);
  const absl::Span<const std::uint8_t> rest = in.Take(size);
  const absl::string_view bytes(reinterpret_cast<const char*>(rest.data()),
                                rest.size());
  switch (kind) {
    case 0:
      return std::string(bytes);
    case 1:
      return absl::StrCat("02", maybenot::EncodeBase64(bytes));
    case 2:
      return absl::StrCat("02",
                          maybenot::EncodeBase64(WithHeaderAndChecksum(bytes)));
    default:
      return absl::StrCat(
          "02", maybenot::EncodeBase64(WithHeaderAndChecksum(Stored(bytes))));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  fuzz::Input in(absl::MakeConstSpan(data, size));
  const std::string text = MakeText(in, size);
  const std::optional<maybenot::MachineSpec> plain =
      maybenot::PlainDecode(text);
  const absl::StatusOr<maybenot::Machine> machine =
      maybenot::Machine::Parse(text);
  BASE_CHECK(machine.ok() == (plain && plain->Validate().ok()));
  if (!machine.ok()) {
    BASE_CHECK(absl::IsInvalidArgument(machine.status()));
    return 0;
  }
  // As bytes, in which NaN equals itself.
  BASE_CHECK(maybenot::ToBincode(machine->spec()) ==
             maybenot::ToBincode(*plain));
  return 0;
}
