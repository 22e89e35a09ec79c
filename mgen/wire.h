// MGen's bytes. All integers u32 big-endian; a string is its byte length and
// then UTF-8. SOURCE: spec/traffic.md 1.1 and 1.2.
//
//   handshake  string(sender) string(group)
//   message    u32 header length, itself included: 20 + both strings' bytes
//              string(sender) string(group) u32 id u32 body
//              then the body, zeros: receipt 160; message min(body, 2240)
//   A receipt has body 0, and in `group` the name of the message's sender.
#ifndef MGEN_WIRE_H_
#define MGEN_WIRE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mgen {

inline constexpr std::uint32_t kBlockBytes = 160;
inline constexpr std::uint32_t kMaxBlocksInBody = 655360;  // 100 MiB.
inline constexpr std::uint32_t kInlineMaxBytes = 2240;
inline constexpr std::uint32_t kMaxHeaderBytes = 65536;
inline constexpr std::uint32_t kMaxNameBytes = 255;  // SOCKS5 takes no more.

// max(blocks, 1) * 160. Requires: blocks <= kMaxBlocksInBody.
std::uint32_t BodyBytes(std::uint32_t blocks);

// Whether `name` can be a user's or a group's: the log lines separate fields by
// commas. Errors: kInvalidArgument with name, reason and bound if it is empty,
// over kMaxNameBytes, not UTF-8, or has a comma or a line break.
absl::Status CheckName(absl::string_view name);

struct Handshake {
  std::string sender, group;
  friend bool operator==(const Handshake&, const Handshake&) = default;
};

struct Header {
  std::string sender;
  std::string group;  // A receipt: the original sender's name.
  std::uint32_t id = 0;
  std::uint32_t body = 0;  // Bytes in total; 0: a receipt.

  bool is_receipt() const { return body == 0; }
  std::uint32_t inline_body_bytes() const;  // What follows on this connection.
  friend bool operator==(const Header&, const Header&) = default;
};

// Requires: names of 1 to kMaxNameBytes, a body that BodyBytes could give.
void AppendHandshake(const Handshake& handshake,
                     std::vector<std::uint8_t>& out);
// Header and inline body: one write.
void AppendMessage(const Header& header, std::vector<std::uint8_t>& out);

// Reads a connection's bytes however they are split: the handshake first when
// asked for, then messages; bodies are counted and thrown away. Holds at most
// one header, and never more than has arrived.
class Reader {
 public:
  enum class Expect : std::uint8_t { kHandshake, kMessages };
  explicit Reader(Expect expect);

  using Item = std::variant<Handshake, Header>;

  // The next whole item of `input`, which is moved past what was taken; a
  // message is whole when its inline body has arrived. None: input is empty.
  // Errors: kInvalidArgument with field, value and bound (header length below
  // 20 or above kMaxHeaderBytes or not the sum of its parts, a string past the
  // end, a body over 100 MiB, a name that CheckName refuses). Sticky.
  absl::StatusOr<std::optional<Item>> Next(
      absl::Span<const std::uint8_t>& input);

 private:
  // How long the handshake or header is, as far as `held_` tells: a longer
  // prefix may tell more.
  absl::StatusOr<std::size_t> Needed() const;
  absl::StatusOr<std::size_t> HeaderNeeded() const;
  // Reads `held_`, which is whole, into `item_`.
  absl::Status Finish();

  Expect expect_;
  absl::Status error_;
  std::vector<std::uint8_t> held_;
  std::optional<Item> item_;     // Read, but for the body of a message.
  std::uint32_t body_left_ = 0;  // Bytes to throw away before `item_` is due.
};

}  // namespace mgen

#endif  // MGEN_WIRE_H_
