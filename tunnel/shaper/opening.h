// The opening cells of stream mode; stream.h has their figure.
#ifndef TUNNEL_SHAPER_OPENING_H_
#define TUNNEL_SHAPER_OPENING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace shaper {

inline constexpr std::uint8_t kOpeningVersion = 1;
inline constexpr std::size_t kRequestBytes = 13;  // Without the fill.

// What a client asks for, as it stands in its first cell.
struct OpeningRequest {
  std::uint8_t version = kOpeningVersion;
  std::size_t client_cell_size = 0;  // Bytes, client to server; 16 bits.
  std::size_t server_cell_size = 0;  // Server to client; 16 bits.
};

// Whether a stream that begins with `byte` may be a defended one.
bool MayBeginOpening(std::uint8_t byte);

// The client's first cell, of request.client_cell_size bytes.
// Requires: that size is a cell size (cell.h).
std::vector<std::uint8_t> BuildRequest(const OpeningRequest& request);

// Reads what there is of the client's first cell; none: not enough yet.
// Errors: kInvalidArgument naming the first byte that differs from the token.
absl::StatusOr<std::optional<OpeningRequest>> ParseRequest(
    absl::Span<const std::uint8_t> start);

// Errors: kPermissionDenied with the reason for the client, at most 53 bytes,
// unless `request` is what a server of `cell_size` (none: without a defense)
// accepts.
absl::Status CheckRequest(const OpeningRequest& request,
                          std::optional<std::size_t> cell_size);

// The server's first cell: it accepts, or refuses for a `reason` of at least 1
// byte. The reason is cut to what fits into the cell.
// Requires: a cell size (cell.h).
std::vector<std::uint8_t> BuildAcceptance(std::size_t cell_size);
std::vector<std::uint8_t> BuildRefusal(std::size_t cell_size,
                                       absl::string_view reason);

// How large the refusal of `request` is: as the client asked, else the default.
std::size_t RefusalCellSize(const OpeningRequest& request);

// Reads what there is of the server's first cell. True: it accepts, once its
// `cell_size` bytes are there. False: not enough yet to say.
// Errors: kPermissionDenied with the server's reason in printable ASCII when it
// refuses; kInvalidArgument, naming field, value and bound, for anything else.
absl::StatusOr<bool> ParseAnswer(absl::Span<const std::uint8_t> start,
                                 std::size_t cell_size);

}  // namespace shaper

#endif  // TUNNEL_SHAPER_OPENING_H_
