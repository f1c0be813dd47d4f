// Variables of container files, and the texts they leave behind.
#include "parsers/templates/docker/open_text.h"

#include <cctype>
#include <vector>

namespace demarc::containers {
namespace {

constexpr char open_mark = '\x01', close_mark = '\x02';
constexpr std::size_t max_text = 64u << 10;
constexpr int max_nesting = 12;

bool is_name_start(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// The brace that closes the one in front of `at`; npos when none does.
std::size_t closing(std::string_view text, std::size_t at) {
  int depth = 1;
  for (; at < text.size(); ++at) {
    if (text[at] == '$' && at + 1 < text.size() && text[at + 1] == '{') ++depth, ++at;
    else if (text[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::string hole(std::string_view space, std::string_view name) {
  std::string out(1, open_mark);
  out += space;
  out += ':';
  out += name;
  return out + close_mark;
}

bool is_open(std::string_view text) { return text.find(open_mark) != std::string_view::npos; }

ValueId value_of(Values& values, std::string_view text) {
  std::vector<ValueId> parts;
  while (!text.empty()) {
    const std::size_t open = text.find(open_mark);
    if (open != 0) parts.push_back(values.literal(text.substr(0, open)));
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find(close_mark, open), colon = text.find(':', open);
    if (close == std::string_view::npos || colon > close) {
      parts.push_back({});
      break;
    }
    parts.push_back(values.setting(text.substr(open + 1, colon - open - 1),
                                   values.literal(text.substr(colon + 1, close - colon - 1))));
    text.remove_prefix(close + 1);
  }
  return parts.empty() ? values.literal("") : values.concat(parts);
}

std::string without_holes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find(open_mark);
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find(close_mark, open);
    if (close == std::string_view::npos) break;
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string interpolate(std::string_view text, const Lookup& lookup, const Interpolation& how, int depth) {
  std::string out;
  for (std::size_t i = 0; i < text.size() && out.size() < max_text; ++i) {
    const char c = text[i];
    if (how.escape != '$' && c == how.escape && i + 1 < text.size() && text[i + 1] == '$') {
      out += '$';
      ++i;
      continue;
    }
    if (c != '$' || i + 1 >= text.size()) {
      out += c;
      continue;
    }
    const char next = text[i + 1];
    if (next == '$' && how.escape == '$') {
      out += '$';
      ++i;
      continue;
    }
    std::string_view name, rest;
    std::size_t end = i;
    if (how.parentheses) {
      const std::size_t close = next == '(' ? text.find(')', i) : std::string_view::npos;
      if (close == std::string_view::npos) {
        out += c;
        continue;
      }
      name = text.substr(i + 2, close - i - 2);
      end = close;
    } else if (next == '{') {
      const std::size_t close = closing(text, i + 2);
      std::size_t stop = i + 2;
      while (stop < text.size() && is_name_character(text[stop])) ++stop;
      if (close == std::string_view::npos || stop == i + 2) {
        out += c;
        continue;
      }
      name = text.substr(i + 2, stop - i - 2);
      rest = text.substr(stop, close - stop);
      end = close;
    } else if (is_name_start(next)) {
      std::size_t stop = i + 1;
      while (stop < text.size() && is_name_character(text[stop])) ++stop;
      name = text.substr(i + 1, stop - i - 1);
      end = stop - 1;
    } else {
      out += c;
      continue;
    }
    std::optional<std::string> known = lookup(name);
    const bool colon = rest.starts_with(':');
    if (colon) rest.remove_prefix(1);
    if (colon && known && known->empty() && !rest.empty()) known.reset();
    const char kind = rest.empty() ? '\0' : rest.front();
    if (!rest.empty()) rest.remove_prefix(1);
    auto inner = [&] {
      return depth < max_nesting ? interpolate(rest, lookup, how, depth + 1) : std::string();
    };
    if (kind == '+') out += known ? inner() : std::string();
    else if (known) out += *known;
    else if (kind == '-') out += inner();
    else out += hole(how.space, name);
    i = end;
  }
  return out;
}

}  // namespace demarc::containers
