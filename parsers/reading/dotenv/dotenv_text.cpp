// Scans environment files line by line.
#include "parsers/reading/dotenv/dotenv_text.h"

#include <cctype>

namespace demarc {
namespace {

constexpr std::size_t max_lines = 20'000;

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-';
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// A quoted value from its opening quote on; `at` ends behind the closing one. False when it never closes.
bool quoted(std::string_view text, std::size_t& at, std::string& value) {
  const char quote = text[at];
  std::size_t i = at + 1;
  for (; i < text.size() && text[i] != quote; ++i) {
    if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      switch (text[i]) {
        case 'n': value += '\n'; break;
        case 't': value += '\t'; break;
        case 'r': value += '\r'; break;
        case '"':
        case '\\': value += text[i]; break;
        default: value += '\\'; value += text[i];
      }
      continue;
    }
    value += text[i];
  }
  if (i >= text.size()) return false;
  at = i + 1;
  return true;
}

}  // namespace

std::vector<DotenvLine> read_dotenv(std::string_view text) {
  std::vector<DotenvLine> all;
  std::size_t at = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
  while (at < text.size() && all.size() < max_lines) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    std::size_t i = at;
    at = line_end + 1;
    while (i < line_end && is_blank(text[i])) ++i;
    if (i >= line_end || text[i] == '#') continue;
    const std::size_t begin = i;
    if (text.substr(i, 7) == "export ") i += 7;
    while (i < line_end && is_blank(text[i])) ++i;
    const std::size_t name = i;
    while (i < line_end && is_name_character(text[i])) ++i;
    DotenvLine line;
    line.name = text.substr(name, i - name);
    line.begin = static_cast<std::uint32_t>(begin);
    while (i < line_end && is_blank(text[i])) ++i;
    if (line.name.empty() || (i < line_end && text[i] != '=' && text[i] != ':' && text[i] != '#')) continue;
    if (i < line_end && text[i] != '#') {
      const bool is_colon = text[i] == ':';
      line.has_value = true;
      ++i;
      if (is_colon && i < line_end && !is_blank(text[i])) continue;
      while (i < line_end && is_blank(text[i])) ++i;
      std::size_t after = i;
      if (i < line_end && (text[i] == '"' || text[i] == '\'') && quoted(text, after, line.value)) {
        line.is_verbatim = text[i] == '\'';
        at = std::min(text.find('\n', after), text.size()) + 1;
        i = after;
      } else {
        // A comment begins behind a blank; without one # belongs to the value.
        std::size_t end = i;
        while (end < line_end && !(text[end] == '#' && (end == i || is_blank(text[end - 1])))) ++end;
        while (end > i && is_blank(text[end - 1])) --end;
        line.value = text.substr(i, end - i);
        i = end;
      }
    }
    line.end = static_cast<std::uint32_t>(i);
    all.push_back(std::move(line));
  }
  return all;
}

bool is_dotenv_name(std::string_view name) {
  return name == ".env" || name == "env" || name.starts_with(".env.") || name.starts_with(".env-") ||
         name.starts_with("env.") || name.ends_with(".env") || name.ends_with(".env.example") ||
         name.ends_with(".env.sample") || name.ends_with(".env.template") || name.ends_with(".env.dist");
}

}  // namespace demarc
