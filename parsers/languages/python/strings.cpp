// String literals: prefixes, escapes, f-strings, adjacent literals.
#include "parsers/languages/python/lower.h"
#include "parsers/reading/escapes.h"

namespace demarc::languages::py {
namespace {

bool is_octal(char c) { return c >= '0' && c < '8'; }

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
    auto hex = [&](std::size_t digits) {
      std::string_view rest = written.substr(i + 1);
      if (const auto value = escapes::take_hex(rest, digits, digits)) {
        i += digits;
        escapes::put_utf8(out, *value);
      } else {  // no escape after all
        out += '\\';
        out += e;
      }
    };
    switch (e) {
      case '\n': break;
      case '\r':
        if (i + 1 < size && written[i + 1] == '\n') ++i;
        break;
      case '\\':
      case '\'':
      case '"': out += e; break;
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
        if (const char control = escapes::control_of(e)) {
          out += control;
        } else if (is_octal(e)) {
          auto value = static_cast<std::uint32_t>(e - '0');
          for (int more = 0; more < 2 && i + 1 < size && is_octal(written[i + 1]); ++more)
            value = value * 8 + static_cast<std::uint32_t>(written[++i] - '0');
          escapes::put_utf8(out, value);
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
