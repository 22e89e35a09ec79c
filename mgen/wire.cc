#include "mgen/wire.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "base/utf8.h"

namespace mgen {
namespace {

constexpr std::size_t kLengthBytes = 4;
// header length, two string lengths, id, body. SOURCE: spec/traffic.md 1.2.
constexpr std::uint32_t kFixedHeaderBytes = 5 * kLengthBytes;
constexpr std::uint32_t kMaxBodyBytes = kMaxBlocksInBody * kBlockBytes;

void AppendU32(std::uint32_t value, std::vector<std::uint8_t>& out) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

void AppendString(absl::string_view text, std::vector<std::uint8_t>& out) {
  BASE_CHECK(!text.empty() && text.size() <= kMaxNameBytes);
  AppendU32(static_cast<std::uint32_t>(text.size()), out);
  out.insert(out.end(), text.begin(), text.end());
}

std::uint32_t ReadU32(absl::Span<const std::uint8_t> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + kLengthBytes; ++i) {
    value = value << 8 | bytes[i];
  }
  return value;
}

// Takes a string off `bytes`, which has all of it.
std::string TakeString(absl::Span<const std::uint8_t>& bytes) {
  const std::uint32_t size = ReadU32(bytes, 0);
  bytes.remove_prefix(kLengthBytes);
  std::string text(bytes.begin(), bytes.begin() + size);
  bytes.remove_prefix(size);
  return text;
}

absl::Status Refuse(absl::string_view field, std::uint64_t value,
                    std::uint64_t low, std::uint64_t high) {
  return absl::InvalidArgumentError(
      absl::StrCat(field, " ", value, ", expected ", low,
                   low == high ? "" : absl::StrCat(" to ", high)));
}

// Where two strings that begin at `start` end, as far as `bytes` tells. The
// second may not pass `limit`.
absl::StatusOr<std::size_t> TwoStringsEnd(absl::Span<const std::uint8_t> bytes,
                                          std::size_t start,
                                          std::size_t limit) {
  std::size_t end = start;
  for (const absl::string_view field : {"sender length", "group length"}) {
    if (bytes.size() < end + kLengthBytes) return end + kLengthBytes;
    const std::uint32_t size = ReadU32(bytes, end);
    if (size < 1 || size > kMaxNameBytes) {
      return Refuse(field, size, 1, kMaxNameBytes);
    }
    end += kLengthBytes + size;
    if (end > limit) {
      return absl::InvalidArgumentError(
          absl::StrCat(field, " ", size, ", past the end of the header by ",
                       end - limit, " bytes"));
    }
  }
  return end;
}

}  // namespace

std::uint32_t BodyBytes(std::uint32_t blocks) {
  BASE_CHECK(blocks <= kMaxBlocksInBody);
  return std::max(blocks, 1u) * kBlockBytes;
}

absl::Status CheckName(absl::string_view name) {
  const auto refuse = [name](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat(
        "name \"", absl::CHexEscape(name.substr(0, 40)), "\" ", why));
  };
  if (name.empty() || name.size() > kMaxNameBytes) {
    return refuse(absl::StrCat("of ", name.size(), " bytes, expected 1 to ",
                               kMaxNameBytes));
  }
  if (!base::IsUtf8(name)) return refuse("is not UTF-8");
  if (name.find_first_of(",\r\n") != absl::string_view::npos) {
    return refuse("has a comma or a line break, expected none");
  }
  return absl::OkStatus();
}

std::uint32_t Header::inline_body_bytes() const {
  return is_receipt() ? kBlockBytes : std::min(body, kInlineMaxBytes);
}

void AppendHandshake(const Handshake& handshake,
                     std::vector<std::uint8_t>& out) {
  AppendString(handshake.sender, out);
  AppendString(handshake.group, out);
}

void AppendMessage(const Header& header, std::vector<std::uint8_t>& out) {
  BASE_CHECK(header.body <= kMaxBodyBytes);
  AppendU32(kFixedHeaderBytes + static_cast<std::uint32_t>(
                                    header.sender.size() + header.group.size()),
            out);
  AppendString(header.sender, out);
  AppendString(header.group, out);
  AppendU32(header.id, out);
  AppendU32(header.body, out);
  out.resize(out.size() + header.inline_body_bytes());
}

Reader::Reader(Expect expect) : expect_(expect) {}

absl::StatusOr<std::size_t> Reader::Needed() const {
  if (expect_ == Expect::kMessages) return HeaderNeeded();
  return TwoStringsEnd(held_, 0, 2 * (kLengthBytes + kMaxNameBytes));
}

absl::StatusOr<std::size_t> Reader::HeaderNeeded() const {
  if (held_.size() < kLengthBytes) return kLengthBytes;
  const std::uint32_t length = ReadU32(held_, 0);
  if (length < kFixedHeaderBytes || length > kMaxHeaderBytes) {
    return Refuse("header length", length, kFixedHeaderBytes, kMaxHeaderBytes);
  }
  const std::size_t limit = length - 2 * kLengthBytes;  // Of the strings.
  ASSIGN_OR_RETURN(const std::size_t end,
                   TwoStringsEnd(held_, kLengthBytes, limit));
  if (held_.size() < end) return end;
  if (end != limit) {
    return Refuse("header length", length, end + 2 * kLengthBytes,
                  end + 2 * kLengthBytes);
  }
  return length;
}

absl::Status Reader::Finish() {
  absl::Span<const std::uint8_t> bytes = held_;
  const bool is_message = expect_ == Expect::kMessages;
  if (is_message) bytes.remove_prefix(kLengthBytes);
  std::string sender = TakeString(bytes);
  std::string group = TakeString(bytes);
  RETURN_IF_ERROR(CheckName(sender));
  RETURN_IF_ERROR(CheckName(group));
  if (!is_message) {
    item_ = Handshake{std::move(sender), std::move(group)};
    expect_ = Expect::kMessages;
  } else {
    const Header header{std::move(sender), std::move(group), ReadU32(bytes, 0),
                        ReadU32(bytes, kLengthBytes)};
    if (header.body > kMaxBodyBytes) {
      return Refuse("body", header.body, 0, kMaxBodyBytes);
    }
    body_left_ = header.inline_body_bytes();
    item_ = header;
  }
  held_.clear();
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Reader::Item>> Reader::Next(
    absl::Span<const std::uint8_t>& input) {
  while (error_.ok()) {
    if (item_.has_value()) {
      const std::size_t skipped =
          std::min<std::size_t>(body_left_, input.size());
      input.remove_prefix(skipped);
      body_left_ -= static_cast<std::uint32_t>(skipped);
      if (body_left_ > 0) return std::optional<Item>();
      return std::exchange(item_, std::nullopt);
    }
    const absl::StatusOr<std::size_t> needed = Needed();
    if (!needed.ok()) {
      error_ = needed.status();
    } else if (held_.size() == *needed) {
      error_ = Finish();
    } else if (input.empty()) {
      return std::optional<Item>();
    } else {
      const std::size_t taken = std::min(*needed - held_.size(), input.size());
      held_.insert(held_.end(), input.begin(), input.begin() + taken);
      input.remove_prefix(taken);
    }
  }
  return error_;
}

}  // namespace mgen
