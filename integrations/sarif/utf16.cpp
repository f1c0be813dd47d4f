// The UTF-8 decoder.
#include "integrations/sarif/utf16.h"

namespace sarif {
namespace {

constexpr std::uint16_t replacement = 0xFFFD;

// What a first byte promises: how many bytes follow, its own bits, and the range of the second byte, which is
// narrower where a wider one would admit overlong forms, surrogates or numbers past U+10FFFF.
struct Lead {
  int following = 0;
  std::uint32_t bits = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Lead lead_of(unsigned char c) {
  if (c >= 0xC2 && c <= 0xDF) return {1, c & 0x1Fu};
  if (c == 0xE0) return {2, 0, 0xA0, 0xBF};
  if (c == 0xED) return {2, 0x0D, 0x80, 0x9F};
  if (c >= 0xE1 && c <= 0xEF) return {2, c & 0x0Fu};
  if (c == 0xF0) return {3, 0, 0x90, 0xBF};
  if (c >= 0xF1 && c <= 0xF3) return {3, c & 0x07u};
  if (c == 0xF4) return {3, 4, 0x80, 0x8F};
  return {};
}

}  // namespace

Utf16Character decode_utf16(std::string_view text) {
  if (text.empty()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return {1, byte(0), 0};
  Lead lead = lead_of(byte(0));
  if (lead.following == 0) return {1, replacement, 0};
  std::uint32_t code = lead.bits;
  std::size_t taken = 1;
  for (; lead.following > 0; --lead.following) {
    if (taken == text.size() || byte(taken) < lead.low || byte(taken) > lead.high)
      return {taken, replacement, 0};
    code = code << 6 | (byte(taken++) & 0x3Fu);
    lead.low = 0x80;
    lead.high = 0xBF;
  }
  if (code < 0x10000) return {taken, static_cast<std::uint16_t>(code), 0};
  code -= 0x10000;
  return {taken, static_cast<std::uint16_t>(0xD800 | code >> 10),
          static_cast<std::uint16_t>(0xDC00 | (code & 0x3FF))};
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  while (!text.empty()) {
    const Utf16Character c = decode_utf16(text);
    units += c.second != 0 ? 2 : 1;
    text.remove_prefix(c.bytes);
  }
  return units;
}

}  // namespace sarif
