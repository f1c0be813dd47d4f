// String literals: prefixes, escapes, f-strings, adjacent literals.
#include "parsers/languages/python/lower.h"

namespace demarc::languages::py {
namespace {

int digit(char c, int base) {
  int value = c >= '0' && c <= '9'   ? c - '0'
              : c >= 'a' && c <= 'f' ? c - 'a' + 10
              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                     : 99;
  return value < base ? value : -1;
}

void put_utf8(std::uint32_t c, std::string& out) {
  if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) c = 0xfffd;  // no character of its own
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

// What stands for itself: "s", "d" or no format at all.
bool keeps_text(std::string_view specifier) {
  return specifier.empty() || specifier == ":" || specifier == ":s" || specifier == ":d";
}

}  // namespace

StringStyle string_style(std::string_view prefix) {
  StringStyle style;
  for (char c : prefix) {
    if (c == '"' || c == '\'') break;
    style.is_raw |= c == 'r' || c == 'R';
    style.is_bytes |= c == 'b' || c == 'B';
    style.is_format |= c == 'f' || c == 'F' || c == 't' || c == 'T';
  }
  return style;
}

void decode_string(std::string_view written, StringStyle style, std::string& out) {
  const std::size_t size = written.size();
  for (std::size_t i = 0; i < size; ++i) {
    const char c = written[i];
    if (c == '\r') {
      if (i + 1 < size && written[i + 1] == '\n') ++i;
      out += '\n';
      continue;
    }
    if (style.is_format && (c == '{' || c == '}') && i + 1 < size && written[i + 1] == c) {
      out += c;
      ++i;
      continue;
    }
    if (c != '\\' || style.is_raw || i + 1 == size) {
      out += c;
      continue;
    }
    const char e = written[++i];
    auto hex = [&](int digits) {
      std::uint32_t value = 0;
      int read = 0;
      while (read < digits && i + 1 + static_cast<std::size_t>(read) < size) {
        const int d = digit(written[i + 1 + static_cast<std::size_t>(read)], 16);
        if (d < 0) break;
        value = value << 4 | static_cast<std::uint32_t>(d);
        ++read;
      }
      if (read != digits) {  // no escape after all
        out += '\\';
        out += e;
        return;
      }
      i += static_cast<std::size_t>(digits);
      put_utf8(value, out);
    };
    switch (e) {
      case '\n': break;
      case '\r':
        if (i + 1 < size && written[i + 1] == '\n') ++i;
        break;
      case '\\':
      case '\'':
      case '"': out += e; break;
      case 'a': out += '\a'; break;
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'v': out += '\v'; break;
      case 'x': hex(2); break;
      case 'u':
      case 'U':
        if (style.is_bytes) {
          out += '\\';
          out += e;
        } else {
          hex(e == 'u' ? 4 : 8);
        }
        break;
      default:
        if (digit(e, 8) >= 0) {
          std::uint32_t value = static_cast<std::uint32_t>(digit(e, 8));
          for (int more = 0; more < 2 && i + 1 < size && digit(written[i + 1], 8) >= 0; ++more)
            value = value * 8 + static_cast<std::uint32_t>(digit(written[++i], 8));
          put_utf8(value, out);
        } else {  // unknown ones, and \N{…}, stay as written
          out += '\\';
          out += e;
        }
    }
  }
}

ExprId Lower::read_string(NodeIndex n) {
  const NodeIndex end = t_.end(n);
  if (t_.is_leaf(n)) return leaf(ExprKind::string, n);
  const NodeIndex start = t_.first(n);
  std::uint32_t from = kind(start) == string_start ? t_[start].end : t_[n].begin, to = t_[n].end;
  bool has_interpolation = false;
  for (NodeIndex c = start; c != end; c = t_.next(c)) {
    has_interpolation |= kind(c) == interpolation;
    if (kind(c) == string_end) to = t_[c].begin;
  }
  if (has_interpolation) return read_concatenated(n);
  const StringStyle style = string_style(t_.text(start));
  const std::string_view written = t_.source().substr(from, to > from ? to - from : 0);
  const char* special = style.is_format ? "\\\r{}" : style.is_raw ? "\r" : "\\\r";
  if (written.find_first_of(special) == std::string_view::npos)
    return leaf(ExprKind::string, n, f_.strings.id(written));
  text_.clear();
  decode_string(written, style, text_);
  return leaf(ExprKind::string, n, f_.strings.id(text_));
}

// Adjacent literals, or one f-string: texts that touch become one.
ExprId Lower::read_concatenated(NodeIndex n) {
  std::string pending;
  const Mark parts = mark();
  if (kind(n) == string) {
    string_parts(n, pending);
  } else {
    for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c))
      if (kind(c) == string) string_parts(c, pending);
  }
  flush(n, pending);
  const std::size_t count = stack_.size() - parts;
  if (count == 0) return leaf(ExprKind::string, n);
  if (count == 1 && at(stack_.back()).kind == ExprKind::string) {
    const ExprId only = stack_.back();
    stack_.resize(parts);
    f_.exprs[only.index].begin = t_[n].begin;
    return only;
  }
  return close(ExprKind::concat, n, parts);
}

void Lower::flush(NodeIndex n, std::string& pending) {
  if (pending.empty()) return;
  push(leaf(ExprKind::string, n, f_.strings.id(pending)));
  pending.clear();
}

void Lower::string_parts(NodeIndex n, std::string& pending) {
  if (t_.is_leaf(n)) return;
  const StringStyle style = string_style(t_.text(t_.first(n)));
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (kind(c) == string_content) decode_string(t_.text(c), style, pending);
    else if (kind(c) == interpolation) interpolation_part(c, pending);
  }
}

// {value!r:>10} or {value=}
void Lower::interpolation_part(NodeIndex n, std::string& pending) {
  const NodeIndex value = t_.child(n, f_expression);
  if (!value) {
    flush(n, pending);
    push(read_unknown(n));
    return;
  }
  bool is_plain = true;
  bool has_format = false;
  NodeIndex specifier = 0;
  for (NodeIndex c = t_.first(n), end = t_.end(n); c != end; c = t_.next(c)) {
    if (t_[c].field == f_type_conversion) {
      is_plain &= t_.text(c) == "!s";
      has_format = true;
    }
    if (kind(c) == format_specifier) {
      specifier = c;
      is_plain &= keeps_text(t_.text(c));
      has_format = true;
    }
  }
  std::uint32_t after = t_[value].end;
  const std::string_view source = t_.source();
  while (after < t_[n].end && (source[after] == ' ' || source[after] == '\t' || source[after] == '\n'))
    ++after;
  if (after < t_[n].end && source[after] == '=') {
    // The source text itself, up to what follows the sign; and repr() unless a format is given.
    std::uint32_t last = after + 1;
    while (last < t_[n].end && source[last] == ' ') ++last;
    pending += source.substr(t_[n].begin + 1, last - t_[n].begin - 1);
    is_plain &= has_format;
  }
  flush(n, pending);
  ExprId made = expr(value);
  if (specifier && t_.end(specifier) != t_.first(specifier)) {
    const ExprId inner = read_unknown(specifier);  // may hold calls
    made = over(ExprKind::unknown, n, made, inner);
  } else if (!is_plain) {
    made = over(ExprKind::unknown, n, made);
  }
  push(made);
}

}  // namespace demarc::languages::py
