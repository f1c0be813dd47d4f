// Texts: escapes, templates, raw texts without their indentation or margin.
#include "parsers/languages/kotlin/lower.h"

namespace demarc::languages::kt {
namespace {

constexpr char hole = '\x01';  // where a part that is no text stands, while the text is worked on

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool goes_on(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// The first and the last line are left out when there is nothing on them.
std::string_view inner_lines(std::string_view text) {
  if (const std::size_t first = text.find('\n');
      first != std::string_view::npos && is_blank(text.substr(0, first)))
    text = text.substr(first + 1);
  const std::size_t last = text.rfind('\n');
  if (last != std::string_view::npos && is_blank(text.substr(last + 1))) text = text.substr(0, last);
  return text;
}

std::string without_margin(std::string_view text) {
  std::string made;
  text = inner_lines(text);
  while (true) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != std::string_view::npos && line[first] == '|') line = line.substr(first + 1);
    made += line;
    if (end == std::string_view::npos) return made;
    made += '\n';
    text = text.substr(end + 1);
  }
}

}  // namespace

ExprId Lower::read_character(NodeIndex n) {
  const std::string_view text = t_.text(n);
  std::string made;
  if (text.size() >= 2) decode_escapes(text.substr(1, text.size() - 2), made);
  return leaf(ExprKind::string, n, id(made));
}

// The grammar tells `${…}` apart, not always `$name`: the rest is read from the text itself.
ExprId Lower::string(NodeIndex n, Trim trim) {
  const bool is_raw = kind(n) == multiline_string_literal;
  const std::uint32_t quotes = is_raw ? 3 : 1;
  const std::uint32_t begin = t_[n].begin + quotes, end = t_[n].end - quotes;
  if (t_[n].end < t_[n].begin + 2 * quotes) return {};
  const std::string_view source = t_.source();
  std::string whole, piece;
  std::vector<ExprId> parts;
  const auto flush = [&] {
    if (is_raw) whole += piece;
    else decode_escapes(piece, whole);
    piece.clear();
  };
  const auto put = [&](ExprId part) {
    flush();
    whole += hole;
    parts.push_back(part);
  };
  const auto read = [&](std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t i = from; i < to; ++i) {
      const char c = source[i];
      if (!is_raw && c == '\\' && i + 1 < to) {
        piece += c;
        piece += source[++i];
      } else if (c == '$' && i + 1 < to && begins_name(source[i + 1])) {
        std::uint32_t last = i + 1;
        while (last < to && goes_on(source[last])) ++last;
        const StringId name = id(source.substr(i + 1, last - i - 1));
        ExprId part;
        if (f_.strings.text(name) == "this") {
          part = read_this(n);
        } else {
          StringId meant;
          for (std::size_t r = renamed_.size(); r-- > 0 && !meant;)
            if (renamed_[r].first == name) meant = renamed_[r].second;
          part = meant ? leaf(ExprKind::name, n, meant) : name_or_member(n, name);
        }
        code::Expr& made = f_.exprs[part.index];
        if (made.kind == ExprKind::name) {
          made.begin = i + 1;
          made.end = last;
        }
        put(part);
        i = last - 1;
      } else if (c != hole) {
        piece += c;
      }
    }
  };
  std::uint32_t at = begin;
  for (NodeIndex c = t_.first(n), last = t_.end(n); c != last; c = t_.next(c)) {
    if (kind(c) != interpolation || !t_.text(c).starts_with("${")) continue;
    if (t_[c].begin > at) read(at, t_[c].begin);
    put(expr(c));
    at = t_[c].end;
  }
  if (end > at) read(at, end);
  flush();
  if (trim == Trim::margin) whole = without_margin(whole);
  if (trim == Trim::indent) whole = without_indentation(inner_lines(whole));
  if (parts.empty()) return leaf(ExprKind::string, n, id(whole));
  const Mark all = mark();
  std::string_view rest = whole;
  for (std::size_t i = 0;; ++i) {
    const std::size_t next = rest.find(hole);
    if (const std::string_view text = rest.substr(0, next); !text.empty())
      push(leaf(ExprKind::string, n, id(text)));
    if (next == std::string_view::npos || i >= parts.size()) break;
    push(parts[i]);
    rest = rest.substr(next + 1);
  }
  return close(ExprKind::concat, n, all);
}

}  // namespace demarc::languages::kt
