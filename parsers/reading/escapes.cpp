// Bytes of code points, digits of escapes.
#include "parsers/reading/escapes.h"

#include <algorithm>
#include <charconv>

namespace demarc::escapes {

void put_utf8(std::string& out, std::uint32_t code) {
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
  auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | code >> 6);
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put(0x80 | (code >> 6 & 63));
  } else {
    put(0xf0 | code >> 18);
    put(0x80 | (code >> 12 & 63));
    put(0x80 | (code >> 6 & 63));
  }
  put(0x80 | (code & 63));
}

std::optional<std::uint32_t> take_hex(std::string_view& text, std::size_t least, std::size_t most) {
  std::uint32_t value = 0;
  const char* const end = text.data() + std::min(most, text.size());
  const auto [stop, failed] = std::from_chars(text.data(), end, value, 16);
  const auto read = static_cast<std::size_t>(stop - text.data());
  if (failed != std::errc{} || read < std::max<std::size_t>(least, 1)) return std::nullopt;
  text.remove_prefix(read);
  return value;
}

char control_of(char letter) {
  switch (letter) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return '\0';
  }
}

}  // namespace demarc::escapes
