// Colours, and text from untrusted files made harmless for a terminal.
#include "integrations/reporters/style.h"

#include <fmt/format.h>

#include <cstdint>

namespace demarc {
namespace {

// One code point of `text` at `at`, which moves on; 0xFFFFFFFF for a byte that starts no valid one.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xf0 && first < 0xf5   ? 3
                   : first >= 0xe0 && first < 0xf0 ? 2
                   : first >= 0xc2 && first < 0xe0 ? 1
                                                   : 0;
  if (more == 0 || at + static_cast<std::size_t>(more) > text.size()) return 0xffffffff;
  std::uint32_t code = first & (0x3f >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at + static_cast<std::size_t>(i)) & 0xc0) != 0x80) return 0xffffffff;
    code = code << 6 | (byte(at + static_cast<std::size_t>(i)) & 0x3f);
  }
  const std::uint32_t least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
  if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return 0xffffffff;
  at += static_cast<std::size_t>(more);
  return code;
}

bool is_obeyed(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || (c >= 0x200e && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

bool is_wide(std::uint32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
}

bool is_combining(std::uint32_t c) {
  return (c >= 0x0300 && c <= 0x036f) || (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe00 && c <= 0xfe0f) || c == 0x200b || c == 0x200d;
}

}  // namespace

std::string Style::operator()(Paint paint, std::string_view text) const {
  if (!color || text.empty()) return std::string(text);
  const char* code = "";
  switch (paint) {
    case Paint::error: code = "1;31"; break;
    case Paint::warning: code = "1;33"; break;
    case Paint::note: code = "1;36"; break;
    case Paint::good: code = "1;32"; break;
    case Paint::frame: code = "1;34"; break;
    case Paint::strong: code = "1"; break;
    case Paint::dim: code = "2"; break;
  }
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

Paint paint_of(Severity severity) {
  switch (severity) {
    case Severity::error: return Paint::error;
    case Severity::warning: return Paint::warning;
    case Severity::note: return Paint::note;
  }
  return Paint::note;
}

std::string printable(std::string_view text, int tab) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::uint32_t c = next_code_point(text, at);
    if (c == '\t') out.append(static_cast<std::size_t>(tab), ' ');
    else if (c == '\n') out += ' ';
    else if (c == '\r') out += at < text.size() && text[at] == '\n' ? "" : " ";
    else if (c == 0xffffffff) out += "\xef\xbf\xbd";
    else if (is_obeyed(c)) out += fmt::format("<U+{:04X}>", c);
    else out += text.substr(begin, at - begin);
  }
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t c = next_code_point(text, at);
    count += is_combining(c) ? 0 : is_wide(c) ? 2 : 1;
  }
  return count;
}

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return n == 1         ? fmt::format("1 {}", one)
         : many.empty() ? fmt::format("{} {}s", n, one)
                        : fmt::format("{} {}", n, many);
}

}  // namespace demarc
