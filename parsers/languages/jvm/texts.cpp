// Literals of texts: escapes and text blocks.
#include <algorithm>
#include <vector>

#include "parsers/languages/jvm/builder.h"

namespace demarc::languages::jvm {
namespace {

void append_utf8(std::uint32_t code, std::string& out) {
  if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
  }
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four digits behind \u at `at`; -1 when there are none.
std::int32_t unit(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == 'u') ++at;
  std::int32_t code = 0;
  for (int i = 0; i < 4; ++i, ++at) {
    const int digit = at < text.size() ? hex(text[at]) : -1;
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

}  // namespace

void decode_escapes(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (c == '\r' && at < text.size() && text[at] == '\n') continue;
    if (c != '\\' || at == text.size()) {
      out += c;
      continue;
    }
    const char e = text[at++];
    switch (e) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case 'r': out += '\r'; break;
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 's': out += ' '; break;
      case '\n': break;  // a line of a text block that goes on
      case '\r':
        if (at < text.size() && text[at] == '\n') ++at;
        break;
      case 'u': {
        std::int32_t code = unit(text, at);
        if (code < 0) break;
        if (code >= 0xd800 && code < 0xdc00 && text.substr(at).starts_with("\\u")) {
          std::size_t next = at + 1;
          const std::int32_t low = unit(text, next);
          if (low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            at = next;
          }
        }
        append_utf8(static_cast<std::uint32_t>(code), out);
        break;
      }
      default:
        if (e >= '0' && e <= '7') {
          std::uint32_t code = static_cast<std::uint32_t>(e - '0');
          for (int more = e <= '3' ? 2 : 1;
               more > 0 && at < text.size() && text[at] >= '0' && text[at] <= '7'; --more)
            code = code * 8 + static_cast<std::uint32_t>(text[at++] - '0');
          append_utf8(code, out);
        } else {
          out += e;
        }
    }
  }
}

std::string without_indentation(std::string_view block) {
  std::vector<std::string_view> lines;
  while (true) {
    const std::size_t end = block.find('\n');
    std::string_view line = block.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) break;
    block.remove_prefix(end + 1);
  }
  // The line of the closing quotes counts, other empty ones do not.
  std::size_t indentation = std::string_view::npos;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t first = lines[i].find_first_not_of(" \t");
    if (first != std::string_view::npos) indentation = std::min(indentation, first);
    else if (i + 1 == lines.size()) indentation = std::min(indentation, lines[i].size());
  }
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i) out += '\n';
    std::string_view line = lines[i].substr(std::min(indentation, lines[i].size()));
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    out += line;
  }
  return out;
}

}  // namespace demarc::languages::jvm
